"""What apps add to the person page and to who may see whom; filled by their `contributions.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, DateTimeField, Q, UUIDField, Value
from django.db.models.functions import Cast

from refuge.registry import Registry


@dataclass(frozen=True)
class Panel:
    """A tab of the person page with an address of its own, /people/<ref>/<key>/.

    `context(request, person)` gives the data of `template`. The panel shows to those with `permission`.
    """

    key: str
    label: str
    template: str
    permission: str
    context: Callable = lambda request, person: {}
    order: int = 50


@dataclass(frozen=True)
class TimelineSource:
    """What one app tells on the timeline.

    `rows(user, person)` is a queryset of what `user` may read, annotated with `**timeline_row(kind, ...)`; `describe`
    turns one row, {"at", "kind", "record", "fact", "note", "actor"}, into {"title"} and, where it has them, "detail",
    "url" and "tone". The page unites all sources in one query, whose SQL is kept (refuge/questions.py): of the person
    `rows` knows the id alone.
    """

    kind: str
    rows: Callable
    describe: Callable
    permission: str
    order: int = 50


# The one row shape of the timeline's UNION ALL: when, which source, which record, two short facts, by whom.
TIMELINE_ROW = ("row_at", "row_kind", "row_record", "row_fact", "row_note", "row_actor")


def timeline_row(kind: str, *, at, record="id", fact=None, note=None, actor=None) -> dict:
    """The annotations that give a queryset the timeline's shape. Each is a column's name or an expression; `fact` and
    `note` are short text that is not secret (a code, a reference), `actor` a column with a user's id."""
    text, key = CharField(), UUIDField()
    values = (
        Cast(at, DateTimeField()),
        Value(kind, output_field=text),
        Cast(record, key),
        Cast(fact or Value(""), text),
        Cast(note or Value(""), text),
        Cast(actor or Value(None), key),
    )
    return dict(zip(TIMELINE_ROW, values, strict=True))


# told(consent=, by=): what an app does once a consent was withdrawn, or the withdrawal taken back.
consent_changed: list[Callable] = []
panels = Registry()
timeline = Registry()
NOBODY = Q(pk__in=[])
# subjects(person) -> records that alerts are about and that belong to the person: a stay, say.
alert_subjects: list[Callable] = []
# stand_ins(users) -> who stands in for one of them today, and is told what they are told as workers in charge.
stand_ins: list[Callable] = []
# visible(user) -> Q over Person, Q() for everybody, NOBODY for nobody: whom a role may see beyond those who read files.
visible: list[Callable] = []
# living_here() -> Q over Person: who sleeps in the house now.
living_here: list[Callable] = []


def visible_people(user) -> Q:
    """The people `user` may see, as a condition on Person; nobody unless some app says otherwise."""
    said = [condition for condition in (says(user) for says in visible) if condition is not NOBODY]
    if not said:
        return NOBODY
    return Q() if Q() in said else reduce(or_, said)


def residents() -> Q:
    """Those who sleep in the house now, as a condition on Person; nobody unless some app says otherwise."""
    return reduce(or_, (says() for says in living_here), NOBODY)


def with_stand_ins(*users) -> list:
    """`users` but for None, and who stands in for them today."""
    known = [user for user in users if user is not None]
    return [*known, *(each for says in stand_ins for each in says(known))]
