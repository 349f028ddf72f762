"""Departures, and how long the stays were that they ended."""

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from housing.models import Stay
from housing.models.choices import GROUPS, ExitType, Programme
from housing.movements import moved_on
from housing.narrowing import NARROWS, stays_narrowed
from housing.parameters import SHORT_STAY_DAYS
from refuge.counting import rows
from refuge.indicators import DAYS, SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare
from refuge.parameters.registry import value_of


class Departures(NamedTuple):
    """So many departures that are alike."""

    days: int
    destination: str
    exit_type: str
    programme: str
    number: int


def departures(period: Period) -> list[Departures]:
    """Moves within the house are no departure."""
    return [Departures(days.days, *rest) for days, *rest in rows(_departures, period)]


def _departures(period: Period):
    left = Stay.objects.filter(~moved_on(), departed_on__gte=period.first, departed_on__lt=period.end)
    left = left.filter(stays_narrowed(period, when="departed_on"))
    alike = left.annotate(days=F("departed_on") - F("arrived_on")).values_list(
        "days", "destination", "exit_type", "programme"
    )
    return alike.annotate(number=Count("pk")).order_by("days", "destination", "exit_type", "programme")


def lengths(period: Period) -> list[int]:
    """Days stayed, one for each departure."""
    return [row.days for row in period.once(departures) for _each in range(row.number)]


def _by(choices, period: Period, fact: Callable) -> list[Row]:
    numbers = Counter()
    for row in period.once(departures):
        numbers[fact(row)] += row.number
    return [Row(each.value, each.label, Figure(numbers[each.value])) for each in choices]


def exits_by_type(period: Period) -> list[Row]:
    return _by(ExitType, period, attrgetter("exit_type"))


def exits_by_programme(period: Period) -> list[Row]:
    return _by(Programme, period, attrgetter("programme"))


def exits(period: Period) -> Figure:
    return Figure(len(period.once(lengths)))


def exits_by_group(period: Period) -> list[Row]:
    group_of = {destination: group for group, members in GROUPS.items() for destination in members}
    return _by(GROUPS, period, lambda row: group_of[row.destination])


def mean_stay(period: Period) -> Figure:
    days = period.once(lengths)
    return Figure(sum(days) / len(days) if days else None, sum(days), len(days))


def median_stay(period: Period) -> Figure:
    days = period.once(lengths)
    return Figure(median(days) if days else None, None, len(days))


def short_stays(period: Period) -> Figure:
    days = period.once(lengths)
    short = value_of(SHORT_STAY_DAYS.code, period.last)
    return Figure.share(sum(each <= short for each in days), len(days))


EXITS = declare(
    Indicator(
        code="exits",
        name=_("Departures"),
        definition=_(
            "Stays that ended within the period. A move between emergency and post-shelter within the house is no "
            "departure. Destinations are grouped: lasting (own or shared lease, supported housing, family or friends "
            "for good), temporary but safe (another centre, transit, care), back to homelessness (street, emergency "
            "shelter, friends for now, prison), unknown or other."
        ),
        unit=STAYS,
        compute=exits,
        breakdowns=(
            Breakdown("destination", _("Departures, by destination"), exits_by_group),
            Breakdown("exit_type", _("Departures, by how they left"), exits_by_type),
            Breakdown("programme", _("Departures, by programme"), exits_by_programme),
        ),
        order=60,
        narrows=NARROWS,
    )
)
STAY_MEAN = declare(
    Indicator(
        code="stay_mean",
        name=_("Length of stay, mean"),
        definition=_("Days from arrival to departure, over the departures of the period: the sum shared equally."),
        unit=DAYS,
        of=STAYS,
        compute=mean_stay,
        numerator=_("days of the stays that ended"),
        denominator=_("departures"),
        order=61,
        narrows=NARROWS,
    )
)
STAY_MEDIAN = declare(
    Indicator(
        code="stay_median",
        name=_("Length of stay, median"),
        definition=_("Days from arrival to departure: half of the departures came sooner, half later."),
        unit=DAYS,
        of=STAYS,
        compute=median_stay,
        order=62,
        narrows=NARROWS,
    )
)
STAY_SHORT = declare(
    Indicator(
        code="stay_within_three_months",
        name=_("Stays of at most three months"),
        definition=_(
            "Which part of the departures ended a stay no longer than three months, counted as 92 days unless the "
            "house’s settings say otherwise for the period."
        ),
        unit=SHARE,
        of=STAYS,
        compute=short_stays,
        numerator=_("departures after at most three months"),
        denominator=_("departures"),
        order=63,
        narrows=NARROWS,
    )
)
