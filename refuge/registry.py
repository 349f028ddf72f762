"""How the foundation stays ignorant of the apps: each app's `contributions.py` puts its parts into these lists.

Contributions are found by `autodiscover_modules("contributions")` when the apps are ready, and touch no database at
import. A part names the permission that shows it, so that what a role may not see is not there.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.module_loading import autodiscover_modules

from refuge.access import allows


@dataclass(frozen=True)
class NavigationEntry:
    """One line of the side bar. `badge(user)` is what waits there; `group` is its heading.

    A badge is a queryset whose conditions depend on the user, their roles and the day, and on nothing else: it is put
    into SQL once a day. What depends on more (a parameter, the hour) gives a number instead.
    """

    label: str
    url_name: str
    icon: str
    permission: str
    group: str = ""
    order: int = 50
    badge: Callable | None = None
    phone: bool = False  # one of the four at the bottom of a phone


@dataclass(frozen=True)
class SearchProvider:
    """`find(user, text, limit)` gives SearchHit rows for `/search/`, best first, of what `user` may see."""

    label: str
    permission: str
    find: Callable
    order: int = 50


@dataclass(frozen=True)
class SearchHit:
    url: str
    title: str
    detail: str = ""
    chip: str = ""
    initials: str = ""


@dataclass(frozen=True)
class SlotPart:
    """A template drawn in a page's slot. `context(request, record)` gives its data, or None to leave it out."""

    template: str
    permission: str
    context: Callable = lambda request, record: {}
    order: int = 50


@dataclass
class Registry:
    """One kind of contribution, in order."""

    entries: list = field(default_factory=list)

    def add(self, entry):
        self.entries.append(entry)
        self.entries.sort(key=lambda each: each.order)
        return entry

    def shown_to(self, user) -> list:
        return [entry for entry in self.entries if allows(user, entry.permission)]


navigation = Registry()
# NavigationEntry rows of the top bar, beside the account: alerts, with their number as badge.
top_bar = Registry()
search_providers = Registry()
# Slots by name: "today.figures", "today.main", "today.side", "intake.request.side", …
slots: dict[str, Registry] = defaultdict(Registry)


def discover() -> None:
    """Import every app's contributions once the models are ready."""
    autodiscover_modules("contributions")
