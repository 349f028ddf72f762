"""Which of two files' values the merged one has, field by field."""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.people.models import Person
from refuge.people.models.person import AGE_FIELDS

KEPT, ABSORBED = "kept", "absorbed"
IDENTITY, INTIMATE = "people.view_identity", "people.view_intimate"


@dataclass(frozen=True)
class Group:
    """Fields that are taken over together. Who lacks `permission` is neither shown nor asked; `must_say`: two different
    values are a question that nobody but the person merging can answer."""

    name: str
    label: str
    columns: tuple
    permission: str = "people.view_file"
    must_say: bool = False

    def of(self, person) -> dict:
        return {column: getattr(person, column) for column in self.columns}

    def is_empty(self, person) -> bool:
        return not any(value not in (None, "", []) for value in self.of(person).values())


GROUPS = (
    Group("chosen_name", _("Chosen name"), ("chosen_name",)),
    Group("pronouns", _("Pronouns"), ("pronouns",)),
    Group("age", _("Age"), AGE_FIELDS, must_say=True),
    Group("legal_name", _("Legal name"), ("legal_name",), IDENTITY),
    Group("residence", _("Residence status"), ("residence",), IDENTITY),
    Group("worker", _("Worker in charge"), ("worker_id",)),
    Group("gender", _("Gender identity"), ("gender_identity", "gender_words"), INTIMATE),
    Group("orientation", _("Orientation"), ("orientation", "orientation_words"), INTIMATE),
    Group("health", _("Health notes"), ("health",), INTIMATE),
)


def differ(group, kept, absorbed) -> bool:
    """Whether both files say something, and not the same."""
    filled = not group.is_empty(kept) and not group.is_empty(absorbed)
    return filled and group.of(kept) != group.of(absorbed)


def questions(kept, absorbed, user) -> list[Group]:
    """What has to be chosen, of what `user` may read."""
    return [group for group in GROUPS if differ(group, kept, absorbed) and allows(user, group.permission)]


def taken(kept, absorbed, choices: dict, user) -> dict:
    """{group: {column: value}} that the kept file takes over.

    What it lacks it takes unasked, also what `user` may not read; where both say something else the choice decides,
    and without one the kept file's stays, except of a `must_say` group: ValidationError beside it. Languages unite.
    """
    wanted = {}
    asked = questions(kept, absorbed, user)
    for group in GROUPS:
        if group in asked and group.must_say and choices.get(group.name) not in (KEPT, ABSORBED):
            message = _("The two files say something else: say which is right.")
            raise ValidationError({group.name: ValidationError(message, code="must_say")})
        chosen = group in asked and choices.get(group.name) == ABSORBED
        lacks = group.is_empty(kept) and not group.is_empty(absorbed)
        if chosen or lacks:
            wanted[group.name] = group.of(absorbed)
    more = [code for code in absorbed.languages if code not in kept.languages]
    return wanted | ({"languages": {"languages": [*kept.languages, *more]}} if more else {})


def flat(groups: dict) -> dict:
    """{column: value} of all groups."""
    return {column: value for values in groups.values() for column, value in values.items()}


def preview(kept, values: dict) -> Person:
    """The kept file with `values`, not saved."""
    columns = {each.attname: getattr(kept, each.attname) for each in Person._meta.concrete_fields if not each.generated}
    return Person(**{**columns, **values})


def plain(value):
    """A value as JSON keeps it, to compare it with what was kept."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def unchanged_since(record, after: dict) -> bool:
    """Whether the record still holds what the merge put there."""
    return all(plain(getattr(record, column)) == value for column, value in after.items())


def read_back(record, before: dict) -> dict:
    """Kept JSON values as the record's fields hold them."""
    fields = {each.attname: each for each in record._meta.concrete_fields}
    return {column: fields[column].to_python(value) for column, value in before.items()}
