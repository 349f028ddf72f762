"""Contacts, agreements, meetings and felt-safe marks: entered, changed, taken off, put back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.partners.models import Agreement, Meeting, SafetyMark
from refuge.people.operations.changing import change, check

# The day that cannot lie ahead: one tells of what happened.
PAST = {Meeting: "held_on", SafetyMark: "marked_on"}


@operation
def add_part(*, kind: type, organisation, by, **values):
    """Enter a contact, an agreement, a meeting or a mark of the organisation; `kind` is its model. A mark is signed by
    whoever enters it, and neither it nor a meeting can lie ahead."""
    _check_day(kind, values)
    part = kind(organisation=organisation, created_by=by, **values)
    check(part, list(values))
    part.save(force_insert=True)
    return part


@operation
def change_part(*, part, by, **values):
    """Set fields of the part. A mark is its writer's own: another person enters another one."""
    part = _locked(part)
    if isinstance(part, SafetyMark) and part.created_by_id != by.pk:
        raise ValidationError(_("A mark is changed by who signed it. Enter one of your own."), code="not_signed_by_you")
    _check_day(type(part), values)
    if change(part, values):
        _silence(part)
    return part


@operation
def remove_part(*, part, by):
    """Take the part off the organisation's page. `restore_part` puts it back."""
    part = _locked(part)
    change(part, {"removed_at": timezone.now()})
    _silence(part)
    return part


@operation
def restore_part(*, part, by):
    part = _locked(part)
    since = part.removed_at
    change(part, {"removed_at": None})
    if since and isinstance(part, Agreement):
        unresolve(subject=part, since=since)
    return part


def _locked(part):
    return type(part).objects.select_for_update(of=("self",), no_key=True).get(pk=part.pk)


def _check_day(kind, values) -> None:
    name = PAST.get(kind)
    if name in values and values[name] > timezone.localdate():
        raise ValidationError({name: ValidationError(_("This day is still to come."), code="future")})


def _silence(part) -> None:
    """An agreement that was changed or taken off is not told of any more; a new end is told anew."""
    if isinstance(part, Agreement):
        resolve(subject=part)
