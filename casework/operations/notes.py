"""The journal: a note is written; by who wrote it changed for some hours, then added to, or taken back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Audience, JournalNote, NoteAddition, NoteKind
from casework.operations.plans import check_not_to_come
from casework.parameters import AMEND_HOURS
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.death import check_alive


@operation
def write_note(
    *, person, domain, text, by, kind=NoteKind.TALK, happened_on=None, minutes=None, audience=Audience.TEAM, present=""
) -> JournalNote:
    """Add a note to the person's journal, for the team or for the worker in charge alone."""
    check_alive(person)
    check_not_to_come(happened_on, "happened_on")
    return JournalNote.objects.create(
        person=person,
        domain=domain,
        text=text.strip(),
        present=present.strip(),
        kind=kind,
        happened_on=happened_on or timezone.localdate(),
        minutes=minutes,
        audience=audience,
        author=by,
    )


@operation
def amend_note(*, note, by, domain, text, kind, happened_on, minutes, audience, present="") -> JournalNote:
    """Change a note, within the hours of the parameter; history keeps what it said. ValidationError after them."""
    note = _standing(note)
    if not may_amend(note):
        raise ValidationError(_("It is too late to change this note. Add to it instead."), code="late")
    check_not_to_come(happened_on, "happened_on")
    values = {
        "domain": domain, "text": text.strip(), "kind": kind, "happened_on": happened_on or note.happened_on,
        "minutes": minutes, "audience": audience, "present": present.strip(), "amended_at": timezone.now(),
    }  # fmt: skip
    for name, value in values.items():
        setattr(note, name, value)
    note.save(update_fields=list(values))
    return note


@operation
def add_to_note(*, note, text, by) -> NoteAddition:
    """Add to a note, with the moment of it; what was written stays as it is."""
    return NoteAddition.objects.create(note=_standing(note), text=text.strip())


def may_amend(note) -> bool:
    """Whether its words can still be changed. One query."""
    return timezone.now() < note.written_at + timedelta(hours=value_of(AMEND_HOURS.code, timezone.localdate()))


def _standing(note) -> JournalNote:
    note = JournalNote.objects.select_for_update(of=("self",)).select_related("person").get(pk=note.pk)
    check_alive(note.person)
    if note.withdrawn_at:
        raise ValidationError(_("This note has been taken back."), code="withdrawn")
    return note


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
