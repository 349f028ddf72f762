"""Plans with what stands in them, notes and appointments for tests, made as staff make them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework import operations
from refuge.people.operations import assign_worker
from tests.factories import make_person, make_user


def days(number):
    return timezone.localdate() + timedelta(days=number)


def hours(number):
    return timezone.now() + timedelta(hours=number)


def make_plan(person=None, *, by=None, **fields):
    by = by or make_user("coordinator")
    return operations.open_plan(person=person or make_person(by=by), kind="residential", by=by, **fields)


def make_goal(plan=None, *, by=None, **fields):
    by = by or make_user("coordinator")
    fields = {"domain": "housing", "wording": "A home of my own"} | fields
    return operations.add_goal(plan=plan or make_plan(by=by), by=by, **fields)


def make_action(goal=None, *, by=None, **fields):
    by = by or make_user("coordinator")
    fields = {"text": "Complete the housing file", "due_on": timezone.localdate(), "responsible": by} | fields
    return operations.add_action(goal=goal or make_goal(by=by), by=by, **fields)


def make_note(person, *, by, **fields):
    fields = {"domain": "social", "text": "Talked about school"} | fields
    return operations.write_note(person=person, by=by, **fields)


def open_since(number, *, person=None, worker=None):
    """A plan opened so many days ago."""
    by = make_user("coordinator")
    person = person or make_person(by=by)
    if worker:
        assign_worker(person=person, worker=worker, by=by)
        person.refresh_from_db()
    return make_plan(person, by=by, opened_on=days(-number))


def make_appointment(person=None, *, by=None, **facts):
    by = by or make_user("coordinator")
    facts = {"kind": "talk", "title": "About school", "starts_at": hours(2), "minutes": 60, "worker": by} | facts
    return operations.make_appointment(person=person, by=by, **facts)


def refused(call) -> str:
    with pytest.raises(ValidationError) as refusal:
        call()
    return refusal.value.error_dict.popitem()[1][0].code if hasattr(refusal.value, "error_dict") else refusal.value.code
