"""The journal: a note is written, or taken back by who wrote it; never changed."""

from django.utils import timezone

from casework.models import Audience, JournalNote, NoteKind
from casework.operations.plans import check_not_to_come
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def write_note(
    *, person, domain, text, by, kind=NoteKind.TALK, happened_on=None, minutes=None, audience=Audience.TEAM
) -> JournalNote:
    """Add a note to the person's journal, for the team or for the worker in charge alone."""
    check_alive(person)
    check_not_to_come(happened_on, "happened_on")
    return JournalNote.objects.create(
        person=person,
        domain=domain,
        text=text.strip(),
        kind=kind,
        happened_on=happened_on or timezone.localdate(),
        minutes=minutes,
        audience=audience,
        author=by,
    )


@operation
def withdraw_note(*, note, by) -> JournalNote:
    """Take a note back: nobody reads it any more, history keeps that it was there."""
    return _set_withdrawn(note, timezone.now())


@operation
def restore_note(*, note, by) -> JournalNote:
    """Undo `withdraw_note`."""
    return _set_withdrawn(note, None)


def _set_withdrawn(note, moment):
    note = JournalNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    note.withdrawn_at = moment
    note.save(update_fields=["withdrawn_at"])
    return note
