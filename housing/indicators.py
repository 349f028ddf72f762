"""What the house counts about spaces, nights, stays and departures: nights held, never nights present."""

from statistics import mean, median

from django.db import connection
from django.db.models import Count, F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from housing.models import Stay
from housing.models.choices import GROUPS, Destination, Programme
from housing.narrowing import NARROWS, narrow, stays_narrowed
from housing.parameters import SHORT_STAY_DAYS
from refuge.indicators import DAYS, NIGHTS, PERSONS, SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare
from refuge.parameters.registry import value_of

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


def rows_of(sql: str, period: Period) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(narrow(sql, period), {"first": period.first, "end": period.nights_end, **period.within})
        return cursor.fetchall()


def nights_by_month(period: Period) -> list[tuple]:
    """(first day of the month, nights held, nights available) up to the last night that is over."""
    return rows_of(NIGHTS_BY_MONTH, period) if period.nights_end > period.first else []


def accommodated(period: Period) -> dict:
    return dict(rows_of(PERSONS_BY_PROGRAMME, period))


def departures(period: Period) -> list[tuple]:
    """(days stayed, destination, number): moves within the house are no departure."""
    left = Stay.objects.filter(departed_on__gte=period.first, departed_on__lt=period.end)
    left = left.filter(stays_narrowed(period, when="departed_on"))
    rows = left.exclude(destination=Destination.POST_SHELTER_HERE).annotate(days=F("departed_on") - F("arrived_on"))
    numbers = rows.values_list("days", "destination").annotate(number=Count("pk")).order_by("days", "destination")
    return [(days.days, destination, number) for days, destination, number in numbers]


def lengths(period: Period) -> list[int]:
    """Days stayed, one for each departure."""
    return [days for days, _destination, number in period.once(departures) for _each in range(number)]


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


def exits(period: Period) -> Figure:
    return Figure(len(lengths(period)))


def exits_by_group(period: Period) -> list[Row]:
    numbers = dict.fromkeys(GROUPS, 0)
    group_of = {destination: group for group, members in GROUPS.items() for destination in members}
    for _days, destination, number in period.once(departures):
        numbers[group_of[destination]] += number
    return [Row(group.value, group.label, Figure(number)) for group, number in numbers.items()]


def mean_stay(period: Period) -> Figure:
    days = lengths(period)
    return Figure(mean(days) if days else None, sum(days), len(days))


def median_stay(period: Period) -> Figure:
    days = lengths(period)
    return Figure(median(days) if days else None, None, len(days))


def short_stays(period: Period) -> Figure:
    days = lengths(period)
    short = value_of(SHORT_STAY_DAYS.code, period.last)
    return Figure.share(sum(each <= short for each in days), len(days))


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
        ),
        order=42,
        narrows=NARROWS,
    )
)
EXITS = declare(
    Indicator(
        code="exits",
        name=_("Departures"),
        definition=_(
            "Stays that ended within the period. A move from emergency to post-shelter within the house is no "
            "departure. Destinations are grouped: lasting (own or shared lease, supported housing, family or friends "
            "for good), temporary but safe (another centre, transit, care), back to homelessness (street, emergency "
            "shelter, friends for now, prison), unknown or other."
        ),
        unit=STAYS,
        compute=exits,
        breakdowns=(Breakdown("destination", _("Departures, by destination"), exits_by_group),),
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
