"""Large queries that many pages ask, put into SQL once a day instead of once a page.

Django takes longer to put a union of many tables into words than PostgreSQL to answer it. What is kept is the SQL,
never an answer. It is kept for one user, their roles and one day: the conditions may depend on these, on what `more`
names and on stand-ins, and on nothing else (a parameter, the hour, the language).
"""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

MOST = 2000
# The id, the reference and the moment that are filled in when the question is asked.
SOMEBODY = UUID(int=1)
SOME_REFERENCE = "\N{WHITE QUESTION MARK ORNAMENT}"
SOME_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Shape:
    """Everything that the SQL of a question depends on."""

    name: str
    user: UUID | None
    roles: frozenset
    day: date
    more: tuple


NOTHING = object()
_kept: dict[Shape, object] = {}


def kept(name: str, user, build, *more):
    """What `build()` gave the first time that this was asked today with the same `more`. Without a `user` it is the
    same for everybody."""
    who = (user.pk, user.roles) if user else (None, frozenset())
    shape = Shape(name, *who, timezone.localdate(), more)
    found = _kept.get(shape, NOTHING)
    if found is NOTHING:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[shape] = build()
    return found


def ask(name: str, user, build, *more, stand_ins=None) -> list[tuple]:
    """The rows of the queryset that `build()` gives, as the database tells them. `stand_ins`: who each is now."""
    sql, values = kept(name, user, lambda: build().query.sql_with_params(), *more)
    with connection.cursor() as cursor:
        cursor.execute(sql, filled_in(values, stand_ins))
        return cursor.fetchall()


def count(name: str, user, build, *more, stand_ins=None) -> int:
    """How many records the queryset that `build()` gives has."""
    sql, values = kept(name, user, lambda: build().values("pk").query.sql_with_params(), *more)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS counted", filled_in(values, stand_ins))  # noqa: S608 Django's
        return cursor.fetchone()[0]


def read(name: str, user, build, *more, stand_ins=None) -> list:
    """The records of the queryset that `build()` gives, as `list()` would, with what it selects and prefetches."""
    queryset, compiler, sql, values = kept(name, user, lambda: compiled(build()), *more)
    answering = copy(compiler)
    answering.connection, question = connection, (sql, filled_in(values, stand_ins))
    answering.as_sql = lambda *args, **kwargs: question
    asked = queryset.all()
    asked.query.get_compiler = lambda *args, **kwargs: answering
    return list(asked)


def compiled(queryset) -> tuple:
    """A queryset with Django's compiler for it, which has put it into words and knows how its rows become records."""
    compiler = queryset.query.get_compiler(connection=connection)
    return queryset, compiler, *compiler.as_sql()


def filled_in(values, stand_ins) -> list:
    """The values of a question, each stand-in replaced."""
    stand_ins = stand_ins or {}
    return [stand_ins.get(value, value) if isinstance(value, UUID | datetime | str) else value for value in values]
