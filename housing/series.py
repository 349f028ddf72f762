"""Young people, nights and departures over months, quarters or years: one query for each figure, however many steps."""

from housing.narrowing import narrow
from refuge.indicators import count_at_once

SLEPT = """
    SELECT steps.place, {number}
    FROM steps JOIN housing_occupancy AS slept
      ON slept.status IN ('arrived', 'ended')
     AND daterange(slept.starts_on, slept.ended_on) && daterange(steps.first, steps.nights_end) /* nights */
    CROSS JOIN LATERAL (
        SELECT daterange(slept.starts_on, slept.ended_on) * daterange(steps.first, steps.nights_end) AS nights
    ) AS part
    GROUP BY steps.place
"""
LEFT = """
    SELECT steps.place, count(*)
    FROM steps JOIN housing_stay AS stay
      ON stay.departed_on >= steps.first AND stay.departed_on < steps."end"
    WHERE stay.destination <> 'post_shelter_here' AND NOT EXISTS (
        SELECT FROM housing_stay AS following
        WHERE following.person_id = stay.person_id AND following.arrived_on = stay.departed_on
          AND following.programme <> stay.programme
    ) /* departures */
    GROUP BY steps.place
"""

count_at_once("accommodated", SLEPT.format(number="count(DISTINCT slept.person_id)"), narrow)
count_at_once("nights_held", SLEPT.format(number="sum(upper(nights) - lower(nights))"), narrow)
count_at_once("exits", LEFT, narrow)
