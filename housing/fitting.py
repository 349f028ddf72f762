"""Spaces that could be given: free tonight, and soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Q

from housing.models import Space
from housing.models.choices import AGREED, COMING, Programme

SOON = 30


@dataclass(frozen=True)
class Fit:
    """A space and the first night it could be given (None: tonight), until the day it is promised to somebody."""

    space: Space
    free_from: date | None = None
    free_until: date | None = None


def fitting(day, *, asylum=False, limit=6) -> list[Fit]:
    """Emergency spaces free on a day, those reserved for asylum seekers first or last; then what falls free within
    the month and is promised to nobody. Two queries."""
    spaces = Space.objects.filter(programme=Programme.EMERGENCY).select_related("unit__site")
    promised = Min("occupancies__starts_on", filter=Q(occupancies__status__in=COMING))
    free = [Fit(space, free_until=space.promised) for space in spaces.free(day).annotate(promised=promised)]
    soon = (
        spaces.usable(day)
        .filter(occupancies__status__in=AGREED)
        .annotate(agreed=Max("occupancies__agreed_until"))
        .filter(agreed__gt=day, agreed__lte=day + timedelta(days=SOON))
    )
    later = sorted((Fit(space, space.agreed) for space in soon), key=lambda fit: (fit.free_from, fit.space.code))
    free.sort(key=lambda fit: (fit.free_until is not None, fit.space.reserved_asylum != asylum, fit.space.code))
    return (free + later)[:limit]
