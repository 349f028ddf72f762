"""Volunteers and activities for tests, made as staff make them."""

from datetime import datetime, time, timedelta
from itertools import count

from django.utils import timezone

from tests.factories import make_user
from volunteers import operations

_numbers = count(1)


def days_from_now(days, hour=18):
    """That hour of a day told from today, in Brussels."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def make_volunteer(*, by=None, since=400, user=None, **facts):
    """Somebody who volunteers since so many days; `since=None` is a candidate."""
    by = by or make_user("volunteers")
    facts = {"name": f"Volunteer {next(_numbers)}"} | facts
    volunteer = operations.add_volunteer(by=by, **facts)
    if user:
        volunteer = operations.join_own_account(volunteer=volunteer, user=user, by=by)
    if since is None:
        return volunteer
    first = timezone.localdate() - timedelta(days=since)
    operations.give_information(volunteer=volunteer, informed_on=first, informed_how="signed", by=by)
    return operations.start(volunteer=volunteer, starts_on=first, by=by)


def make_activity(days=7, *, places=2, hours=2, by=None, **facts):
    """So many days from now, at six in the evening."""
    starts_at = days_from_now(days)
    facts = {"kind": "cultural", "title": "Cooking evening", "place": "Community house"} | facts
    return operations.add_activity(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), places=places,
        by=by or make_user("volunteers"), **facts,
    )  # fmt: skip


def held(volunteer, days, *, minutes=None, by=None, **facts):
    """A shift that was held, so many days from now (below zero)."""
    by = by or make_user("volunteers")
    activity = make_activity(days, by=by, **facts)
    signup = operations.sign_up(activity=activity, volunteer=volunteer, by=by)
    operations.note_attendance(activity=activity, attended={signup.pk: "yes"}, minutes={signup.pk: minutes}, by=by)
    return signup
