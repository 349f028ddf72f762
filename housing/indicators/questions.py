"""How the room's figures ask the database."""

from django.db import connection

from housing.narrowing import narrow
from refuge.indicators import Period


def rows_of(sql: str, period: Period) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(narrow(sql, period), {"first": period.first, "end": period.nights_end, **period.within})
        return cursor.fetchall()
