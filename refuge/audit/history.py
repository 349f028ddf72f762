"""The access log and every app's history as one list, newest first, in one query, paged by key.

Of a change it tells the names of the fields, and a value only where the app allows it to this reader. What belongs to
a file that is closed to the reader is not in the list, nor what the app hides from them.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, IntegerField, JSONField, Q, TextField, UUIDField, Value
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from refuge.audit import registry
from refuge.audit.models import Opening
from refuge.questions import SOMEBODY, SOMEBODY_ELSE, ask

SIZE = 25
LOG = 0  # the access log's place among the sources; the tracked tables follow it
KEYS = ("at", "source", "key", "what", "label", "subject", "user", "page", "detail", "why", "now", "before")


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
    """Rows as dicts of KEYS. One query, however many tables there are."""
    is_plain = not (place or wanted.day or wanted.also)
    asked = _first_page(user, wanted, size) if is_plain else _united(user, wanted, place, size)
    rows = [_row(values) for values in asked]
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last['at'].isoformat()}_{last['source']}_{last['key']}" if last else "")


def _row(values) -> dict:
    row = dict(zip(KEYS, values, strict=True))
    # Asked past the ORM, the database tells JSON as text.
    return row | {name: json.loads(row[name]) for name in ("now", "before") if isinstance(row[name], str)}


def _first_page(user, wanted: Wanted, size: int) -> list[tuple]:
    """What is opened most: its SQL is kept, for any file and any colleague."""
    named = replace(wanted, subject=wanted.subject and SOMEBODY, colleague=wanted.colleague and SOMEBODY_ELSE)
    ids = {SOMEBODY: wanted.subject, SOMEBODY_ELSE: wanted.colleague}
    return ask("audit", user, lambda: _united(user, named, "", size), named, size, ids=ids)


def _united(user, wanted: Wanted, place: str, size: int):
    branches = [_narrowed(branch, source, user, wanted, place) for source, branch in _branches(user, wanted)]
    order = ("-row_at", "-row_source", "-row_key")
    first, *others = [branch.order_by(*order)[: size + 1] for branch in branches]
    return first.union(*others, all=True).order_by(*order)[: size + 1] if others else first


def _branches(user, wanted: Wanted):
    if wanted.kind in ("", Opening.What.VIEW, Opening.What.REVEAL):
        yield LOG, _openings(wanted.kind)
    if wanted.kind in ("", "change"):
        for source, table in enumerate(registry.tracked, LOG + 1):
            if not wanted.models or table.model in wanted.models:
                yield source, _events(source, table, user)


def _openings(kind: str):
    columns = _columns(
        LOG,
        "at",
        "id",
        "what",
        F("subject_label"),
        "subject_id",
        F("user_id"),
        F("page"),
        F("detail"),
        Value(""),
        None,
        None,
    )
    openings = Opening.objects.filter(what=kind) if kind else Opening.objects.all()
    return openings.annotate(**columns)


def _events(source: int, table, user):
    """Rows as subqueries: the database then builds them for the rows of one page alone."""
    events = event_model(table)
    name, context = events._meta.db_table, "pgh_context__metadata"
    now = f'SELECT to_jsonb(this) FROM "{name}" this WHERE this.pgh_id = "{name}".pgh_id'  # noqa: S608 a table's name
    before = (
        f'SELECT to_jsonb(earlier) FROM "{name}" earlier WHERE earlier.pgh_obj_id = "{name}".pgh_obj_id '  # noqa: S608
        f'AND earlier.pgh_id < "{name}".pgh_id ORDER BY earlier.pgh_id DESC LIMIT 1'
    )
    columns = _columns(
        source, "pgh_created_at", "pgh_id", "pgh_label", Value(table.subject_label), table.subject,
        KeyTextTransform("user", context), KeyTextTransform("url", context), Value(""),
        KeyTextTransform("why", context),
        RawSQL(now, [], JSONField()), RawSQL(before, [], JSONField()),  # noqa: S611
    )  # fmt: skip
    return events.objects.exclude(table.hidden(user)).annotate(**columns)


def event_model(table):
    """The model of a tracked model's history."""
    return table.model._meta.get_field("events").related_model


def index_history() -> None:
    """Make newest-first cheap on every tracked table. Runs after each migration, so that an app that registers its
    history here has no index to remember."""
    with connection.cursor() as cursor:
        migrated = set(connection.introspection.table_names(cursor))
        for name in migrated & {event_model(table)._meta.db_table for table in registry.tracked}:
            cursor.execute(f'CREATE INDEX IF NOT EXISTS "{name}_newest" ON "{name}" (pgh_created_at, pgh_id)')


def _columns(source, at, key, what, label, subject, user, page, detail, why, now, before) -> dict:
    nothing = Cast(Value(None, output_field=TextField()), JSONField())
    values = (
        F(at),
        Value(source, output_field=IntegerField()),
        F(key),
        Cast(what, CharField()),
        Cast(label, CharField()),
        Cast(subject, UUIDField()),
        Cast(user, UUIDField()),
        Cast(page, TextField()),
        Cast(detail, CharField()),
        Cast(why, CharField()),
        now or nothing,
        before or nothing,
    )
    return {f"row_{name}": value for name, value in zip(KEYS, values, strict=True)}


def _narrowed(rows, source: int, user, wanted: Wanted, place: str):
    for subject in registry.subjects.values():
        rows = rows.exclude(row_label=subject.label, row_subject__in=subject.hidden(user))
    if wanted.subject:
        rows = rows.filter(row_subject__in=[wanted.subject, *wanted.also])
    if wanted.colleague:
        rows = rows.filter(row_user=wanted.colleague)
    if wanted.day:
        first = timezone.make_aware(datetime.combine(wanted.day, time.min))
        rows = rows.filter(row_at__gte=first, row_at__lt=first + timedelta(days=1))
    return rows.filter(_past(source, place)).values_list(*(f"row_{name}" for name in KEYS))


def moment_of(text: str) -> datetime:
    """The moment in an address; ValueError for one without its zone, or so far off that the database has none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1 < moment.year < MAXYEAR:
        raise ValueError(text)
    return moment


def _past(source: int, place: str) -> Q:
    """The rows of one source that come after `place`; all of them if it cannot be read."""
    try:
        at, last_source, key = place.split("_")
        at, last_source, key = moment_of(at), int(last_source), int(key)
    except ValueError:
        return Q()
    earlier = Q(row_at__lt=at)
    if source == last_source:
        return earlier | Q(row_at=at, row_key__lt=key)
    return earlier | Q(row_at=at) if source < last_source else earlier
