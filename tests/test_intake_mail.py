"""A partner's e-mail: kept sealed, filed by somebody who saw it, forgotten in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.mail import alerts
from intake.mail.reading import read_file
from intake.mail.retention import forget
from intake.models import IncomingMail, Request
from intake.operations import attach_person, detach_person
from intake.operations import mails as operations
from refuge.documents.models import Document
from refuge.notifications.models import Alert
from refuge.people.models import Person
from refuge.people.operations import add_channel, merge_people, part_people
from tests.documents import SENTINEL, a_pdf, make_mail
from tests.factories import make_person, make_request, make_user
from tests.mails import an_eml

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"


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
