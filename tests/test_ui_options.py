"""Options of a selection, escaped all together."""

import pytest
from django import forms
from django.utils.safestring import mark_safe

from refuge.accounts.models import User
from refuge.ui.widgets import LongSelect, drawn_options
from tests.factories import make_user

PLAIN = [("", "Nobody"), ("1", 'Lou & "Max" <b>'), (2, "D'Or · A1\nand on"), ("a'b", "")]
GROUPED = [("", "Nobody"), ("Flat & garden", [("1", "A <1>"), ("2", "A2")]), ("3", "Alone"), ("Empty", [])]
SAFE = [("1", mark_safe("<i>known</i>")), ("2", "<i>not</i>")]


@pytest.mark.parametrize("choices", [PLAIN, GROUPED, SAFE, []])
@pytest.mark.parametrize("chosen", ["", "1", "2", "a'b"])
def test_a_selection_is_drawn_as_django_draws_it(choices, chosen):
    drawn = [widget(choices=choices).render("who", chosen) for widget in (LongSelect, forms.Select)]
    assert forms_of(drawn[0]) == forms_of(drawn[1])


def forms_of(html):
    """Without what browsers do not tell apart."""
    return [line.strip() for line in html.splitlines() if line.strip()]


def test_of_nothing_to_choose_nothing_is_drawn():
    assert drawn_options([]) == ""


@pytest.mark.django_db
def test_records_to_choose_from_are_read_and_not_counted_first(django_assert_num_queries):
    user = make_user("educator")
    field = forms.ModelChoiceField(User.objects.all())
    with django_assert_num_queries(1):
        assert f'<option value="{user.pk}">' in drawn_options(field.choices)
