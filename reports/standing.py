"""What was reckoned stands until a row changes: a page of figures that is opened again asks nothing twice.

Every change of a tracked record becomes a row of its event table (`refuge/history.py`), numbered upwards. So the
highest number of each event table says how things stand; whoever reckoned at the same numbers found the same. Numbers
are given before a change is committed, and a lower one may be committed after a higher one: what is reckoned while
anybody is writing is not kept. The numbers are read first and who writes after them, so whoever wrote then has either
ended, and is in what is reckoned next, or is seen.

It is kept in this process alone, as numbers and names of parts, and gone with it.
"""

from collections.abc import Callable, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

import pghistory.models
from django.apps import apps

from refuge import prepared
from refuge.audit.models import KeeperRun
from refuge.parameters import registry

MOST = 5000


@dataclass(frozen=True)
class Mark:
    """How things stood at a moment; `is_quiet`: nobody was writing."""

    numbers: str
    is_quiet: bool


_mark: ContextVar[Mark | None] = ContextVar("mark", default=None)
_kept: dict[tuple, object] = {}


@contextmanager
def as_it_stands():
    """Within it, `reckoned` gives what stands. Around the whole of a page, and outside of a transaction: what is read
    from an older snapshot must not pass for what stands."""
    token = _mark.set(how_things_stand())
    registry.forget()  # a parameter read before may have been another one by then
    try:
        yield
    finally:
        _mark.reset(token)


def reckoned(key: Hashable, reckon: Callable):
    """What `reckon()` gives; within `as_it_stands`, what it gave to the same key if nothing changed since. It must
    depend on the key and on tracked rows alone, not on the hour, the reader or the language, and may not be changed by
    whoever gets it."""
    mark = _mark.get()
    if mark is None:
        return reckon()
    place = (mark.numbers, key)
    if place in _kept:
        return _kept[place]
    found = reckon()
    if mark.is_quiet:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[place] = found
    return found


def how_things_stand() -> Mark:
    """One query."""
    with prepared.cursor() as cursor:
        cursor.execute(_question())
        return Mark(*cursor.fetchone())


def forget() -> None:
    """Where numbers begin anew: in tests, whose database is emptied."""
    _kept.clear()


def tables() -> list[tuple[str, str]]:
    """The tables whose rows tell of a change, with the column that numbers them. The keeper removes rows of history:
    a number may come back, but not together with the time of the keeper's last run."""
    events = sorted((each._meta.db_table, each._meta.pk.column) for each in histories())
    return [(KeeperRun._meta.db_table, "at"), *events]


def histories() -> list:
    """The models of the event tables."""
    return [each for each in apps.get_models() if issubclass(each, pghistory.models.Event)]


@cache
def _question() -> str:
    highest = ", ".join(f'(SELECT max("{column}")::text FROM "{table}")' for table, column in tables())  # noqa: S608
    # A transaction that has written holds its own number as a lock.
    return f"""
        SELECT ARRAY[{highest}]::text AS numbers, NOT EXISTS (
            SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted AND datname = current_database()
        )
    """  # noqa: S608 the names of our own tables
