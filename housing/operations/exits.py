"""The planned exit of a resident, and what stands in the way of it. Plans bind nobody: no date of a stay changes."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Destination, ExitBlocker, ExitPlan, Programme
from housing.models.exits import Blocker
from housing.operations.locking import GONE, lock_open_stay, lock_stay
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def set_exit_plan(*, stay, by, destination="", leaves_on=None, chance="", note="") -> ExitPlan:
    """What is planned now, in the place of what was planned before. Refused once the person has left, for a day that
    is past, and for a plan that says nothing. The agreed date stays what it is: that is agreed on the stay."""
    stay, _current = lock_open_stay(stay, away=True)
    check_alive(stay.person)
    _check_destination(stay, destination)
    if leaves_on and leaves_on < timezone.localdate():
        message = _("Give today, or a day that is still to come.")
        raise ValidationError({"leaves_on": ValidationError(message, code="past")})
    note = note.strip()
    if not (destination or leaves_on or chance or note):
        raise ValidationError(_("Say at least one thing of the exit."), code="nothing")
    plan = ExitPlan.objects.filter(stay=stay).first() or ExitPlan(stay=stay)
    plan.destination, plan.leaves_on, plan.chance, plan.note = destination, leaves_on, chance, note
    plan.changed_by, plan.changed_at = by, timezone.now()
    plan.save()
    return plan


def _check_destination(stay, destination) -> None:
    if destination == Destination.POST_SHELTER_HERE and stay.programme == Programme.POST:
        message = _("This person is in post-shelter already.")
        raise ValidationError({"destination": ValidationError(message, code="already_there")})


@operation
def note_blocker(*, stay, kind, by, note="") -> ExitBlocker:
    """Something stands in the way of the exit. Refused twice for the same kind while it is not resolved; "something
    else" is named in words."""
    stay, _current = lock_open_stay(stay, away=True)
    check_alive(stay.person)
    note = note.strip()
    if kind == Blocker.OTHER and not note:
        message = _("Write what it is that blocks the exit.")
        raise ValidationError({"note": ValidationError(message, code="unnamed")})
    _check_once(stay, kind)
    return ExitBlocker.objects.create(stay=stay, kind=kind, note=note, noted_by=by)


@operation
def drop_blocker(*, blocker, by) -> None:
    """Undo `note_blocker`: it never stood in the way. History keeps that it was noted."""
    _locked(blocker).delete()


@operation
def resolve_blocker(*, blocker, by) -> ExitBlocker:
    """It stands in the way no more."""
    blocker = _locked(blocker)
    if not blocker.is_open:
        raise ValidationError(GONE, code="gone")
    blocker.resolved_by, blocker.resolved_at = by, timezone.now()
    blocker.save(update_fields=["resolved_by", "resolved_at"])
    return blocker


@operation
def reopen_blocker(*, blocker, by) -> ExitBlocker:
    """Undo `resolve_blocker`, refused when the same kind was noted again since."""
    blocker = _locked(blocker)
    if blocker.is_open:
        raise ValidationError(GONE, code="gone")
    _check_once(blocker.stay, blocker.kind)
    blocker.resolved_by, blocker.resolved_at = None, None
    blocker.save(update_fields=["resolved_by", "resolved_at"])
    return blocker


def _check_once(stay, kind) -> None:
    if kind != Blocker.OTHER and ExitBlocker.objects.open().filter(stay=stay, kind=kind).exists():
        message = _("This stands in the way already.")
        raise ValidationError({"kind": ValidationError(message, code="noted")})


def _locked(blocker) -> ExitBlocker:
    lock_stay(blocker.stay)
    found = ExitBlocker.objects.select_related("stay").filter(pk=blocker.pk).first()
    if found is None:
        raise ValidationError(GONE, code="gone")
    return found
