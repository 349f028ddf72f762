"""Selections among hundreds: drawn at once, as they are one by one."""

import pytest

from housing.choosing import WideResidentSelect, WideSelect, drawn_at_once
from refuge.ui.forms import ResidentSelect
from refuge.ui.widgets import LongSelect, drawn_options

CHOICES = [("", "Nobody"), ("1", 'Lou & "Max" <b>'), (2, "D'Or · A1\nand on"), ("a'b", "")]


@pytest.mark.parametrize("chosen", [(), [""], ["2"], ["1", "a'b"]])
def test_what_is_drawn_at_once_is_what_is_drawn_one_by_one(chosen):
    assert drawn_at_once(CHOICES, chosen) == drawn_options(CHOICES, chosen)


def test_of_nothing_to_choose_nothing_is_drawn():
    assert drawn_at_once([]) == drawn_options([]) == ""


@pytest.mark.parametrize(("wide", "usual"), [(WideSelect, LongSelect), (WideResidentSelect, ResidentSelect)])
def test_a_wide_selection_looks_as_a_long_one_does(wide, usual):
    assert wide(choices=CHOICES).render("who", "1") == usual(choices=CHOICES).render("who", "1")
