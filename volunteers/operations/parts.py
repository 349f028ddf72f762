"""Criminal-record extracts and training: entered, changed, taken off, put back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.people.operations.changing import change, check
from volunteers.models import Extract, Training
from volunteers.operations.locking import locked

# The day that cannot lie ahead: one tells of what happened.
PAST = {Extract: "seen_on", Training: "held_on"}


@operation
def add_part(*, kind: type, volunteer, by, **values):
    """Note an extract that was seen, by whoever notes it, or a training; `kind` is the model."""
    _check_day(kind, values)
    part = kind(volunteer=volunteer, created_by=by, **values)
    check(part, list(values))
    part.save(force_insert=True)
    return part


@operation
def change_part(*, part, by, **values):
    """Set fields; a new day until which it holds is told of anew."""
    part = locked(part)
    _check_day(type(part), values)
    if change(part, values):
        resolve(subject=part)
    return part


@operation
def remove_part(*, part, by):
    """Take it off the page. `restore_part` puts it back."""
    part = locked(part)
    change(part, {"removed_at": timezone.now()})
    resolve(subject=part)
    return part


@operation
def restore_part(*, part, by):
    part = locked(part)
    since = part.removed_at
    change(part, {"removed_at": None})
    if since:
        unresolve(subject=part, since=since)
    return part


def _check_day(kind, values) -> None:
    name = PAST[kind]
    if values.get(name) and values[name] > timezone.localdate():
        raise ValidationError({name: ValidationError(_("This day is still to come."), code="future")})
