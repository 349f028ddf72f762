"""The timeline of the person page: what every app tells, united in one query and paged by key."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.db.models import Q

from refuge.accounts.names import names_of
from refuge.audit.history import moment_of
from refuge.people.models import Person
from refuge.people.registry import TIMELINE_ROW, timeline
from refuge.questions import SOMEBODY, ask

SIZE = 20
KEYS = [name.removeprefix("row_") for name in TIMELINE_ROW]


@dataclass
class Entry:
    """One line of the timeline. `tone` is a chip's tone."""

    at: datetime
    title: str
    detail: str = ""
    url: str = ""
    tone: str = "plain"
    actor: str = ""

    @property
    def has_clock(self) -> bool:
        """Not for what happened on a day: the database makes midnight of it."""
        return self.at.astimezone(UTC).time() != time.min


@dataclass
class Page:
    entries: list
    next: str = ""  # the place in the address from which the next page goes on


def page_of(user, person, place: str = "") -> Page:
    """The newest entries of what `user` may read, or those past `place`. Two queries, whatever there is to tell."""
    sources = timeline.shown_to(user)
    asked = _united(user, person, sources, place) if place else _first_page(user, person, sources)
    rows = [dict(zip(KEYS, row, strict=True)) for row in asked]
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return Page(_entries(rows[:SIZE], sources), f"{last['at'].isoformat()}_{last['record']}" if last else "")


def _first_page(user, person, sources) -> list[tuple]:
    """What is opened most: its SQL is kept, for any person. Their stand-in has an id and no other field."""
    anybody = Person.from_db("default", ["id"], [SOMEBODY])
    kinds = [source.kind for source in sources]
    return ask("timeline", user, lambda: _united(user, anybody, sources), *kinds, stand_ins={SOMEBODY: person.pk})


def _united(user, person, sources, place: str = ""):
    first, *others = [_before(source.rows(user, person), place) for source in sources]
    united = first.union(*others, all=True) if others else first
    return united.order_by("-row_at", "-row_record")[: SIZE + 1]


def _before(rows, place: str):
    at, record = _read(place)
    rows = rows.order_by().values_list(*TIMELINE_ROW)
    return rows.filter(Q(row_at__lt=at) | Q(row_at=at, row_record__lt=record)) if at else rows


def _read(place: str):
    try:
        at, record = place.split("_")
        return moment_of(at), UUID(record)
    except ValueError:
        return None, None


def _entries(rows: list[dict], sources) -> list[Entry]:
    describe = {source.kind: source.describe for source in sources}
    names = names_of({row["actor"] for row in rows if row["actor"]})
    return [Entry(at=row["at"], actor=names.get(row["actor"], ""), **describe[row["kind"]](row)) for row in rows]
