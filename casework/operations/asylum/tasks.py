"""What is to be done for a procedure: by whom, by when, done and not done after all."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import AsylumTask
from casework.operations.asylum.tracks import locked_open
from refuge.access import allows
from refuge.operations import operation
from refuge.people.models import Person


@operation
def add_task(*, track, text, by, due_on=None, responsible=None) -> AsylumTask:
    """Put it at the end of the list. ValidationError if `responsible` cannot open the file."""
    track = locked_open(track)
    check_responsible(responsible, track)
    last = track.tasks(manager="with_removed").aggregate(last=Max("position"))["last"] or 0
    return AsylumTask.objects.create(
        track=track, text=text.strip(), position=last + 1, due_on=due_on, responsible=responsible, created_by=by
    )


@operation
def change_task(*, task, text, by, due_on=None, responsible=None) -> AsylumTask:
    """Put it into other words, on another day, or on somebody's list."""
    task = _locked(task)
    if responsible and responsible.pk != task.responsible_id:
        check_responsible(responsible, task.track)
    task.text, task.due_on, task.responsible = text.strip(), due_on, responsible
    task.save(update_fields=["text", "due_on", "responsible"])
    return task


@operation
def do_task(*, task, by) -> AsylumTask:
    """It is done, by whom and when. Done twice, the first time stays."""
    task = _locked(task)
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), by
        task.save(update_fields=["done_at", "done_by"])
    return task


@operation
def undo_task(*, task, by) -> AsylumTask:
    """It is not done after all."""
    task = _locked(task)
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    return task


@operation
def remove_task(*, task, by) -> AsylumTask:
    """It is not needed. What was done stays."""
    task = _locked(task)
    if task.done_at:
        raise ValidationError(_("This was done, so it stays in the list."), code="done")
    return _set_removed(task, timezone.now())


@operation
def restore_task(*, task, by) -> AsylumTask:
    """Undo `remove_task`."""
    return _set_removed(_locked(task, removed=True), None)


def _locked(task, removed=False) -> AsylumTask:
    locked_open(task.track)
    task = AsylumTask.with_removed.select_related("track").get(pk=task.pk)
    if task.removed_at and not removed:
        raise ValidationError(_("This has been removed from the list."), code="removed")
    return task


def _set_removed(task, moment) -> AsylumTask:
    task.removed_at = moment
    task.save(update_fields=["removed_at"])
    return task


def check_responsible(user, track) -> None:
    """Nobody is given a task in a file that they cannot open."""
    if user is None:
        return
    opens = Person.objects.visible_to(user).filter(pk=track.person_id)
    if not (user.is_active and allows(user, "casework.asylum_tasks") and opens.exists()):
        message = _("This colleague cannot open this file.")
        raise ValidationError({"responsible": ValidationError(message, code="may_not_read")})
