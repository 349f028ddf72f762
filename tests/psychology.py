"""Follow-ups, scores and safety plans for tests, made as psychologists make them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.psychology import operations
from refuge.accounts.models import RoleGrant

TODAY = timezone.localdate
CONDITIONS = dict.fromkeys(("was_told", "agreed", "in_their_interest", "is_necessary", "same_mission"), True)


def sign(followup, by, **facts):
    facts = {"held_on": TODAY(), "attendance": "attended", "note": "Said much."} | facts
    return operations.sign_session(followup=followup, by=by, **facts)


def ask(followup, by, last=1, **facts):
    return operations.record_score(followup=followup, tool="phq9", answers=[0] * 8 + [last], by=by, **facts)


def code_of(function, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        function(*args, **kwargs)
    error = refused.value
    errors = [each for many in error.error_dict.values() for each in many] if hasattr(error, "error_dict") else [error]
    return errors[0].code or errors[0].error_list[0].code


def leave(user):
    """They hold the role of psychologist no more."""
    RoleGrant.objects.filter(user=user).update(starts_on=date(2020, 1, 1), ends_on=TODAY())
    user.__dict__.pop("roles", None)


def write_plan(person, by, **more):
    words = {"line": "Call if they do not come home", "text": "Look, listen, call."} | CONDITIONS | more
    return operations.write_safety_plan(person=person, by=by, **words)
