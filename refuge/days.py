"""Where a day begins."""

from datetime import date, datetime, time

from django.utils import timezone


def start_of(day: date) -> datetime:
    """The first moment of a day in Brussels, also where the clock changes."""
    return timezone.make_aware(datetime.combine(day, time.min))
