"""Organisations entered, changed, archived."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.partners.models import Merge, Organisation
from refuge.people.operations.changing import change, check
from refuge.people.phones import display, normalise_phone

PHONE = "phone"


@operation
def add_organisation(*, name: str, type: str, by, **facts) -> Organisation:
    """Enter an organisation. Refused beside the field that does not fit, and when its name is in the directory."""
    facts = {field: value.strip() if isinstance(value, str) else value for field, value in facts.items()}
    organisation = Organisation(name=name.strip(), type=type, created_by=by, **_spelled(facts))
    check(organisation, ["name", "type", *facts])
    organisation.save(force_insert=True)
    return organisation


@operation
def change_organisation(*, organisation, by, **facts) -> Organisation:
    """Set fields of the organisation; an unchanged one is not written."""
    organisation = locked(organisation)
    change(organisation, _spelled(facts))
    return organisation


@operation
def archive_organisation(*, organisation, by) -> Organisation:
    """Take it out of lists, search and suggestions; everything about it stays. Archived twice, nothing changes."""
    organisation = locked(organisation)
    if organisation.archived_at is None:
        change(organisation, {"archived_at": timezone.now()})
    return organisation


@operation
def restore_organisation(*, organisation, by) -> Organisation:
    """Put it back. Refused while its name is taken, and for one merged into another: those are parted instead."""
    organisation = locked(organisation)
    if Merge.objects.standing().filter(gone=organisation).exists():
        raise ValidationError(_("It was merged into another organisation: take the merge back instead."), code="merged")
    change(organisation, {"archived_at": None})
    return organisation


def locked(organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)


def _spelled(facts: dict) -> dict:
    """A telephone number as it is dialled in Belgium."""
    if facts.get(PHONE):
        try:
            facts = facts | {PHONE: display(PHONE, normalise_phone(facts[PHONE]))}
        except ValidationError as error:
            raise ValidationError({PHONE: error}) from error
    return facts
