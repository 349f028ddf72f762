"""Large queries that many pages ask, put into SQL once a day instead of once a page.

Django takes longer to put a union of many tables into words than PostgreSQL to answer it. What is kept is the SQL,
never an answer, and the database keeps how it goes about it (`refuge/prepared.py`). It is kept for one user, their
roles and one day: the conditions may depend on these, on what `more` names and on stand-ins, and on nothing else (a
parameter, the hour, the language).
"""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

from refuge import prepared
from refuge.days import start_of
from refuge.prepared import Preparing, Question

MOST = 2000
# The ids, the reference, the moment and the day that are filled in when the question is asked.
SOMEBODY = UUID(int=1)
SOMEBODY_ELSE = UUID(int=2)
SOME_REFERENCE = "\N{WHITE QUESTION MARK ORNAMENT}"
SOME_TIME = datetime(1, 1, 1, tzinfo=UTC)
# Stand for as many people as a list shows.
SOME_PEOPLE = tuple(UUID(int=number) for number in range(3, 103))
SOME_DAY = date(1, 1, 2)
# Stand for the days of a period and their first moments (`refuge/counting.py`).
SOME_DAYS = tuple(date(1, month, 1) for month in range(2, 8))
SOME_MOMENTS = tuple(start_of(day) for day in SOME_DAYS)
STAND_INS = frozenset(
    {SOMEBODY, SOMEBODY_ELSE, SOME_REFERENCE, SOME_TIME, *SOME_PEOPLE, SOME_DAY, *SOME_DAYS, *SOME_MOMENTS}
)


def as_some_people(ids) -> dict:
    """Who SOME_PEOPLE are now: `ids`, no more than a list shows. Whoever is left over is nobody."""
    return dict(zip(SOME_PEOPLE[: len(ids)], ids, strict=True))


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
    return answer(kept(name, user, lambda: _in_words(build()), *more), stand_ins)


def count(name: str, user, build, *more, stand_ins=None) -> int:
    """How many records the queryset that `build()` gives has."""
    told = kept(
        f"{name}, counted", user, lambda: _in_words(_unordered(build()), "SELECT count(*) FROM ({}) AS counted"), *more
    )
    return answer(told, stand_ins)[0][0] if told else 0


def _unordered(queryset):
    """Ids alone, in no order unless the first ones are meant: PostgreSQL would sort them to be counted."""
    found = queryset.values("pk")
    found.query.clear_ordering()
    return found


def read(name: str, user, build, *more, stand_ins=None) -> list:
    """The records of the queryset that `build()` gives, as `list()` would, with what it selects and prefetches."""
    told = kept(f"{name}, read", user, lambda: _compiled(build()), *more)
    if not told:
        return []
    queryset, compiler, converters, question = told
    answering = copy(compiler)
    answering.connection = Preparing(connections[DEFAULT_DB_ALIAS])
    answering.as_sql = lambda *args, **kwargs: (question.text, _filling(question, stand_ins))
    answering.get_converters = lambda expressions: converters
    asked = queryset.all()
    asked.query.get_compiler = lambda *args, **kwargs: answering
    return list(asked)


def in_words(text: str, values) -> Question:
    """SQL of Django's with its values, ready to be kept."""
    return prepared.question(text, values, STAND_INS)


def answer(question: Question | None, stand_ins=None) -> list[tuple]:
    """What the database says; nothing to a question that is known to have no answer."""
    if question is None:
        return []
    with prepared.cursor() as cursor:
        cursor.execute(question.text, _filling(question, stand_ins))
        return cursor.fetchall()


def _filling(question: Question, stand_ins) -> list | None:
    if stand_ins and not stand_ins.keys() <= STAND_INS:
        raise ValueError("Only STAND_INS stay open in a question that is kept.")
    return question.values(stand_ins or {})


def _in_words(queryset, around="{}") -> Question | None:
    """None for a queryset that is known to be empty."""
    try:
        text, values = queryset.query.sql_with_params()
    except EmptyResultSet:
        return None
    return in_words(around.format(text), values)


def _compiled(queryset) -> tuple | None:
    """A queryset with Django's compiler for it, which has put it into words and knows how its rows become records, and
    what is done to its columns for that."""
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        question = in_words(*compiler.as_sql())
    except EmptyResultSet:
        return None
    converters = compiler.get_converters(each[0] for each in compiler.select[: compiler.col_count])
    return queryset, compiler, converters, question
