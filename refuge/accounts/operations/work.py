"""How much colleagues work and the trainings they followed: noted, corrected, taken off, put back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import StaffTraining, StaffWork, User
from refuge.accounts.operations.roles import locked
from refuge.operations import operation

FULL_TIME = 1


@operation
def add_to_colleague(*, kind: type, user: User, by: User, **values):
    """Note working time or a training of a colleague; `kind` is the model.

    ValidationError beside the field: a training to come, or more than one full time on a day; RuleBroken for a second
    line of the same function on one day.
    """
    user = locked(user)
    return _save(kind(user=user, created_by=by), values, force_insert=True)


@operation
def change_of_colleague(*, record, by: User, **values):
    """Correct a line. Refused as `add_to_colleague` is, and once it was taken off."""
    record = _locked(record)
    if record.removed_at:
        raise ValidationError(_("This line has been removed."), code="removed")
    return _save(record, values)


@operation
def remove_of_colleague(*, record, by: User):
    """Take it off: it counts in no figure any more. `restore_of_colleague` puts it back."""
    record = _locked(record)
    record.removed_at = record.removed_at or timezone.now()
    record.save(update_fields=["removed_at"])
    return record


@operation
def restore_of_colleague(*, record, by: User):
    """Put it back; refused where a line entered since is in the way."""
    return _save(_locked(record), {"removed_at": None})


def _locked(record):
    locked(record.user)
    return type(record).objects.get(pk=record.pk)


def _save(record, values, **how):
    for name, value in values.items():
        setattr(record, name, value)
    CHECKS[type(record)](record)
    record.clean_fields(exclude=["id", "user", "created_by"])
    record.save(**how)
    return record


def _check_training(training) -> None:
    if training.held_on > timezone.localdate():
        raise ValidationError({"held_on": ValidationError(_("This day is still to come."), code="future")})


def _check_work(work) -> None:
    """Nobody works more than one full time, whatever their functions: the fullest days are those a line begins on."""
    if work.ends_on and work.ends_on < work.starts_on:
        raise ValidationError({"ends_on": ValidationError(_("The last day comes before the first."), code="order")})
    beside = StaffWork.objects.current().filter(user=work.user_id).exclude(pk=work.pk)
    last = work.ends_on or max([work.starts_on, *beside.values_list("starts_on", flat=True)])
    lines = list(beside.within(work.starts_on, last))
    for day in {work.starts_on, *(each.starts_on for each in lines if each.starts_on > work.starts_on)}:
        shares = [
            each.share for each in lines if each.starts_on <= day and (each.ends_on is None or each.ends_on >= day)
        ]
        if sum(shares) + work.share > FULL_TIME:
            message = _("With the other lines of this colleague that is more than one full time.")
            raise ValidationError({"share": ValidationError(message, code="over_full_time")})


CHECKS = {StaffWork: _check_work, StaffTraining: _check_training}
