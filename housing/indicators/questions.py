"""How the room's figures ask the database."""

from housing.narrowing import narrow
from refuge.counting import told
from refuge.indicators import Period

# Of each stay of `asked` (stay_id) what was so when the person came into the house: what the first stay of an unbroken
# road through the programmes says. To stand in a WITH RECURSIVE, after `asked`.
BEGAN = """
    road AS (
        SELECT stay.id AS stay_id, stay.id AS came, stay.person_id, stay.arrived_on, stay.programme
        FROM asked JOIN housing_stay AS stay ON stay.id = asked.stay_id
        UNION
        SELECT road.stay_id, earlier.id, earlier.person_id, earlier.arrived_on, earlier.programme
        FROM road CROSS JOIN LATERAL (
            SELECT id, person_id, arrived_on, programme FROM housing_stay AS stay
            WHERE stay.person_id = road.person_id AND stay.departed_on = road.arrived_on
              AND stay.programme <> road.programme
            OFFSET 0 /* looked up for each: PostgreSQL would read every stay that ever was */
        ) AS earlier
    ), began AS (
        SELECT DISTINCT ON (road.stay_id) road.stay_id, entry.income, entry.occupation
        FROM road LEFT JOIN housing_situation AS entry ON entry.stay_id = road.came AND entry.moment = 'entry'
        ORDER BY road.stay_id, road.arrived_on, road.came = road.stay_id
    )
"""


def rows_of(sql: str, period: Period) -> list[tuple]:
    """The period ends with its last night that is over."""
    return told(narrow(sql, period), period, end=period.nights_end)
