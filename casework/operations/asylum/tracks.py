"""Following a procedure: from a day on, until it has an outcome."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import AsylumOutcome, AsylumStep, AsylumTrack
from casework.operations.plans import check_not_to_come
from refuge.operations import operation
from refuge.people.death import check_alive


def locked(track) -> AsylumTrack:
    """The track as it is now, held until the operation ends: everything about one procedure happens in turn."""
    tracks = AsylumTrack.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    return tracks.get(pk=track.pk)


def locked_open(track) -> AsylumTrack:
    """The same, refused once the procedure is closed, or after a death."""
    track = locked(track)
    check_alive(track.person)
    if not track.is_open:
        raise ValidationError(_("This procedure is closed. Reopen it to go on."), code="closed")
    return track


@operation
def open_track(*, person, by, opened_on=None, kind=None, done_on=None, note="") -> AsylumTrack:
    """Follow the person's procedure, with the step (`kind`) that it has reached and its day, if they are known.

    RuleBroken if one is followed already: of two people at once, the second is told."""
    check_alive(person)
    check_not_to_come(opened_on, "opened_on")
    check_not_to_come(done_on, "done_on")
    if kind and not done_on:
        raise ValidationError({"done_on": ValidationError(_("Since which day?"), code="required")})
    track = AsylumTrack.objects.create(
        person=person, opened_on=opened_on or timezone.localdate(), opened_by=by, note=note.strip()
    )
    if kind:
        AsylumStep.objects.create(track=track, kind=kind, done_on=done_on, noted_by=by)
    return track


@operation
def set_track_note(*, track, note, by) -> AsylumTrack:
    """Write what matters for the whole procedure."""
    track = locked_open(track)
    track.note = note.strip()
    track.save(update_fields=["note"])
    return track


@operation
def discard_track(*, track, by) -> None:
    """It was opened by mistake: refused once anything but its first step was noted. History keeps it."""
    track = locked(track)
    check_alive(track.person)
    used = track.deadlines(manager="with_removed").exists() or track.tasks(manager="with_removed").exists()
    if used or track.steps(manager="with_removed").count() > 1:
        raise ValidationError(_("Something was noted in this procedure since: close it instead."), code="used")
    track.steps(manager="with_removed").all().delete()
    track.delete()


@operation
def close_track(*, track, outcome, by, closed_on=None, closing_note="") -> AsylumTrack:
    """Close it with what came out. RuleBroken while a deadline runs. What was to do leaves everybody's list."""
    track = locked_open(track)
    check_not_to_come(closed_on, "closed_on")
    track.closed_on, track.closed_by = closed_on or timezone.localdate(), by
    track.outcome, track.closing_note = AsylumOutcome(outcome).value, closing_note.strip()
    track.save(update_fields=["closed_on", "closed_by", "outcome", "closing_note"])
    return track


@operation
def reopen_track(*, track, by) -> AsylumTrack:
    """Undo `close_track`: what was to do is so again. RuleBroken if another one is followed by now."""
    track = locked(track)
    check_alive(track.person)
    track.closed_on = track.closed_by = None
    track.outcome = track.closing_note = ""
    track.save(update_fields=["closed_on", "closed_by", "outcome", "closing_note"])
    return track
