"""The pages of e-mails, as each role meets them."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.models import IncomingMail, Request
from intake.operations import attach_person, detach_person
from intake.operations import mails as operations
from refuge.documents.models import Document
from refuge.people.operations import close_file
from tests.documents import a_pdf, make_mail
from tests.factories import make_person, make_user
from tests.mails import LETTER, an_eml

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


def page(name, mail=None) -> str:
    return reverse(f"intake:{name}", args=[mail.pk] if mail else [])


def text_on(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_from_the_dropped_file_to_the_filed_call(signed_in):
    client = signed_in("coordinator")
    eml = BytesIO(an_eml(attachments=[a_pdf()]))
    eml.name = "letter.eml"
    response = client.post(page("mail_new"), {"person_knows": "yes", "person_agrees": "yes", "file": eml})
    mail = IncomingMail.objects.get()
    assert response.url == page("mail", mail)
    shown = text_on(client.get(response.url))
    assert "se fait appeler Lina" in shown
    assert "decision" in shown
    form = client.get(page("mail_file", mail)).context["form"]
    assert form.initial["chosen_name"] == "Lina"
    assert not Request.objects.exists()  # nothing is filed by looking
    call = {"caller": "service", "channel": "email", "urgency": "tonight", "chosen_name": "Lina", "age": "19"}
    filed = client.post(page("mail_file", mail), call)
    request = Request.objects.get()
    assert filed.url == reverse("intake:detail", args=[request.reference])
    on_its_page = client.get(filed.url)
    assert "Elle dort dehors" in text_on(on_its_page)
    assert page("mail_unfile", mail) in on_its_page.content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "one of the two"),
        ({"text": "Hello", "person_agrees": ""}, "This field is required"),
        ({"text": "Hello", "person_knows": "no"}, "cannot have agreed"),
    ],
)
def test_a_refused_e_mail_says_why_and_keeps_what_was_pasted(data, says, signed_in):
    client = signed_in("educator")
    response = client.post(page("mail_new"), {"person_knows": "yes", "person_agrees": "yes"} | data)
    assert says in text_on(response)
    assert data.get("text", "") in text_on(response)
    assert not IncomingMail.objects.exists()


def test_without_agreement_the_form_asks_the_least_and_says_why(signed_in):
    client, mail = signed_in("educator"), make_mail(LETTER, knows="yes", agrees="unknown")
    response = client.get(page("mail_file", mail))
    assert "chosen_name" not in response.context["form"].fields
    assert "Write down the least" in text_on(response)
    client.post(page("mail_file", mail), {"urgency": "tonight", "caller_organisation": "CPAS", "chosen_name": "Lina"})
    assert Request.objects.get().person is None


def test_an_answer_that_comes_later_opens_the_whole_form(signed_in):
    client, mail = signed_in("coordinator"), make_mail(LETTER, knows="unknown", agrees="unknown")
    client.post(page("mail_agreement", mail), {"person_knows": "yes", "person_agrees": "yes"})
    assert "chosen_name" in client.get(page("mail_file", mail)).context["form"].fields


def test_waiting_e_mails_stand_above_the_inbox_until_they_are_settled(signed_in):
    client, mail = signed_in("coordinator"), make_mail(subject="A place for somebody")
    assert "A place for somebody" in text_on(client.get(page("inbox")))
    response = client.post(page("mail_discard", mail), {"reason": "Advertising."}, follow=True)
    assert page("mail_restore", mail) in response.content.decode()
    assert "A place for somebody" not in text_on(client.get(page("inbox")))
    client.post(page("mail_restore", mail))
    assert "A place for somebody" in text_on(client.get(page("mails")))


def test_discarding_needs_a_reason(signed_in):
    client, mail = signed_in("coordinator"), make_mail()
    client.post(page("mail_discard", mail), {"reason": " "})
    mail.refresh_from_db()
    assert mail.is_new


def test_management_reads_the_letter_but_not_its_papers(signed_in):
    client, mail = signed_in("management"), make_mail(attachments=[a_pdf("secret-paper.pdf")])
    shown = client.get(page("mail", mail))
    assert shown.status_code == 200
    assert "secret-paper" not in shown.content.decode()


def test_a_filed_e_mail_goes_where_its_file_is_closed(signed_in):
    client, person = signed_in("coordinator"), make_person()
    mail = make_mail(attachments=[a_pdf()])
    operations.file_mail(mail=mail, person=person, urgency="48h", by=make_user("coordinator"))
    close_file(person=person, user=client.user, reason="Family.", by=make_user("management"))
    document = Document.objects.of_record(mail).get()
    assert client.get(page("mail", mail)).status_code == 404
    assert client.get(reverse("documents:document", args=[document.pk])).status_code == 404


def test_attachments_stand_on_the_file_of_the_request_whichever_it_is(signed_in):
    client, person, other = signed_in("coordinator"), make_person(), make_person()
    mail = make_mail(attachments=[a_pdf("certificate.pdf")])
    request = operations.file_mail(mail=mail, urgency="48h", by=client.user)
    panels = [reverse("people:panel", args=[each.reference, "documents"]) for each in (person, other)]
    attach_person(request=request, person=person, by=client.user)
    assert ["certificate" in text_on(client.get(panel)) for panel in panels] == [True, False]
    detach_person(request=request, by=client.user)
    attach_person(request=request, person=other, by=client.user)
    assert ["certificate" in text_on(client.get(panel)) for panel in panels] == [False, True]


@pytest.mark.parametrize("role", ["coordinator", "educator"])
def test_an_attachment_goes_with_its_closed_file_even_for_who_uploaded_it(role, signed_in):
    client, person = signed_in(role), make_person()
    mail = make_mail(by=client.user, attachments=[a_pdf()])
    document = Document.objects.of_record(mail).get()
    address = reverse("documents:download", args=[document.pk])
    assert client.get(address).status_code == 200
    operations.file_mail(mail=mail, person=person, urgency="48h", by=make_user("coordinator"))
    close_file(person=person, user=client.user, reason="Family.", by=make_user("management"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["mails", "inbox"])
def test_lists_ask_as_much_for_ten_times_the_e_mails(name, signed_in):
    client, asked = signed_in("coordinator"), []
    for number in (2, 20):
        for each in range(number):
            make_mail(f"{number} {each}")
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_the_page_of_an_e_mail_asks_as_much_for_ten_times_the_papers(signed_in):
    client, asked = signed_in("coordinator"), []
    for number in (1, 10):
        papers = [a_pdf(f"{each}.pdf", words=f"{number} {each}".encode()) for each in range(number)]
        mail = make_mail(f"With {number}.", attachments=papers)
        with CaptureQueriesContext(connection) as queries:
            client.get(page("mail", mail))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_in_the_list_what_a_stranger_wrote_is_text_and_private(signed_in):
    client = signed_in("coordinator")
    make_mail(by=client.user, subject="<b>Urgent</b>", sender="<i>x</i> & y")
    shown = client.get(page("mails")).content.decode()
    assert '<span class="private">&lt;b&gt;Urgent&lt;/b&gt;</span>' in shown
    assert '<span class="private">&lt;i&gt;x&lt;/i&gt; &amp; y</span>' in shown
    assert "<b>Urgent" not in shown
