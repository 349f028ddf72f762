"""Kinds of alerts, declared by the apps that send them, and how a subject is named to who may see it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """One sort of alert.

    `title` is a lazy text with %(name)s places for the alert's params, or a function of them. Whoever holds a role of
    `answerable_by` is told at once, anybody else as they chose. A `digest` kind goes to everybody once a day.
    `label` names the sort; who need not answer it can switch off what has one.
    """

    code: str
    title: str | Callable[[dict], str]
    answerable_by: frozenset = field(default_factory=frozenset)
    tone: str = "soon"
    icon: str = "bell"
    digest: bool = False
    label: str = ""

    def text(self, params: dict) -> str:
        """The alert's sentence in the reader's language. It names nobody and no place."""
        return self.title(params) if callable(self.title) else str(self.title) % params


kinds: dict[str, Kind] = {}
# By subject label: rows(user, ids) -> a queryset of (id, name) of what `user` may see. A page asks all of them at once.
subjects: dict[str, Callable] = {}
# The same where no column is the name: name(user, ids) -> {id: text}, in one query.
worded_subjects: dict[str, Callable] = {}


def declare(kind: Kind) -> Kind:
    """Make `kind` known: `notify` refuses kinds that nobody declared."""
    kinds[kind.code] = kind
    return kind
