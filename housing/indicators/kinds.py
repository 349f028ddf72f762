"""Nights and places by kind of space: emergency, post-shelter, reserved for asylum seekers."""

from django.utils.translation import gettext_lazy as _

from housing.indicators.questions import rows_of
from refuge.indicators import Figure, Period, Row

KINDS = {
    "emergency": _("Emergency"),
    "asylum": _("Reserved for asylum seekers"),
    "post": _("Post-shelter"),
}

# Nights held and available by kind. Where the old register names no space, the stay's programme tells the kind.
NIGHTS_BY_KIND = """
    WITH kinds AS (
        SELECT id, CASE WHEN reserved_asylum THEN 'asylum' ELSE programme END AS kind FROM housing_space
    ), held AS (
        SELECT coalesce(kinds.kind, stay.programme) AS kind,
               sum(least(coalesce(slept.ended_on, %(end)s), %(end)s) - greatest(slept.starts_on, %(first)s)) AS nights
        FROM housing_occupancy AS slept
        JOIN housing_stay AS stay ON stay.id = slept.stay_id
        LEFT JOIN kinds ON kinds.id = slept.space_id
        WHERE slept.status IN ('arrived', 'ended')
          AND daterange(slept.starts_on, slept.ended_on) && daterange(%(first)s, %(end)s) /* nights */
        GROUP BY 1
    ), usable AS (
        SELECT service.space_id, range_agg(daterange(starts_on, ends_on)) - coalesce(
            (SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_spaceclosure AS closed
             WHERE closed.space_id = service.space_id), '{}') AS days
        FROM housing_serviceperiod AS service
        WHERE true /* spaces */
        GROUP BY service.space_id
    ), available AS (
        SELECT kinds.kind, sum(upper(nights) - lower(nights)) AS nights
        FROM usable JOIN kinds ON kinds.id = usable.space_id
        CROSS JOIN LATERAL unnest(usable.days * datemultirange(daterange(%(first)s, %(end)s))) AS nights
        GROUP BY kinds.kind
    )
    SELECT kind, coalesce(held.nights, 0), coalesce(available.nights, 0)
    FROM held FULL JOIN available USING (kind)
"""


def nights_by_kind(period: Period) -> dict:
    """{kind: (nights held, nights available)} up to the last night that is over."""
    found = rows_of(NIGHTS_BY_KIND, period) if period.nights_end > period.first else []
    return dict.fromkeys(KINDS, (0, 0)) | {kind: (held, available) for kind, held, available in found}


def nights_of(period: Period) -> int:
    """How many nights of the period are over."""
    return (period.nights_end - period.first).days


def _rows(period: Period, figure) -> list[Row]:
    numbers = period.once(nights_by_kind)
    return [Row(code, str(label), figure(*numbers[code])) for code, label in KINDS.items()]


def held_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: Figure(held))


def available_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: Figure(available))


def occupancy_by_kind(period: Period) -> list[Row]:
    return _rows(period, Figure.share)


def places(period: Period) -> Figure:
    """Places on an average night."""
    available = sum(available for _held, available in period.once(nights_by_kind).values())
    return _mean(available, nights_of(period))


def places_by_kind(period: Period) -> list[Row]:
    return _rows(period, lambda held, available: _mean(available, nights_of(period)))


def _mean(available, nights) -> Figure:
    return Figure(available / nights if nights else None, available, nights)
