"""Inquiries: one answer for everybody, decided by management, seen by nobody who should not."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.inquiries.sentences import SENTENCES
from intake.models import Inquiry
from intake.operations import inquiries as operations
from refuge.audit.models import Opening
from refuge.documents.models import Document
from refuge.notifications.models import Alert, Delivery
from refuge.people.operations import close_file
from tests.documents import a_pdf
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def note(asker="family", about="Somebody called Zéphyr", *, by=None, **facts):
    return operations.note_inquiry(asker=asker, about=about, by=by or make_user("coordinator"), **facts)


def page(name, inquiry=None) -> str:
    return reverse(f"intake:{name}", args=[inquiry.pk] if inquiry else [])


def text_on(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked_about(client, name) -> tuple:
    """What a page says after somebody asked after `name`, without what differs by nature; and how much it asked."""
    facts = {"asker": "family", "about": name, "ground": "none", "channel": "phone", "sentence_said": "on"}
    with CaptureQueriesContext(connection) as queries:
        client.post(page("inquiry_new"), facts)
        number = len(queries)
    inquiry = Inquiry.objects.order_by("logged_at").last()
    shown = text_on(client.get(page("inquiry", inquiry)))
    same = shown.replace(inquiry.reference, "REF").replace(name, "NAME")
    same = re.sub(r"Inquiries \d+ waiting", "Inquiries", same)
    return re.sub(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}|\d+ (?:s|min) ago|just now", "WHEN", same), number


def test_known_and_unknown_people_get_the_same_answer_word_for_word(signed_in):
    client, person = signed_in("educator"), make_person(chosen_name="Zéphyr", legal_name="Zacharie Dubois")
    asked_about(client, "Somebody else")  # the first of a year makes its counter
    known = asked_about(client, "Zéphyr")
    assert known == asked_about(client, "Quidam")
    assert all(sentence in known[0] for _code, _language, sentence in SENTENCES)
    assert person.reference not in known[0]


def test_a_linked_file_shows_on_no_page_but_behind_a_closed_line(signed_in):
    client, person = signed_in("coordinator"), make_person(chosen_name="Zéphyr")
    linked, free = note(about="X"), note(about="X")
    operations.join_inquiry(inquiry=linked, person=person, by=client.user)
    listed = client.get(page("inquiries")).content.decode()
    assert person.reference not in listed
    assert "Zéphyr" not in listed
    bare = [
        re.sub(r"<details>.*?</details>", "", client.get(page("inquiry", each)).content.decode(), flags=re.DOTALL)
        for each in (linked, free)
    ]
    assert person.reference not in bare[0]
    assert "Zéphyr" not in bare[0]


@pytest.mark.parametrize(
    ("asker", "told"), [("police", 1), ("immigration", 1), ("justice", 1), ("family", 0), ("press", 0)]
)
def test_authorities_are_told_to_management_at_once_and_name_nobody(asker, told):
    manager = make_user("management")
    inquiry = note(asker, about="Zéphyr Dubois")
    alerts = Alert.objects.filter(kind="intake.authority_asks", recipient=manager)
    assert alerts.count() == Delivery.objects.count() == told
    assert all("Zéphyr" not in f"{alert.params}{alert.title}{alert.url}" for alert in alerts)
    operations.decide_inquiry(inquiry=inquiry, answer="neither", reason="The rule.", by=manager)
    assert not alerts.open().exists()
    operations.revoke_inquiry_decision(inquiry=inquiry, by=manager)
    assert alerts.open().count() == told


def test_something_is_handed_over_on_an_accepted_ground_alone_and_written_down():
    inquiry, manager = note("police", ground="warrant"), make_user("management")
    with pytest.raises(ValidationError) as error:
        operations.decide_inquiry(inquiry=inquiry, answer="handed_over", reason="A warrant.", by=manager)
    assert "handed_over" in error.value.error_dict
    decided = operations.decide_inquiry(
        inquiry=inquiry, answer="handed_over", reason="A warrant.", handed_over="The dates.", by=manager
    )
    assert (decided.ground_accepted, decided.handed_over, decided.decided_by) == (True, "The dates.", manager)
    with pytest.raises(ValidationError) as error:
        operations.decide_inquiry(inquiry=inquiry, answer="neither", reason="Again.", by=manager)
    assert error.value.code == "decided"


@pytest.mark.parametrize(
    "broken", [{"answer": "neither"}, {"answer": "handed_over"}, {"ground_accepted": True}, {"about": None}]
)
def test_the_database_refuses_half_a_decision(broken):
    inquiry = note()
    (column, value), *_ = broken.items()
    update = f"UPDATE intake_inquiry SET {column} = %s WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update, [value, inquiry.pk])


def test_a_mistake_is_taken_back_and_put_back_until_it_is_decided():
    inquiry, by = note("police"), make_user("coordinator")
    operations.withdraw_inquiry(inquiry=inquiry, by=by)
    assert not Inquiry.objects.kept().exists()
    operations.restore_inquiry(inquiry=inquiry, by=by)
    operations.decide_inquiry(inquiry=inquiry, answer="neither", reason="The rule.", by=make_user("management"))
    with pytest.raises(ValidationError) as error:
        operations.withdraw_inquiry(inquiry=inquiry, by=by)
    assert error.value.code == "decided"


def test_management_decides_on_its_page_and_can_undo(signed_in):
    client, inquiry = signed_in("management"), note("police")
    refused = client.post(page("inquiry_decide", inquiry), {"answer": "handed_over", "reason": "A warrant."})
    assert "Write down what is handed over" in text_on(refused)
    assert "A warrant." in refused.content.decode()
    response = client.post(page("inquiry_decide", inquiry), {"answer": "neither", "reason": "No ground."}, follow=True)
    assert "Neither confirmed nor denied" in text_on(response)
    assert page("inquiry_revoke", inquiry) in response.content.decode()
    client.post(page("inquiry_revoke", inquiry))
    assert not Inquiry.objects.get().is_decided


def test_what_waits_stands_on_managements_today_without_whom_it_is_about(signed_in):
    client = signed_in("management")
    note("police", about="Zéphyr Dubois")
    shown = text_on(client.get(reverse("today")))
    assert "Inquiries to decide" in shown
    assert "Zéphyr" not in shown
    client.force_login(make_user("coordinator", language="en"))
    assert "Inquiries to decide" not in text_on(client.get(reverse("today")))


def test_a_paper_shown_is_kept_sealed_and_opened_by_management_too(signed_in):
    client = signed_in("educator")
    facts = {"asker": "police", "about": "X", "ground": "warrant", "channel": "walk_in", "paper": a_pdf("warrant.pdf")}
    client.post(page("inquiry_new"), facts)
    document = Document.objects.get()
    assert document.subject_label == "intake.inquiry"
    client.force_login(make_user("management"))
    assert client.get(reverse("documents:download", args=[document.pk])).status_code == 200
    client.force_login(make_user("logistics"))
    assert client.get(reverse("documents:download", args=[document.pk])).status_code == 404


def test_a_paper_that_is_not_what_it_says_is_refused_and_nothing_is_noted(signed_in):
    client = signed_in("educator")
    facts = {"asker": "police", "about": "X", "ground": "warrant", "channel": "walk_in", "paper": a_pdf("warrant.jpg")}
    response = client.post(page("inquiry_new"), facts)
    assert "not what its name says" in text_on(response)
    assert not Inquiry.objects.exists()


def test_an_inquiry_joined_to_a_closed_file_is_nowhere_for_them(signed_in):
    client, person = signed_in("coordinator"), make_person()
    inquiry = note(about="Zéphyr")
    operations.add_paper(inquiry=inquiry, file=a_pdf(), by=make_user("educator"))
    operations.join_inquiry(inquiry=inquiry, person=person, by=make_user("coordinator"))
    close_file(person=person, user=client.user, reason="Family.", by=make_user("management"))
    assert client.get(page("inquiry", inquiry)).status_code == 404
    assert inquiry.reference not in text_on(client.get(page("inquiries")))
    assert client.get(reverse("documents:document", args=[Document.objects.get().pk])).status_code == 404


def test_who_asked_after_them_stands_on_the_file_for_its_readers(signed_in):
    client, person = signed_in("psychologist"), make_person()
    inquiry = note("press")
    overview = reverse("people:person", args=[person.reference])
    assert "Who asked after them" not in text_on(client.get(overview))
    client.post(page("inquiry_join", inquiry), {"person": person.reference})
    assert inquiry.reference in text_on(client.get(overview))
    client.post(page("inquiry_join", inquiry), {"part": "yes"})
    assert inquiry.reference not in text_on(client.get(overview))


def test_opening_an_inquiry_is_logged(signed_in):
    client, inquiry = signed_in("management"), note()
    client.get(page("inquiry", inquiry))
    assert Opening.objects.filter(user=client.user, subject_id=inquiry.pk, detail="inquiry").count() == 1


def test_the_call_form_says_where_to_note_an_inquiry(signed_in):
    assert page("inquiry_new") in signed_in("educator").get(reverse("intake:new")).content.decode()


def test_the_list_asks_as_much_for_ten_times_the_inquiries(signed_in):
    client, asked = signed_in("management"), []
    for number in (2, 20):
        for _each in range(number):
            note()
        with CaptureQueriesContext(connection) as queries:
            client.get(page("inquiries"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_the_list_filters_by_state_and_by_who_asks(signed_in):
    client = signed_in("management")
    decided, waiting = note("press"), note("police")
    operations.decide_inquiry(inquiry=decided, answer="neither", reason="The rule.", by=client.user)
    listed = {
        query: {
            each.reference
            for each in (decided, waiting)
            if each.reference in text_on(client.get(page("inquiries") + query))
        }
        for query in ("", "?state=decided", "?state=all", "?state=all&asker=press")
    }
    assert listed == {
        "": {waiting.reference}, "?state=decided": {decided.reference},
        "?state=all": {decided.reference, waiting.reference}, "?state=all&asker=press": {decided.reference},
    }  # fmt: skip
