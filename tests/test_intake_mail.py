"""A partner's e-mail: read within limits, kept sealed, proposed with its passages, filed by somebody who saw it."""

import re
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.mail import alerts
from intake.mail.markup import text_of
from intake.mail.proposals import initial_of, proposals_of
from intake.mail.reading import read_file, read_pasted
from intake.mail.retention import forget
from intake.models import IncomingMail, Request
from intake.operations import attach_person, detach_person
from intake.operations import mails as operations
from refuge.documents.models import Document
from refuge.notifications.models import Alert
from refuge.people.models import Person
from refuge.people.operations import add_channel, close_file, merge_people, part_people
from tests.documents import SENTINEL, a_pdf, a_picture, make_mail
from tests.factories import make_person, make_request, make_user

pytestmark = pytest.mark.django_db
LETTER = """Bonjour,

Je vous écris pour un jeune de 19 ans, Karim, qui se fait appeler Lina (pronoms : elle). Elle dort dehors cette nuit.
Elle parle français et arabe. Elle est joignable au 0499 12 34 56 après 18 h. Nous la suivons depuis 10 ans.

Bien à vous,
Marie Dupont
CPAS de Saint-Gilles, 02 555 01 23
"""


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


def an_eml(text=LETTER, *, html="", attachments=(), **headers) -> bytes:
    message = EmailMessage()
    headers = {"From": "Marie Dupont <marie@cpas.example>", "Subject": "Aanmelding é", "To": "x@y.example"} | headers
    for name, value in headers.items():
        message[name] = value
    if text:
        message.set_content(text)
    if html:
        message.set_content(html, subtype="html") if not text else message.add_alternative(html, subtype="html")
    for file in attachments:
        message.add_attachment(file.read(), maintype="application", subtype="octet-stream", filename=file.name)
    return bytes(message)


def code_of(data: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        read_file(data)
    return error.value.code


def found(text, sender="") -> dict:
    """The first proposal of each field: (value, passage)."""
    first = {}
    for each in proposals_of(text, sender):
        first.setdefault((each.field, each.theirs), (each.value, each.words))
    return {field if theirs else f"{field} of the sender": what for (field, theirs), what in first.items()}


# Reading


def test_an_eml_gives_sender_subject_day_text_and_attachments():
    mail = read_file(an_eml(attachments=[a_pdf(), a_picture()], Date="Mon, 23 Nov 2026 09:00:00 +0100"))
    assert (mail.sender, mail.subject) == ("Marie Dupont <marie@cpas.example>", "Aanmelding é")
    assert mail.sent_at.isoformat() == "2026-11-23T09:00:00+01:00"
    assert mail.text == LETTER.strip()
    assert [file.name for file in mail.attachments] == ["decision.pdf", "photo.jpg"]


def test_html_is_read_as_text_and_loads_nothing():
    html = (
        "<head><title>no</title><style>p {}</style></head><p>Elle a <b>19</b> ans.</p><script>steal()</script>"
        '<img src="https://tracker.example/x.gif"><p>Voir <a href="https://site.example/a">ici</a></p>'
    )
    mail = read_file(an_eml(text="", html=html))
    assert mail.text == "Elle a 19 ans.\n\nVoir ici <https://site.example/a>"
    assert "tracker" not in mail.text
    assert text_of("<p>1 &lt; 2 &amp; é") == "1 < 2 & é"


def test_a_pasted_text_tells_its_sender_where_it_stands_above_it():
    mail = read_pasted("De : Marie Dupont <marie@cpas.example>\nObjet : Un jeune\n\nBonjour")
    assert (mail.sender, mail.subject) == ("Marie Dupont <marie@cpas.example>", "Un jeune")


def test_a_thousand_nested_parts_are_refused_before_they_are_parsed():
    nested = b"From: a@b.example\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(1000)
    )
    assert code_of(nested) == "too_many_parts"
    flat = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1000
    assert code_of(flat) == "too_many_parts"
    letters = b"From: a@b.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1000
    assert code_of(letters) == "too_many_parts"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not an e-mail at all", "no_mail"),
        (b"\xd0\xcf\x11\xe0 Outlook's own format", "no_mail"),
        (b"From: a@b.example\r\nX: " + b"x" * 70_000 + b"\r\n\r\nHello", "no_mail"),
        (b"From: a@b.example\r\n\r\n" + b"0" * (26 * 2**20), "too_large"),
    ],
)
def test_what_is_no_e_mail_or_too_much_is_refused(data, code):
    assert code_of(data) == code


