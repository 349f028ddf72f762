"""The list of triggers keeps the names that pgtrigger would make."""

import pgtrigger
import pytest
from pgtrigger.registry import _registry

from refuge.accounts.models import User
from refuge.history import Triggers

PLAIN = Triggers.__mro__[1]


def as_pgtrigger_makes_them():
    return PLAIN.by_db_table.fget(_registry), PLAIN.pg_function_names.fget(_registry)


def as_kept():
    return _registry.by_db_table, _registry.pg_function_names


def test_the_names_kept_are_those_that_pgtrigger_makes():
    assert len(_registry) > 500
    assert as_kept() == as_pgtrigger_makes_them()


def test_a_trigger_comes_and_goes_with_its_names():
    before = as_kept()[0].copy(), as_kept()[1].copy()
    trigger = pgtrigger.Protect(name="passing_by", operation=pgtrigger.Delete)
    with trigger.register(User):
        assert as_kept() == as_pgtrigger_makes_them()
        assert as_kept() != before
        other = pgtrigger.Protect(name="passing_by", operation=pgtrigger.Update)
        with pytest.raises(KeyError, match="already used"):
            other.register(User)
    assert as_kept() == as_pgtrigger_makes_them() == before
