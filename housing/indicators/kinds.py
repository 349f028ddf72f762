"""Nights and places by kind of space: emergency, post-shelter, reserved for asylum seekers."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from housing.indicators.questions import rows_of
from refuge.indicators import Figure, Period, Row

KINDS = {
    "emergency": _("Emergency"),
    "asylum": _("Reserved for asylum seekers"),
    "post": _("Post-shelter"),
}

# Nights held and nights available by month of the period and kind of space, each in one pass over its table. Where the
# old register names no space, the stay's programme tells the kind.
NIGHTS = """
    WITH months AS (
        SELECT first::date AS first, greatest(first::date, %(first)s) AS from_day,
               least((first + interval '1 month')::date, %(end)s) AS until
        FROM generate_series(date_trunc('month', %(first)s::date), %(end)s::date - 1, interval '1 month') AS first
    ), kinds AS (
        SELECT id, CASE WHEN reserved_asylum THEN 'asylum' ELSE programme END AS kind FROM housing_space
    ), held AS (
        SELECT months.first, coalesce(kinds.kind, stay.programme) AS kind,
               sum(least(slept.ended_on, months.until) - greatest(slept.starts_on, months.from_day)) AS nights
        FROM housing_occupancy AS slept
        JOIN housing_stay AS stay ON stay.id = slept.stay_id
        LEFT JOIN kinds ON kinds.id = slept.space_id
        JOIN months ON slept.starts_on < months.until AND coalesce(slept.ended_on > months.from_day, true)
        WHERE slept.status IN ('arrived', 'ended') AND slept.starts_on < %(end)s
          AND (slept.ended_on IS NULL OR slept.ended_on > %(first)s AND slept.ended_on > slept.starts_on) /* nights */
        GROUP BY 1, 2
    ), usable AS (
        SELECT service.space_id, unnest(range_agg(daterange(starts_on, ends_on)) - coalesce(
            (SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_spaceclosure AS closed
             WHERE closed.space_id = service.space_id), '{}')) AS days
        FROM housing_serviceperiod AS service
        WHERE true /* spaces */
        GROUP BY service.space_id
    ), available AS (
        SELECT months.first, kinds.kind,
               sum(least(upper(days), months.until) - greatest(lower(days), months.from_day)) AS nights
        FROM usable
        JOIN kinds ON kinds.id = usable.space_id
        JOIN months ON lower(days) < months.until AND coalesce(upper(days) > months.from_day, true)
        GROUP BY 1, 2
    )
    SELECT months.first, coalesce(kind, ''), coalesce(held.nights, 0), coalesce(available.nights, 0)
    FROM months LEFT JOIN (held FULL JOIN available USING (first, kind)) USING (first)
    ORDER BY months.first
"""


class Nights(NamedTuple):
    """Of one month and one kind of space; without a kind where a month has none."""

    first: date
    kind: str
    held: int
    available: int


def nights(period: Period) -> list[Nights]:
    """Up to the last night that is over."""
    return [Nights(*row) for row in rows_of(NIGHTS, period)] if period.nights_end > period.first else []


def by_month(period: Period) -> list[tuple]:
    """(first day of the month, nights held, nights available)"""
    months = groupby(period.once(nights), key=attrgetter("first"))
    return [(first, *_sums(rows)) for first, rows in months]


def by_kind(period: Period) -> dict:
    """{kind: (nights held, nights available)}"""
    return {kind: _sums(row for row in period.once(nights) if row.kind == kind) for kind in KINDS}


def _sums(rows) -> tuple[int, int]:
    rows = list(rows)
    return sum(row.held for row in rows), sum(row.available for row in rows)


def nights_of(period: Period) -> int:
    """How many nights of the period are over."""
    return (period.nights_end - period.first).days


def _rows(period: Period, figure) -> list[Row]:
    numbers = by_kind(period)
    return [Row(code, str(label), figure(*numbers[code])) for code, label in KINDS.items()]


def held_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: Figure(held))


def available_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: Figure(available))


def occupancy_by_kind(period: Period) -> list[Row]:
    return _rows(period, Figure.share)


def places(period: Period) -> Figure:
    """Places on an average night."""
    return _mean(sum(row.available for row in period.once(nights)), nights_of(period))


def places_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: _mean(available, nights_of(period)))


def _mean(available, over) -> Figure:
    return Figure(available / over if over else None, available, over)