def test_odd_alphabets_and_days_are_read_as_well_as_can_be():
    odd = b"From: =?x-unknown?Q?abc?= <a@b.example>\r\nDate: never\r\nContent-Type: text/plain; charset=klingon\r\n\r\n"
    mail = read_file(odd + "Né en 2007 €".encode())
    assert mail.sent_at is None
    assert "a@b.example" in mail.sender
    assert mail.text == "Né en 2007 €"


# Keeping


def test_text_sender_and_attachments_lie_sealed_everywhere(settings):
    mail = make_mail("Quetzalcoatlus-9147 needs a place.", sender="q@b.example", attachments=[a_pdf()])
    row, event = (IncomingMail.objects.values().get(), mail.events.values().get())
    assert all(b"Quetzal" not in bytes(held["text"]) + bytes(held["sender"]) for held in (row, event))
    files = [path for path in settings.DOCUMENTS_ROOT.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert SENTINEL not in files[0].read_bytes()


def test_attachments_that_are_not_what_they_say_are_left_out_and_told():
    exe, fake = a_pdf("invoice.exe"), a_pdf("photo.png")
    mail = operations.bring_in(
        mail=read_file(an_eml(attachments=[a_pdf(), exe, fake])), person_knows="yes", person_agrees="yes",
        by=make_user("coordinator"),
    )  # fmt: skip
    assert Document.objects.of_record(mail).count() == 1
    assert [each["name"] for each in mail.left_out] == ["invoice.exe", "photo.png"]


def test_a_bomb_of_attachments_keeps_twenty():
    many = [a_pdf(f"{number}.pdf", words=str(number).encode()) for number in range(30)]
    mail = read_file(an_eml(attachments=many))
    assert (len(mail.attachments), len(mail.left_out)) == (20, 10)


def test_an_e_mail_is_brought_in_once_until_it_is_discarded():
    mail = make_mail("The same.")
    with pytest.raises(ValidationError) as error:
        make_mail("The same.")
    assert error.value.code == "intake_mail_once"
    operations.discard_mail(mail=mail, reason="Twice.", by=make_user("coordinator"))
    make_mail("The same.")
    with pytest.raises(ValidationError) as error:
        operations.take_up_again(mail=mail, by=make_user("coordinator"))
    assert error.value.code == "intake_mail_once"


def test_whoever_does_not_know_cannot_have_agreed():
    with pytest.raises(ValidationError) as error:
        make_mail(knows="no", agrees="yes")
    assert "person_agrees" in error.value.error_dict
    mail = make_mail()
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingMail.objects.filter(pk=mail.pk).update(person_knows="unknown")


@pytest.mark.parametrize("broken", [{"state": "filed"}, {"state": "discarded"}, {"settled_at": timezone.now()}])
def test_an_e_mail_is_settled_whole_or_not_at_all(broken):
    mail = make_mail()
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingMail.objects.filter(pk=mail.pk).update(**broken)


# Proposing


def test_a_french_letter_is_proposed_with_the_passages_it_was_read_from():
    assert found(LETTER, "Marie Dupont <marie@cpas.example>") == {
        "chosen_name": ("Lina", "se fait appeler Lina"),
        "pronouns": ("elle", "pronoms : elle"),
        "age": ("19", "19 ans"),
        "call_back": ("+32499123456", "0499 12 34 56"),
        "call_back of the sender": ("+3225550123", "02 555 01 23"),
        "caller_organisation of the sender": ("CPAS de Saint-Gilles", "CPAS de Saint-Gilles"),
        "urgency": ("tonight", "dort dehors"),
        "languages": ("fr,ar", "parle français et arabe"),
    }


def test_dutch_and_english_letters_are_read_too():
    dutch = found(
        "Een jongere van 20 jaar, roepnaam: Noor. Zijn nummer is 0486/11.22.33. Dringend! Spreekt Turks en Frans"
    )
    assert dutch == {
        "chosen_name": ("Noor", "roepnaam: Noor"), "age": ("20", "20 jaar"),
        "call_back": ("+32486112233", "0486/11.22.33"), "urgency": ("48h", "Dringend"),
        "languages": ("fr,tr", "Spreekt Turks en Frans"),
    }  # fmt: skip
    english = found("A young person named Sam, born on 03/05/2007, they speak English. Can you help this week?")
    assert english == {
        "chosen_name": ("Sam", "named Sam"), "age": ("03/05/2007", "born on 03/05/2007"),
        "urgency": ("week", "this week"), "languages": ("en", "speak English"),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["depuis 10 ans", "il y a 20 ans", "sinds 12 jaar", "85 ans", "24/7 joignable", ""])
def test_what_is_no_age_is_not_proposed(text):
    assert "age" not in found(text)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "@" * 20_000, "parle " * 4000, "0" * 20_000, "A. " * 9000, "(" * 20_000]
)
def test_hostile_letters_are_read_in_no_time(text):
    begun = timezone.now()
    proposals_of(text)
    assert timezone.now() - begun < timedelta(seconds=3)


