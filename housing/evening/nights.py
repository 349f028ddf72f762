"""Which night it is. A night has the name of the day on which it begins, and its round may be done until noon of the
next day: the clock's hours of Brussels, so that a change to summer time moves nothing."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from housing.evening.parameters import LATE_DAYS
from refuge.parameters.registry import value_of

NOON = time(12)


def night_now(now=None) -> date:
    """The night whose round may be done: until noon the one that is ending, from noon on the one to come."""
    now = timezone.localtime(now)
    return now.date() if now.time() >= NOON else now.date() - timedelta(days=1)


def nights_to_note(now=None) -> list[date]:
    """The nights that people can be turned away from now: that of today, and until noon the one that is ending."""
    today, night = timezone.localtime(now).date(), night_now(now)
    return [night, today] if night != today else [today]


def begins(night: date) -> datetime:
    """Noon of the day: from then on its round may be done."""
    return datetime.combine(night, NOON, tzinfo=timezone.get_current_timezone())


def ends(night: date) -> datetime:
    """Noon of the next day: a mark made later is no mark of this night."""
    return begins(night + timedelta(days=1))


def taken_until(night: date) -> datetime:
    """Until when a mark made in time is taken from a phone that had no network."""
    return ends(night) + timedelta(days=value_of(LATE_DAYS.code, night))
