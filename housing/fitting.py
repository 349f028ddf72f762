"""Spaces that could be given: free tonight, and soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, FilteredRelation, Max, Min, OuterRef, Q

from housing.models import Space
from housing.models.choices import AGREED, COMING, Programme
from refuge.questions import read

SOON = 30


@dataclass(frozen=True)
class Fit:
    """A space and the first night it could be given (None: tonight), until the day it is promised to somebody."""

    space: Space
    free_from: date | None = None
    free_until: date | None = None


def _free_or_soon(day, soon):
    spaces = Space.objects.filter(programme=Programme.EMERGENCY).usable(day).select_related("unit__site")
    spaces = spaces.annotate(
        is_free=Exists(Space.objects.free(day).filter(pk=OuterRef("pk"))),
        # Not all that ever slept there.
        standing=FilteredRelation("occupancies", condition=Q(occupancies__status__in=AGREED)),
        promised=Min("standing__starts_on", filter=Q(standing__status__in=COMING)),
        agreed=Max("standing__agreed_until"),
    )
    return spaces.filter(Q(is_free=True) | Q(agreed__gt=day, agreed__lte=soon))


def fitting(day, *, asylum=False, limit=6) -> list[Fit]:
    """Emergency spaces free on a day, those reserved for asylum seekers first or last; then what falls free within
    the month and is promised to nobody. One query."""
    soon = day + timedelta(days=SOON)
    spaces = read("housing.fitting", None, lambda: _free_or_soon(day, soon), day)
    free = [Fit(space, free_until=space.promised) for space in spaces if space.is_free]
    falling_free = (Fit(space, space.agreed) for space in spaces if space.agreed and day < space.agreed <= soon)
    later = sorted(falling_free, key=lambda fit: (fit.free_from, fit.space.code))
    free.sort(key=lambda fit: (fit.free_until is not None, fit.space.reserved_asylum != asylum, fit.space.code))
    return (free + later)[:limit]
