"""What the apps tell the audit pages: which subjects there are, and which tables hold their history."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q


def nothing(user) -> Q:
    """No row is hidden from anybody."""
    return Q(pk__in=[])


@dataclass(frozen=True)
class Subject:
    """A kind of record whose openings and changes are shown.

    `name(user, ids)` gives {id: (words, address)} for what `user` may open; `hidden(user)` is a queryset of the ids
    closed to them; `find(user, text)` is the id that a reference names, or None.
    """

    label: str
    name: Callable
    hidden: Callable
    find: Callable


@dataclass(frozen=True)
class Tracked:
    """A tracked model whose history belongs to a subject. `subject` is the column that holds the subject's id.

    Of a changed field the page shows the name; the value too if the field stands in `values` with a permission that
    the reader has. Encrypted values stay closed whatever stands there. `hidden(user)` says which rows of its history
    are not shown to them at all.
    """

    model: type
    label: str
    subject: str
    subject_label: str
    values: dict = field(default_factory=dict)
    hidden: Callable[..., Q] = nothing


subjects: dict[str, Subject] = {}
# The words for why a change was made (`refuge.history.because`).
reasons: dict = {}
# What the details of an opening mean: a panel's key, a field's name.
details: dict = {}
tracked: list[Tracked] = []


def add_subject(subject: Subject) -> None:
    subjects[subject.label] = subject


def add_tracked(*tables: Tracked) -> None:
    tracked.extend(tables)
