"""Who opens which address: DESIGN.md "Who may do what", one row an address, one module a room."""

from tests.access_table import (
    asylum,
    casework,
    evening,
    house,
    housing,
    intake,
    partners,
    people,
    psychology,
    reports,
    shell,
    volunteers,
)
from tests.access_table.rows import LETTERS, READERS, WORLD

__all__ = ["LETTERS", "READERS", "TABLE", "WORLD"]

ROOMS = (shell, people, partners, intake, housing, house, evening, casework, psychology, asylum, volunteers, reports)


def joined() -> dict:
    """All rows; an address that stands in two rooms would be checked against one of them only: ValueError."""
    table = {}
    for room in ROOMS:
        if twice := table.keys() & room.ROWS.keys():
            raise ValueError(f"In two rooms: {sorted(twice)}")
        table |= room.ROWS
    return table


TABLE = joined()
