"""Spaces that could be given: free tonight, and soon."""

from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import FilteredRelation, Max, Min, Q

from housing.models import Space
from housing.models.choices import AGREED, COMING, Programme, Status
from refuge.questions import ask

SOON = 30


class Fitting(NamedTuple):
    """An emergency space, as a list of those that fit shows it."""

    code: str
    unit: str
    reserved_asylum: bool
    step_free: bool

    def get_programme_display(self) -> str:
        return Programme.EMERGENCY.label


class Fit(NamedTuple):
    """A space and the first night it could be given (None: tonight), until the day it is promised to somebody."""

    space: Fitting
    free_from: date | None = None
    free_until: date | None = None


def _free_or_soon(day, soon):
    spaces = Space.objects.filter(programme=Programme.EMERGENCY).usable(day)
    spaces = spaces.annotate(
        # Not all that ever slept there.
        standing=FilteredRelation("occupancies", condition=Q(occupancies__status__in=AGREED)),
        promised=Min("standing__starts_on", filter=Q(standing__status__in=COMING)),
        agreed=Max("standing__agreed_until"),
        is_taken=BoolOr(_takes(day), default=False),
    )
    spaces = spaces.filter(Q(is_taken=False) | Q(agreed__gt=day, agreed__lte=soon))
    return spaces.values_list("code", "unit__name", "reserved_asylum", "step_free", "is_taken", "promised", "agreed")


def _takes(day) -> Q:
    """What keeps a usable space from being free, as `Space.objects.free` has it: asked here of what is read anyway."""
    tonight = Q(standing__status__in=COMING, standing__starts_on__lte=day, standing__agreed_until__gt=day)
    return Q(standing__status=Status.ARRIVED) | tonight


def fitting(day, *, asylum=False, limit=6) -> list[Fit]:
    """Emergency spaces free on a day, those reserved for asylum seekers first or last; then what falls free within
    the month and is promised to nobody. One query."""
    soon = day + timedelta(days=SOON)
    free, later = [], []
    for *space, is_taken, promised, agreed in ask("housing.fitting", None, lambda: _free_or_soon(day, soon), day):
        space = Fitting(*space)
        if not is_taken:
            free.append(Fit(space, free_until=promised))
        if agreed and day < agreed <= soon:
            later.append(Fit(space, agreed))
    later.sort(key=lambda fit: (fit.free_from, fit.space.code))
    free.sort(key=lambda fit: (fit.free_until is not None, fit.space.reserved_asylum != asylum, fit.space.code))
    return (free + later)[:limit]
