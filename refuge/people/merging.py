"""How the rows of every app move when two files turn out to be one person's. Filled by `contributions.py`.

Every foreign key to a person has its rule here, else nothing can be merged: a row left behind would be lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection
from django.utils.functional import cached_property

from refuge.access import allows
from refuge.people.models import Person
from refuge.people.models.person import AGE_FIELDS


def no_doubles(kept, absorbed) -> list:
    """No row of the absorbed file says what one of the kept file says too."""
    return []


@dataclass(frozen=True)
class MergeRule:
    """What becomes of the rows of `model` whose `field` points at the absorbed file.

    They move to the kept one and back, whoever merges: also what the reader may not see. `permission` says who is told
    how many, by `label`; "" is nobody. `moves=False` leaves them all where they are.

    `doubles(kept, absorbed)` gives pairs (row of the kept file or None, row of the absorbed one): the second stays, and
    `join(first, second)` gives the fields that the first takes over. `follows` are foreign keys to rows of earlier
    rules: at a parting, what hangs on such a row goes where it goes; the first that is set decides. `names` are foreign
    keys to rows that may have doubles: what names a double that stays names the row of the kept file from then on.
    """

    model: type
    label: str = ""
    permission: str = ""
    field: str = "person"
    moves: bool = True
    doubles: Callable = no_doubles
    join: Callable = lambda first, second: {}
    follows: tuple = ()
    names: tuple = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.model._meta.label_lower, self.field

    def of(self, *people):
        """All rows of these files, removed and hidden ones too."""
        return self.model._base_manager.filter(**{f"{self.field}__in": people})

    def target(self, name: str) -> type:
        """The model that the foreign key `name` points at."""
        return self.model._meta.get_field(name).related_model

    def is_told_to(self, user) -> bool:
        return bool(self.permission) and allows(user, self.permission)

    def seen_by(self, user, person):
        """The rows of a file that `user` is told of."""
        rows = self.model._default_manager.filter(**{self.field: person})
        return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


@dataclass
class Joining:
    """Two files about to be one: what the apps look at before anything moves. `person` is the kept one with the fields
    that it will have; nothing of it is saved. `since` is set when they are about to be two again: the moment of the
    merge. Then `absorbed` is the file that leaves, and `going` names the rows, by model label, that go with it."""

    kept: Person
    absorbed: Person
    person: Person
    by: object
    since: object = None
    going: dict = field(default_factory=dict)

    @property
    def parting(self) -> bool:
        return self.since is not None

    @cached_property
    def adult_from(self):
        """From when the person to be is certainly 18, as the database reckons it; None if the age is unknown."""
        values = [getattr(self.person, name) for name in AGE_FIELDS]
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_adult_from(%s::date, %s::int, %s::int, %s::date)", values)
            return cursor.fetchone()[0]

    @cached_property
    def closed_to(self) -> set:
        """The ids of colleagues to whom one of the two files is closed: the merged one is closed to all of them."""
        closures = [person.closures.filter(reopened_at__isnull=True) for person in (self.kept, self.absorbed)]
        return {user for rows in closures for user in rows.values_list("user", flat=True)}


rules: dict[tuple[str, str], MergeRule] = {}
# clashes(joining) gives messages, each naming one thing for which the files cannot be merged, or parted, yet.
clashes: list[Callable] = []
# moved(*files): what an app works out again once rows have moved between files, at a merge or a parting.
moved: list[Callable] = []


def add_merge_rule(*added: MergeRule) -> None:
    """Say how the rows of a model move; called in an app's `contributions.py`."""
    rules.update({rule.key: rule for rule in added})


@cache
def references_to_person() -> frozenset[tuple[str, str]]:
    """Every foreign key to a person, as (model label, field); history's own apart. The models stay while we run."""
    models = [model for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")]
    people = (Person, *_proxies())
    return frozenset(
        (model._meta.label_lower, each.name)
        for model in models
        for each in model._meta.local_fields
        if each.is_relation and each.related_model in people
    )


def _proxies() -> list:
    return [model for model in apps.get_models() if model._meta.proxy and model._meta.concrete_model is Person]


def all_rules() -> list[MergeRule]:
    """What hangs on other rows after them. ImproperlyConfigured while a table that points at people has no rule."""
    missing = references_to_person() - rules.keys()
    if missing:
        raise ImproperlyConfigured(f"No merge rule for {sorted(missing)}: add_merge_rule in contributions.py")
    return sorted(rules.values(), key=_depth)


def _depth(rule) -> int:
    """How many rules it has to come after."""
    if not rule.follows:
        return 0
    return 1 + max(_depth(rules[rule.target(name)._meta.label_lower, rule.field]) for name in rule.follows)


def clashes_of(joining: Joining) -> list[str]:
    """Everything that stands in the way, in words."""
    return [str(message) for check in clashes for message in check(joining)]


def check_clashes(joining: Joining) -> None:
    """ValidationError with every clash, code "clash"."""
    found = clashes_of(joining)
    if found:
        raise ValidationError([ValidationError(message, code="clash") for message in found])
