"""Two files of one person made one, and what refuses it."""

import pytest
from django.core.exceptions import ValidationError

from refuge.people import operations
from tests.factories import make_person


def two_files(by) -> tuple:
    """The older file, and the one opened again with the name written another way."""
    kept = make_person(by=by, chosen_name="Nour", legal_name="Nora El Amrani", languages=["fr"])
    absorbed = make_person(by=by, chosen_name="Noor", pronouns="", languages=["ar", "fr"], residence="permit")
    return kept, absorbed


def merge(kept, absorbed, by, **choices):
    return operations.merge_people(
        kept=kept, absorbed=absorbed, by=by, reason="Same phone, they say so.", choices=choices
    )


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        function(*args, **kwargs)
    return refused.value
