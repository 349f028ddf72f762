"""Nights *held*, counted set-wise in the database: what stays and occupancies say, not who was seen in the evening.

A period is its first and last night, both counted. Nights to come are not counted: of somebody who is there, tonight
is the last one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

HELD = """
    SELECT coalesce(space.programme, stay.programme),
           sum(least(coalesce(occupancy.ended_on, %(tomorrow)s), %(end)s) - greatest(occupancy.starts_on, %(start)s))
    FROM housing_occupancy occupancy
    JOIN housing_stay stay ON stay.id = occupancy.stay_id
    LEFT JOIN housing_space space ON space.id = occupancy.space_id
    WHERE occupancy.status IN ('arrived', 'ended') AND occupancy.starts_on < %(end)s
      AND least(coalesce(occupancy.ended_on, %(tomorrow)s), %(end)s) > greatest(occupancy.starts_on, %(start)s)
    GROUP BY 1
"""

AVAILABLE = """
    WITH usable AS (
        SELECT space.programme,
               coalesce((SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_serviceperiod
                         WHERE space_id = space.id), '{}'::datemultirange)
             - coalesce((SELECT range_agg(daterange(starts_on, ends_on)) FROM housing_spaceclosure
                         WHERE space_id = space.id), '{}'::datemultirange) AS days
        FROM housing_space space
    )
    SELECT programme, sum(upper(stretch) - lower(stretch))
    FROM usable, unnest(days * datemultirange(daterange(%(start)s, %(end)s))) AS stretch
    GROUP BY programme
"""


@dataclass(frozen=True)
class Nights:
    """Nights by programme; `total` over all of them."""

    by_programme: dict

    @property
    def total(self) -> int:
        return sum(self.by_programme.values())


def held(first: date, last: date) -> Nights:
    """Nights for which somebody had a space."""
    return _count(HELD, first, last)


def available(first: date, last: date) -> Nights:
    """Nights on which spaces were in service and not closed, occupied or not."""
    return _count(AVAILABLE, first, last)


def _count(sql: str, first: date, last: date) -> Nights:
    values = {
        "start": first,
        "end": last + timedelta(days=1),
        "tomorrow": timezone.localdate() + timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return Nights(dict(cursor.fetchall()))
