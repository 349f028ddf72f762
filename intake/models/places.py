"""Where a request stands in a list, as one value that an index holds.

A length of time rather than a moment: adding an interval to a moment depends on the time zone, so that PostgreSQL
takes it into no index; the difference of two moments does not.
"""

from django.db import models
from django.db.models import Case, F, Func, When

from intake.models.choices import Urgency

GENERATION = 36_500  # days: further than any two calls lie apart


class Place(Func):
    """The time from 2000 to a moment, and `later` days."""

    template = "(%(expressions)s - TIMESTAMPTZ '2000-01-01 00:00:00+00' + INTERVAL '%(later)s days')"
    output_field = models.DurationField()


def inbox_place():
    """Unanswered calls by their moment, all others behind them."""
    received = F("received_at")
    return Case(
        When(answered_at__isnull=True, then=Place(received, later=0)),
        default=Place(received, later=GENERATION),
        output_field=models.DurationField(),
    )


def waiting_place():
    """By urgency, then by the moment of the call."""
    ranks = [
        When(urgency=urgency.value, then=Place(F("received_at"), later=rank * GENERATION))
        for rank, urgency in enumerate(Urgency)
    ]
    return Case(
        *ranks, default=Place(F("received_at"), later=len(ranks) * GENERATION), output_field=models.DurationField()
    )