def test_without_agreement_the_form_is_filled_with_the_service_alone():
    proposals = proposals_of(LETTER, "marie@cpas.example")
    assert initial_of(proposals, agreed=True)["chosen_name"] == "Lina"
    assert initial_of(proposals, agreed=False) == {
        "urgency": "tonight", "caller_organisation": "CPAS de Saint-Gilles", "call_back": "+3225550123",
    }  # fmt: skip


# Filing


def test_an_e_mail_becomes_a_call_with_its_file_and_attachments():
    by = make_user("coordinator")
    mail = make_mail(by=by, attachments=[a_pdf()])
    request = operations.file_mail(
        mail=mail, chosen_name="Lina", urgency="48h", channel="email", languages=["fr", "ar"], by=by
    )
    mail.refresh_from_db()
    document = Document.objects.of_record(mail).get()
    assert (mail.state, mail.request) == ("filed", request)
    assert (request.person.chosen_name, request.person.languages) == ("Lina", ["fr", "ar"])
    assert document in Document.objects.about(request.person)


@pytest.mark.parametrize(
    "told",
    [
        {"chosen_name": "Lina"}, {"pronouns": "elle"}, {"languages": ["fr"]}, {"ethos": "1"},
        {"age": {"stated_age": 19, "stated_on": timezone.localdate()}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("agrees", ["no", "unknown"])
def test_without_agreement_nothing_is_written_that_tells_who_they_are(told, agrees):
    mail, by = make_mail(knows="yes", agrees=agrees), make_user("coordinator")
    with pytest.raises(ValidationError) as error:
        operations.file_mail(mail=mail, urgency="48h", by=by, **told)
    assert error.value.code == "not_agreed"
    assert not Request.objects.exists()
    nothing = {"person": None, "chosen_name": "", "age": {"stated_age": None, "stated_on": None}}
    request = operations.file_mail(mail=mail, urgency="48h", caller="service", by=by, **nothing)
    assert request.person is None


def test_a_call_filed_without_agreement_is_joined_to_a_file_once_they_agree():
    mail, person, by = make_mail(knows="yes", agrees="no"), make_person(), make_user("coordinator")
    request = operations.file_mail(mail=mail, urgency="48h", by=by)
    with pytest.raises(ValidationError) as error:
        attach_person(request=request, person=person, by=by)
    assert error.value.code == "intake_mail_agreed_before_joined"
    operations.set_agreement(mail=mail, person_knows="yes", person_agrees="yes", by=by)
    assert attach_person(request=request, person=person, by=by).person == person


def test_the_database_joins_no_file_without_agreement_from_either_side():
    mail, person = make_mail(knows="yes", agrees="no"), make_person()
    request = make_request(person=person)
    with pytest.raises(IntegrityError, match="agreed_before_filed"), transaction.atomic():
        IncomingMail.objects.filter(pk=mail.pk).update(request=request, state="filed", settled_at=timezone.now())
    filed = operations.file_mail(mail=mail, urgency="48h", by=make_user("coordinator"))
    with pytest.raises(IntegrityError, match="agreed_before_joined"), transaction.atomic():
        Request.objects.filter(pk=filed.pk).update(person=person)


def test_an_agreement_taken_back_after_filing_is_recorded():
    mail, by = make_mail(), make_user("coordinator")
    operations.file_mail(mail=mail, chosen_name="Lina", urgency="48h", by=by)
    operations.set_agreement(mail=mail, person_knows="yes", person_agrees="no", by=by)
    mail.refresh_from_db()
    assert not mail.is_agreed


def test_a_file_whose_agreement_was_taken_back_is_merged_and_parted():
    mail, by, kept = make_mail(), make_user("coordinator"), make_person()
    request = operations.file_mail(mail=mail, chosen_name="Lina", urgency="48h", by=by)
    operations.set_agreement(mail=mail, person_knows="yes", person_agrees="no", by=by)
    merge = merge_people(kept=kept, absorbed=request.person, reason="One person.", by=by)
    assert Request.objects.get().person == kept
    part_people(merge=merge, by=by)
    assert Request.objects.get().person == request.person


def test_the_number_of_a_service_never_becomes_the_young_persons():
    mail, person, by = make_mail(knows="yes", agrees="no"), make_person(), make_user("coordinator")
    request = operations.file_mail(mail=mail, urgency="48h", call_back="02 555 01 23", by=by)
    operations.set_agreement(mail=mail, person_knows="yes", person_agrees="yes", by=by)
    attach_person(request=request, person=person, by=by)
    assert not person.channels.exists()
    kept = add_channel(person=person, kind="phone", value="02 555 01 23", by=by)
    detach_person(request=request, by=by)
    assert person.channels.current().get() == kept


def test_filing_is_undone_and_the_e_mail_waits_again():
    by = make_user("coordinator")
    mail = make_mail(by=by, attachments=[a_pdf()])
    operations.file_mail(mail=mail, chosen_name="Lina", urgency="48h", by=by)
    operations.unfile_mail(mail=mail, by=by)
    mail.refresh_from_db()
    assert (mail.state, mail.request, Document.objects.of_record(mail).count()) == ("new", None, 1)
    assert not Request.objects.exists()
    assert not Person.objects.exists()


def test_an_e_mail_is_settled_once():
    mail, by = make_mail(), make_user("coordinator")
    operations.file_mail(mail=mail, urgency="48h", by=by)
    for again in (
        lambda: operations.file_mail(mail=mail, urgency="48h", by=by),
        lambda: operations.discard_mail(mail=mail, reason="Twice.", by=by),
        lambda: operations.file_mail(mail=mail, chosen_name="Lina", urgency="48h", by=by),
    ):
        with pytest.raises(ValidationError) as error:
            again()
        assert error.value.code == "settled"


def test_a_discarded_e_mail_goes_for_good_after_its_term_with_all_that_was_copied(settings):
    mail, by = make_mail(attachments=[a_pdf()]), make_user("coordinator")
    operations.discard_mail(mail=mail, reason="Advertising.", by=by)
    assert forget() == 0
    IncomingMail.objects.filter(pk=mail.pk).update(settled_at=timezone.now() - timedelta(days=31))
    assert forget() == 1
    events = [model._meta.get_field("events").related_model for model in (IncomingMail, Document)]
    assert not any(model.objects.exists() for model in (IncomingMail, Document, *events))


def test_an_e_mail_that_nobody_files_is_told_to_the_coordinators_once():
    coordinator, today = make_user("coordinator"), timezone.now()
    mail = make_mail(by=make_user("educator"))
    waiting = Alert.objects.open().filter(kind="intake.mail_waits")
    assert alerts.tell(today + timedelta(hours=23)) == 0
    assert alerts.tell(today + timedelta(hours=25)) == 1
    assert alerts.tell(today + timedelta(hours=26)) == 0
    assert waiting.get().recipient == coordinator
    operations.discard_mail(mail=mail, reason="Advertising.", by=coordinator)
    assert not waiting.exists()
    operations.take_up_again(mail=mail, by=coordinator)
    assert waiting.count() == 1


# Pages


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
