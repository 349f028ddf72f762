"""Young people, nights and departures over months, quarters or years: one query for each figure, however many steps."""

from housing.narrowing import narrow
from refuge.indicators import count_at_once

# Days are compared one by one and not as ranges: to make a range of every night that was ever held takes longest.
SLEPT = """
    SELECT steps.place, {number}
    FROM housing_occupancy AS slept
    JOIN steps ON slept.starts_on < steps.nights_end AND steps.first < steps.nights_end
     AND coalesce(slept.ended_on > steps.first, true)
    WHERE slept.status IN ('arrived', 'ended') AND slept.starts_on < (SELECT max(nights_end) FROM steps)
      AND (slept.ended_on IS NULL
           OR slept.ended_on > (SELECT min(first) FROM steps) AND slept.ended_on > slept.starts_on) /* nights */
    GROUP BY steps.place
"""
NIGHTS = "sum(least(slept.ended_on, steps.nights_end) - greatest(slept.starts_on, steps.first))"
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
count_at_once("nights_held", SLEPT.format(number=NIGHTS), narrow)
count_at_once("exits", LEFT, narrow)
