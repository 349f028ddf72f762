"""Asylum procedures for tests, made as staff make them."""

from datetime import timedelta

from django.utils import timezone

from casework.operations import asylum
from tests.factories import make_person, make_user


def days(number):
    return timezone.localdate() + timedelta(days=number)


def make_track(person=None, *, by=None, **facts):
    by = by or make_user("coordinator")
    return asylum.open_track(person=person or make_person(by=by), by=by, **facts)


def make_deadline(track=None, *, by=None, **facts):
    """An appeal within 30 days of a letter of the day before yesterday."""
    by = by or make_user("coordinator")
    facts = {"kind": "appeal", "notified_on": days(-2), "days": 30, "confirmed": True} | facts
    return asylum.confirm_deadline(track=track or make_track(by=by), by=by, **facts)


def make_task(track=None, *, by=None, **facts):
    by = by or make_user("coordinator")
    return asylum.add_task(track=track or make_track(by=by), by=by, **{"text": "Go along to the lawyer"} | facts)
