"""The checklist of the interview: put into a procedure, and the house's own words for it."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.asylum.checklist import checklist_in
from casework.models import AsylumTask, AsylumTrack, EditedChecklist
from casework.operations.asylum.tracks import locked_open
from refuge.operations import operation


@operation
def prepare_interview(*, track, language, by) -> AsylumTrack:
    """Put the checklist into the procedure, in one language. Its words stay as they are when the template changes.

    ValidationError while one that is not finished stands there; for a second interview it comes anew."""
    track = locked_open(track)
    if track.tasks.filter(of_checklist=True, done_at__isnull=True).exists():
        raise ValidationError(_("The checklist is there, and not finished."), code="there")
    last = track.tasks(manager="with_removed").aggregate(last=Max("position"))["last"] or 0
    AsylumTask.objects.bulk_create(
        AsylumTask(track=track, text=text, position=last + number, of_checklist=True, created_by=by)
        for number, text in enumerate(checklist_in(language).items, start=1)
    )
    return track


@operation
def take_preparation_back(*, track, by) -> int:
    """Remove what is not done of the checklist. How many it was."""
    track = locked_open(track)
    rows = track.tasks.filter(of_checklist=True, done_at__isnull=True)
    return rows.update(removed_at=timezone.now())


@operation
def edit_checklist(*, language, items, by) -> EditedChecklist:
    """Put the checklist into the house's own words, in one language. Procedures that have it stay as they are."""
    kept = [text.strip() for text in items if text.strip()]
    if not kept:
        raise ValidationError({"items": ValidationError(_("A checklist needs at least one line."), code="required")})
    words = {"items": kept, "changed_by": by}
    return EditedChecklist.objects.update_or_create(language=language, defaults=words)[0]


@operation
def reset_checklist(*, language, by) -> int:
    """Back to the words it came with. How many were changed: one or none."""
    return EditedChecklist.objects.filter(language=language).delete()[0]
