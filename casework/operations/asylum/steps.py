"""The steps of a procedure: noted, corrected, taken out."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import AsylumStep
from casework.models.asylum_choices import RESULTS
from casework.operations.asylum.tracks import locked_open
from casework.operations.plans import check_not_to_come
from refuge.operations import operation


@operation
def note_step(*, track, kind, by, planned_on=None, done_on=None, result="", note="") -> AsylumStep:
    """Note a step that was done on a day, or is planned for one. A step may come several times: a second interview."""
    track = locked_open(track)
    _check(kind, planned_on, done_on, result)
    return AsylumStep.objects.create(
        track=track, kind=kind, planned_on=planned_on, done_on=done_on, result=result, note=note.strip(), noted_by=by
    )


@operation
def change_step(*, step, by, planned_on=None, done_on=None, result="", note="") -> AsylumStep:
    """Correct a step, or say on which day a planned one was done."""
    step = _locked(step)
    if step.removed_at:
        raise ValidationError(_("This step has been removed."), code="removed")
    _check(step.kind, planned_on, done_on, result)
    step.planned_on, step.done_on, step.result, step.note = planned_on, done_on, result, note.strip()
    step.save(update_fields=["planned_on", "done_on", "result", "note"])
    return step


@operation
def remove_step(*, step, by) -> AsylumStep:
    """It was noted by mistake. History keeps it; deadlines stay, for they follow from letters."""
    return _set_removed(step, timezone.now())


@operation
def restore_step(*, step, by) -> AsylumStep:
    """Undo `remove_step`."""
    return _set_removed(step, None)


def _locked(step) -> AsylumStep:
    locked_open(step.track)
    return AsylumStep.with_removed.get(pk=step.pk)


def _set_removed(step, moment) -> AsylumStep:
    step = _locked(step)
    step.removed_at = moment
    step.save(update_fields=["removed_at"])
    return step


def _check(kind, planned_on, done_on, result) -> None:
    if not (planned_on or done_on):
        message = _("Give the day on which it was, or for which it is planned.")
        raise ValidationError({"done_on": ValidationError(message, code="required")})
    check_not_to_come(done_on, "done_on")
    if result and result not in RESULTS.get(kind, ()):
        raise ValidationError({"result": ValidationError(_("This does not come out of this step."), code="invalid")})
