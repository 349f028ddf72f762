"""Large queries that many pages ask, put into SQL once a day instead of once a page.

Django takes longer to put a union of many tables into words than PostgreSQL to answer it. What is kept is the SQL,
never an answer. It is kept for one user, their roles and one day: the conditions may depend on these, on what `more`
names and on stand-ins, and on nothing else (a parameter, the hour, the language).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

MOST = 2000
# The id that is filled in when the question is asked.
SOMEBODY = UUID(int=1)


@dataclass(frozen=True)
class Shape:
    """Everything that the SQL of a question depends on."""

    name: str
    user: UUID
    roles: frozenset
    day: date
    more: tuple


NOTHING = object()
_kept: dict[Shape, object] = {}


def kept(name: str, user, build, *more):
    """What `build()` gave the first time that this was asked today with the same `more`."""
    shape = Shape(name, user.pk, user.roles, timezone.localdate(), more)
    found = _kept.get(shape, NOTHING)
    if found is NOTHING:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[shape] = build()
    return found


def ask(name: str, user, build, *more, ids=None) -> list[tuple]:
    """The rows of the queryset that `build()` gives, as the database tells them; `ids` says who the stand-ins are."""
    sql, values = kept(name, user, lambda: build().query.sql_with_params(), *more)
    ids = ids or {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids.get(value, value) if isinstance(value, UUID) else value for value in values])
        return cursor.fetchall()
