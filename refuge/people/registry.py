"""What apps add to the person page and to who may see whom; filled by their `contributions.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

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

    `rows(user, person)` is a queryset of what `user` may read, `.values()`-shaped as TIMELINE_ROW in that order;
    `describe(row)` gives {"title", "detail", "url", "tone"} for one row. The page unites all sources in one query.
    """

    kind: str
    rows: Callable
    describe: Callable
    permission: str
    order: int = 50


# The one row shape of the timeline's UNION ALL: when, which source, which record, two short facts, by whom.
TIMELINE_ROW = ("at", "kind", "record", "fact", "note", "actor")

panels = Registry()
timeline = Registry()
# visible(user) -> Q over Person: whom a role may see beyond those who read files.
visible: list[Callable] = []


def visible_people(user) -> Q:
    """The people `user` may see, as a condition on Person; nobody unless some app says otherwise."""
    condition = Q(pk__in=[])
    for says in visible:
        condition |= says(user)
    return condition
