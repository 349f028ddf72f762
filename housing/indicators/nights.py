"""Nights held and available, the occupancy rate, and the people who were accommodated."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from housing.indicators.kinds import available_by_kind, held_by_kind, occupancy_by_kind, places, places_by_kind
from housing.indicators.questions import rows_of
from housing.models.choices import Programme
from housing.narrowing import NARROWS
from refuge.indicators import NIGHTS, PERSONS, RATE, SHARE, Breakdown, Figure, Indicator, Period, Row, declare

# Months of the period with the nights held and the nights available, each in one pass over its table.
NIGHTS_BY_MONTH = """
    WITH months AS (
        SELECT first::date AS first,
               daterange(greatest(first::date, %(first)s), least((first + interval '1 month')::date, %(end)s)) AS days
        FROM generate_series(date_trunc('month', %(first)s::date), %(end)s::date - 1, interval '1 month') AS first
    ), held AS (
        SELECT months.first, sum(upper(nights) - lower(nights)) AS nights
        FROM months
        JOIN housing_occupancy AS slept
          ON slept.status IN ('arrived', 'ended') AND daterange(slept.starts_on, slept.ended_on) && months.days
          /* nights */
        CROSS JOIN LATERAL (SELECT daterange(slept.starts_on, slept.ended_on) * months.days AS nights) AS part
        GROUP BY months.first
    ), usable AS (
        SELECT range_agg(daterange(starts_on, ends_on)) - coalesce(
            (SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_spaceclosure AS closed
             WHERE closed.space_id = service.space_id), '{}') AS days
        FROM housing_serviceperiod AS service
        WHERE true /* spaces */
        GROUP BY service.space_id
    ), available AS (
        SELECT months.first, sum(upper(nights) - lower(nights)) AS nights
        FROM months
        JOIN usable ON usable.days && months.days
        CROSS JOIN LATERAL unnest(usable.days * months.days::datemultirange) AS nights
        GROUP BY months.first
    )
    SELECT months.first, coalesce(held.nights, 0), coalesce(available.nights, 0)
    FROM months LEFT JOIN held USING (first) LEFT JOIN available USING (first)
    ORDER BY months.first
"""

# Persons with a night held, by programme and in all (NULL): somebody in both programmes counts once in all.
PERSONS_BY_PROGRAMME = """
    SELECT stay.programme, count(DISTINCT slept.person_id)
    FROM housing_occupancy AS slept JOIN housing_stay AS stay ON stay.id = slept.stay_id
    WHERE slept.status IN ('arrived', 'ended')
      AND daterange(slept.starts_on, slept.ended_on) && daterange(%(first)s, %(end)s) /* nights */
    GROUP BY GROUPING SETS ((stay.programme), ())
"""


def nights_by_month(period: Period) -> list[tuple]:
    """(first day of the month, nights held, nights available) up to the last night that is over."""
    return rows_of(NIGHTS_BY_MONTH, period) if period.nights_end > period.first else []


def accommodated(period: Period) -> dict:
    return dict(rows_of(PERSONS_BY_PROGRAMME, period))


def held(period: Period) -> Figure:
    return Figure(sum(row[1] for row in period.once(nights_by_month)))


def available(period: Period) -> Figure:
    return Figure(sum(row[2] for row in period.once(nights_by_month)))


def occupancy(period: Period) -> Figure:
    return Figure.share(held(period).value, available(period).value)


def occupancy_by_month(period: Period) -> list[Row]:
    return [
        Row(f"{first:%Y-%m}", date_format(first, "N"), Figure.share(nights, usable))
        for first, nights, usable in period.once(nights_by_month)
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
