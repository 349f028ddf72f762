"""Nights held and available, the occupancy rate, and the people who were accommodated."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from housing.indicators.kinds import (
    available_by_kind,
    by_month,
    held_by_kind,
    nights,
    occupancy_by_kind,
    places,
    places_by_kind,
)
from housing.indicators.questions import rows_of
from housing.models.choices import Programme
from housing.narrowing import NARROWS
from refuge.indicators import NIGHTS, PERSONS, RATE, SHARE, Breakdown, Figure, Indicator, Period, Row, declare

# Persons with a night held, by programme and in all (NULL): somebody in both programmes counts once in all.
PERSONS_BY_PROGRAMME = """
    SELECT stay.programme, count(DISTINCT slept.person_id)
    FROM housing_occupancy AS slept JOIN housing_stay AS stay ON stay.id = slept.stay_id
    WHERE slept.status IN ('arrived', 'ended') AND slept.starts_on < %(end)s AND %(first)s < %(end)s
      AND (slept.ended_on IS NULL OR slept.ended_on > %(first)s AND slept.ended_on > slept.starts_on) /* nights */
    GROUP BY GROUPING SETS ((stay.programme), ())
"""
# Nights held in all, for what divides by them alone: by month and kind they take ten times as long.
HELD = """
    SELECT coalesce(sum(least(slept.ended_on, %(end)s) - greatest(slept.starts_on, %(first)s)), 0)
    FROM housing_occupancy AS slept
    WHERE slept.status IN ('arrived', 'ended') AND slept.starts_on < %(end)s AND %(first)s < %(end)s
      AND (slept.ended_on IS NULL OR slept.ended_on > %(first)s AND slept.ended_on > slept.starts_on) /* nights */
"""


def accommodated(period: Period) -> dict:
    return dict(rows_of(PERSONS_BY_PROGRAMME, period))


def held_in_all(period: Period) -> int:
    ((number,),) = rows_of(HELD, period)
    return number


def held(period: Period) -> Figure:
    return Figure(sum(row.held for row in period.once(nights)))


def available(period: Period) -> Figure:
    return Figure(sum(row.available for row in period.once(nights)))


def occupancy(period: Period) -> Figure:
    return Figure.share(held(period).value, available(period).value)


def occupancy_by_month(period: Period) -> list[Row]:
    return [
        Row(f"{first:%Y-%m}", date_format(first, "N"), Figure.share(nights, usable))
        for first, nights, usable in by_month(period)
    ]


def persons(period: Period) -> Figure:
    return Figure(period.once(accommodated).get(None, 0))


def persons_by_programme(period: Period) -> list[Row]:
    numbers = period.once(accommodated)
    return [Row(each.value, each.label, Figure(numbers.get(each.value, 0))) for each in Programme]


ACCOMMODATED = declare(
    Indicator(
        code="accommodated",
        name=_("Young people accommodated"),
        definition=_(
            "Different persons for whom a space was held at least one night of the period, each counted once however "
            "many stays they had. Who was in both programmes counts in each of them, and once in the whole."
        ),
        unit=PERSONS,
        compute=persons,
        breakdowns=(
            Breakdown("programme", _("Young people accommodated, by programme"), persons_by_programme, adds_up=False),
        ),
        order=10,
        narrows=NARROWS,
    )
)
NIGHTS_HELD = declare(
    Indicator(
        code="nights_held",
        name=_("Nights held"),
        definition=_(
            "Nights for which a space was held by somebody who had arrived and not yet left, nights beyond the agreed "
            "date included. Whether the person was in that night is another count, not used here."
        ),
        unit=NIGHTS,
        compute=held,
        breakdowns=(Breakdown("kind", _("Nights held, by kind of space"), held_by_kind),),
        order=40,
        narrows=NARROWS,
    )
)
NIGHTS_AVAILABLE = declare(
    Indicator(
        code="nights_available",
        name=_("Nights available"),
        definition=_("For each night of the period the spaces in service, without those closed that night."),
        unit=NIGHTS,
        compute=available,
        breakdowns=(Breakdown("kind", _("Nights available, by kind of space"), available_by_kind),),
        order=41,
        narrows=NARROWS,
    )
)
OCCUPANCY_RATE = declare(
    Indicator(
        code="occupancy_rate",
        name=_("Occupancy rate"),
        definition=_("Which part of the nights available was held. Nights in a space that was closed count as held."),
        unit=SHARE,
        of=NIGHTS,
        compute=occupancy,
        numerator=_("nights held"),
        denominator=_("nights available"),
        breakdowns=(
            Breakdown("month", _("Occupancy rate, by month"), occupancy_by_month, chart="months", adds_up=False),
            Breakdown("kind", _("Occupancy rate, by kind of space"), occupancy_by_kind, adds_up=False),
        ),
        order=42,
        narrows=NARROWS,
    )
)
declare(
    Indicator(
        code="places",
        name=_("Places, on average"),
        definition=_(
            "Nights available divided by the nights of the period that are over: how many spaces could be slept in on "
            "an average night. Spaces out of service or closed are left out. A space counts under what it is today: "
            "emergency, post-shelter or reserved for asylum seekers."
        ),
        unit=RATE,
        of=NIGHTS,
        compute=places,
        numerator=_("nights available"),
        denominator=_("nights of the period"),
        breakdowns=(Breakdown("kind", _("Places, by kind"), places_by_kind),),
        order=39,
        narrows=NARROWS,
    )
)
