"""How indicators ask the database. A question is put into SQL once, whatever the period, and the database keeps how it
goes about it (`refuge/questions.py`, `refuge/prepared.py`): a page of figures asks some forty for each of two periods.
"""

from collections.abc import Callable

from django.db.models import Value

from refuge import prepared, questions
from refuge.days import start_of
from refuge.indicators import Period
from refuge.questions import SOME_DAYS, SOME_TIME


class SomePeriod(Period):
    """Whose days stand in a question that is kept until it is asked. No day but those below may be reckoned from it."""

    end = SOME_DAYS[2]
    nights_end = SOME_DAYS[3]
    last_night = SOME_DAYS[4]
    now = SOME_TIME


SOME_PERIOD = SomePeriod(SOME_DAYS[0], SOME_DAYS[1], today=SOME_DAYS[5])


def told(sql: str, period: Period, **more) -> list[tuple]:
    """The rows that answer SQL of our own: `first`, `last`, `end`, `nights_end` and `today` in it are those of the
    period, `start_moment` and `end_moment` the first moments of its days and of those after it."""
    days = {
        "first": period.first,
        "last": period.last,
        "end": period.end,
        "nights_end": period.nights_end,
        "today": period.today,
        "start_moment": start_of(period.first),
        "end_moment": start_of(period.end),
    }
    with prepared.cursor() as cursor:
        cursor.execute(sql, {**days, **period.within, **more})
        return cursor.fetchall()


def rows(question: Callable, period: Period, *more, stand_ins=None) -> list[tuple]:
    """The rows that answer the queryset `question(period, *more)`, as the database tells them. `more` and what the
    period is narrowed by stand in the SQL; `stand_ins` (`refuge/questions.py`) are who and when they say."""
    return _asked(questions.ask, question, period, more, stand_ins)


def number(question: Callable, period: Period, *, user=None) -> int:
    """How many records the queryset has: `question(period, user)` of what `user` may see."""
    return _asked(questions.count, question, period, user=user)


def records(question: Callable, period: Period) -> list:
    """The records of the queryset."""
    return _asked(questions.read, question, period)


def together(queryset, **numbers):
    """A queryset of one row: what `aggregate()` would give, to be asked later."""
    return queryset.order_by().annotate(_all=Value(1)).values("_all").annotate(**numbers).values_list(*numbers)


def _asked(ask, question, period, more=(), stand_ins=None, user=None):
    within = tuple(sorted(period.within.items()))
    days = {
        SOME_PERIOD.first: period.first,
        SOME_PERIOD.last: period.last,
        SOME_PERIOD.end: period.end,
        SOME_PERIOD.nights_end: period.nights_end,
        SOME_PERIOD.last_night: period.last_night,
        SOME_PERIOD.today: period.today,
        SOME_PERIOD.now: period.now,
        start_of(SOME_PERIOD.first): start_of(period.first),
        start_of(SOME_PERIOD.end): start_of(period.end),
        **(stand_ins or {}),
    }
    name = f"{question.__module__}.{question.__qualname__}"
    whose = (user,) if user else ()
    some = SOME_PERIOD.narrowed(**period.within)
    return ask(name, user, lambda: question(some, *whose, *more), within, *more, stand_ins=days)
