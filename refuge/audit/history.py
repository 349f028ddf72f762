"""The access log and every app's history as one list, newest first, paged by key.

Three queries, however many tables there are: what is closed to the reader, which rows stand on the page, and what
these rows tell. Of a change it tells the names of the fields, and a value only where the app allows it to this reader.
What belongs to a file that is closed to the reader is not in the list, nor what the app hides from them.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, datetime, timedelta
from uuid import UUID

from django.db import connection

from refuge.audit import registry
from refuge.audit.models import Opening
from refuge.audit.sources import event_model, source_at, sources_of
from refuge.days import start_of
from refuge.questions import SOMEBODY, answer, ask, in_words, kept

SIZE = 25
DETAILS = ("what", "label", "user", "page", "detail", "why", "now", "before")


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. `kind` is view, reveal or change; `models` are those whose changes are wanted."""

    subject: UUID | None = None
    also: tuple = ()  # subjects that went into this one
    models: tuple = ()
    colleague: UUID | None = None
    day: date | None = None
    kind: str = ""


@dataclass
class Page:
    rows: list = field(default_factory=list)
    next: str = ""  # the place in the address from which the next page goes on


def page_of(user, wanted: Wanted, place: str = "", size: int = SIZE) -> Page:
    """Rows as dicts: at, source, key, subject and DETAILS."""
    narrowed = place or wanted.also or wanted.colleague or wanted.day
    found = _asked(*_united(user, wanted, place, size)) if narrowed else _newest(user, wanted, size)
    at, source, key, _subject = found[size - 1] if len(found) > size else (None,) * 4
    return Page(_told(found[:size]), f"{at.isoformat()}_{source}_{key}" if at else "")


def _asked(sql: str, values) -> list[tuple]:
    """With its values written in, so that the same page is planned once: planning forty tables takes as long as reading
    them."""
    return answer(in_words(sql, values))


def _newest(user, wanted: Wanted, size: int) -> list[tuple]:
    """How a list opens, that of the house or of one file: its SQL is kept, for what is closed to the reader now."""
    closed = sorted(closed_to(user))
    of_some_file = replace(wanted, subject=SOMEBODY if wanted.subject else None)
    question = kept(
        "audit", user, lambda: in_words(*_united(user, of_some_file, "", size, closed)), of_some_file, size, *closed
    )
    return answer(question, {SOMEBODY: wanted.subject} if wanted.subject else None)


def _united(user, wanted: Wanted, place: str, size: int, closed=None) -> tuple[str, list]:
    closed, place = closed_to(user) if closed is None else closed, _read(place)
    shares = [_share(source, user, wanted, place, size, closed) for source in sources_of(wanted.kind, wanted.models)]
    sql = " UNION ALL ".join(f"({share})" for share, _values in shares)
    values = [value for _share, given in shares for value in given]
    return f"SELECT * FROM ({sql}) found ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT %s", [*values, size + 1]  # noqa: S608


def _share(source, user, wanted: Wanted, place, size: int, closed: list) -> tuple[str, list]:
    """The rows of one source that are wanted, come after `place` and are not closed to the reader: as many as a page
    has, newest first.

    PostgreSQL reads the shares side by side, and of each only as far as the page goes, if their columns are of the same
    types and each share is sorted by its own index: then it looks up whose some sixty rows are, and not a thousand.
    """
    rows, values = source.rows(user)
    conditions = [*_narrowed(source, wanted), source.told(closed), _past(source, place)]
    sql = " AND ".join(condition for condition, _values in conditions if condition)
    columns = f"row.{source.at}, {source.number}, row.{source.key}::bigint, {source.subject}"
    newest = f"ORDER BY row.{source.at} DESC, row.{source.key} DESC LIMIT %s"
    given = [each for _sql, given in conditions for each in given]
    # Names of our own tables.
    return f"SELECT {columns} FROM {rows} WHERE {sql} {newest}", [*values, *given, size + 1]  # noqa: S608


def _narrowed(source, wanted: Wanted):
    if wanted.subject:
        yield source.about([wanted.subject, *wanted.also])
    if wanted.colleague:
        yield source.by(wanted.colleague)
    if wanted.kind in Opening.What.values:
        yield "row.what = %s", [wanted.kind]
    if wanted.day:
        first = start_of(wanted.day)
        yield f"row.{source.at} >= %s AND row.{source.at} < %s", [first, first + timedelta(days=1)]


def closed_to(user) -> list[UUID]:
    """The ids of all subjects that are closed to `user`: they are few, and asked once for all tables."""

    def build():
        first, *others = [subject.hidden(user).values_list("pk") for subject in registry.subjects.values()]
        return first.union(*others, all=True)

    return [pk for (pk,) in ask("audit closed", user, build)]


def _told(found: list[tuple]) -> list[dict]:
    """The rows with what they tell, asked for those of the page alone."""
    keys: dict[int, list] = {}
    for _at, source, key, _subject in found:
        keys.setdefault(source, []).append(key)
    sql = " UNION ALL ".join(source_at(source).details for source in keys)
    details = {(source, key): each for source, key, *each in _asked(sql, [*keys.values()])} if keys else {}
    return [
        {"at": at, "source": source, "key": key, "subject": subject} | _detail(details[source, key])
        for at, source, key, subject in found
        if (source, key) in details
    ]


def _detail(values) -> dict:
    row = dict(zip(DETAILS, values, strict=True))
    # Asked past the ORM, the database tells JSON as text.
    return row | {name: json.loads(row[name]) for name in ("now", "before") if isinstance(row[name], str)}


def index_history() -> None:
    """Make newest-first cheap on every tracked table, and what a colleague did. Runs after each migration, so that an
    app that registers its history here has no index to remember."""
    with connection.cursor() as cursor:
        migrated = set(connection.introspection.table_names(cursor))
        for name in migrated & {event_model(table)._meta.db_table for table in registry.tracked}:
            cursor.execute(f'CREATE INDEX IF NOT EXISTS "{name}_newest" ON "{name}" (pgh_created_at, pgh_id)')
        if "pghistory_context" in migrated:
            # Also for its statistics: without them the planner thinks that each colleague did next to nothing.
            user = "((metadata ->> 'user'))"
            cursor.execute(f"CREATE INDEX IF NOT EXISTS pghistory_context_user ON pghistory_context {user}")


def moment_of(text: str) -> datetime:
    """The moment in an address; ValueError for one without its zone, or so far off that the database has none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1 < moment.year < MAXYEAR:
        raise ValueError(text)
    return moment


def _read(place: str) -> tuple | None:
    """Moment, source and key in an address; None if it cannot be read."""
    try:
        at, source, key = place.split("_")
        return moment_of(at), int(source), int(key)
    except ValueError:
        return None


def _past(source, place) -> tuple[str, list]:
    """The rows of one source that come after `place`; all of them without one."""
    if not place:
        return "", []
    at, last, key = place
    if source.number == last:
        return f"(row.{source.at}, row.{source.key}) < (%s, %s)", [at, key]
    return f"row.{source.at} {'<=' if source.number < last else '<'} %s", [at]
