"""Deadlines: confirmed from a letter, corrected, and what became of them."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.asylum import alerts
from casework.asylum.deadlines import reckon
from casework.models import AsylumDeadline, Counting, Ending
from casework.operations.asylum.tracks import locked_open
from casework.operations.plans import check_not_to_come
from refuge.operations import operation


@operation
def confirm_deadline(
    *, track, kind, notified_on, days, by, counting=Counting.CALENDAR, note="", confirmed=False
) -> AsylumDeadline:
    """Set a deadline: `days` as they stand on the letter, which `by` says to have read (`confirmed`). Weekends and
    legal holidays are reckoned with. Alerts follow by the parameter."""
    track = locked_open(track)
    _check(notified_on, confirmed)
    due_on = reckon(notified_on, days, counting).due_on
    return AsylumDeadline.objects.create(
        track=track, kind=kind, notified_on=notified_on, days=days, counting=counting, due_on=due_on,
        note=note.strip(), confirmed_by=by,
    )  # fmt: skip


@operation
def change_deadline(
    *, deadline, kind, notified_on, days, by, counting=Counting.CALENDAR, note="", confirmed=False
) -> AsylumDeadline:
    """Correct it, read on the letter again. With another last day it is another deadline: the one before is removed
    with its alerts, and alerts begin anew, so that nobody goes by a day that was wrong."""
    deadline = _locked(deadline)
    if deadline.removed_at or not deadline.is_running:
        raise ValidationError(_("This deadline is settled: take that back first."), code="ended")
    _check(notified_on, confirmed)
    if reckon(notified_on, days, counting).due_on != deadline.due_on:
        remove_deadline(deadline=deadline, by=by)
        return confirm_deadline(
            track=deadline.track, kind=kind, notified_on=notified_on, days=days, counting=counting, note=note,
            confirmed=confirmed, by=by,
        )  # fmt: skip
    deadline.kind, deadline.notified_on, deadline.days, deadline.counting = kind, notified_on, days, counting
    deadline.note, deadline.confirmed_at, deadline.confirmed_by = note.strip(), timezone.now(), by
    deadline.save()
    return deadline


@operation
def end_deadline(*, deadline, ending, by, note="") -> AsylumDeadline:
    """Say what became of it: its alerts are off the lists. Ended twice, the first time stays."""
    deadline = _locked(deadline)
    if deadline.is_running:
        deadline.ending, deadline.ended_at, deadline.ended_by = Ending(ending).value, timezone.now(), by
        deadline.ending_note = note.strip()
        deadline.save(update_fields=["ending", "ended_at", "ended_by", "ending_note"])
        alerts.end(deadline)
    return deadline


@operation
def resume_deadline(*, deadline, by) -> AsylumDeadline:
    """Undo `end_deadline`: it runs again, and so do its alerts."""
    deadline = _locked(deadline)
    deadline.ending, deadline.ended_at, deadline.ended_by, deadline.ending_note = "", None, None, ""
    deadline.save(update_fields=["ending", "ended_at", "ended_by", "ending_note"])
    alerts.begin_again(deadline)
    return deadline


@operation
def remove_deadline(*, deadline, by) -> AsylumDeadline:
    """It was set by mistake: nobody sees it or is told any more. History keeps it."""
    deadline = _locked(deadline)
    deadline.removed_at = timezone.now()
    deadline.save(update_fields=["removed_at"])
    alerts.end(deadline)
    return deadline


@operation
def restore_deadline(*, deadline, by) -> AsylumDeadline:
    """Undo `remove_deadline`."""
    deadline = _locked(deadline)
    deadline.removed_at = None
    deadline.save(update_fields=["removed_at"])
    alerts.begin_again(deadline)
    return deadline


def _locked(deadline) -> AsylumDeadline:
    locked_open(deadline.track)
    return AsylumDeadline.with_removed.get(pk=deadline.pk)


def _check(notified_on, confirmed) -> None:
    check_not_to_come(notified_on, "notified_on")
    if not confirmed:
        message = _("Confirm that the number of days stands on the letter.")
        raise ValidationError({"confirmed": ValidationError(message, code="unconfirmed")})
