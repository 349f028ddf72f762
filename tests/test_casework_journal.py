"""The journal: a note changed, added to, and found again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework import operations
from casework.models import JournalNote, NoteAddition
from casework.rows import SEARCHED
from refuge.people.operations import close_file
from tests.casework import days, make_note, refused
from tests.factories import make_person, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_a_note_is_changed_for_a_day_and_then_added_to(client):
    me = signed_in(client, "educator")
    person = make_person()
    with time_machine.travel(timezone.now() - timedelta(hours=23), tick=False):
        note = make_note(person, by=me, text="First words", present="The mediator")
    amend, add = (reverse(f"casework:note_{way}", args=[note.pk]) for way in ("amend", "add"))
    typed = {
        "domain": "social", "kind": "talk", "text": "Better words", "happened_on": days(-1).isoformat(),
        "audience": "team", "present": "The mediator",
    }  # fmt: skip
    client.post(amend, typed)
    note.refresh_from_db()
    assert (note.text, note.amended_at is not None) == ("Better words", True)
    JournalNote.objects.update(written_at=timezone.now() - timedelta(hours=25))
    assert client.get(amend).url == add
    fields = {**typed, "happened_on": days(-1)}
    assert refused(lambda: operations.amend_note(note=note, by=me, minutes=None, **fields)) == "late"
    client.post(add, {"text": "Rang back since"})
    page = client.get(reverse("people:panel", args=[person.reference, "journal"])).content.decode()
    for words in ("Better words", "Rang back since", "The mediator"):
        assert words in page
    assert NoteAddition.objects.get().note == note


def test_what_is_taken_back_or_anothers_is_neither_changed_nor_added_to(client):
    signed_in(client, "educator")
    note = make_note(make_person(), by=make_user("coordinator"))
    addresses = [reverse(f"casework:note_{way}", args=[note.pk]) for way in ("amend", "add")]
    assert {client.get(url).status_code for url in addresses} == {404}
    operations.withdraw_note(note=note, by=note.author)
    assert refused(lambda: operations.add_to_note(note=note, text="x", by=note.author)) == "withdrawn"


def test_ones_own_notes_are_found_by_words_wherever_they_stand(client):
    me = signed_in(client, "educator")
    person, closed = make_person(), make_person()
    first = make_note(person, by=me, text="Rendez-vous à l’École du Parc")
    operations.add_to_note(note=first, text="Chaussures neuves", by=me)
    make_note(person, by=me, text="Un autre jour")
    make_note(person, by=make_user("coordinator"), text="École, d’une autre")
    make_note(closed, by=me, text="École, fermé")
    close_file(person=closed, user=me, reason="Lived here", by=make_user("management"))

    def found(words):
        return [note.text for note in client.get("/casework/notes/", {"q": words}).context["notes"]]

    assert found("ecole parc") == [first.text]
    assert found("chaussures") == [first.text]
    assert found("rien") == []
    assert len(found("")) == 2
    assert str(SEARCHED) in client.get("/casework/notes/").content.decode()
