"""The pages of a merge, of the trace on a file and of a death: what each role reads, and what is not there for them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework import operations as casework
from housing import operations as housing
from housing.alerts import send_stay_alerts
from intake import operations as intake
from intake.alerts import tell_of_late_calls
from intake.operations import inquiries, mails
from intake.reminders import send_reminders
from refuge.audit.models import Opening
from refuge.documents import operations as documents
from refuge.documents.alerts import tell as tell_of_documents
from refuge.notifications.models import Alert
from refuge.partners import operations as partners
from refuge.partners.alerts import send_partner_alerts
from refuge.people import operations
from refuge.people.models import Merge, Person
from tests.documents import a_pdf, a_picture, make_document, make_mail
from tests.factories import make_minor, make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.partners import SAID, make_organisation, make_referral, make_sent
from tests.staff import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Refusals are read here in the words of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def kept(by):
    return make_person(by=by, chosen_name="Nour", legal_name="Nora El Amrani")


@pytest.fixture
def other(by):
    return make_person(by=by, chosen_name="Noor", birth_year=2005, legal_name="Noura Amrani")


@pytest.fixture
def read(client, by):
    """The text of a page, as the coordinator reads it unless told otherwise."""
    client.raise_request_exception = True

    def opened(path, user=None, data=None, **headers):
        sign_in(client, user or by)
        client.cookies["django_language"] = "en"
        method = client.get if data is None else client.post
        response = method(path, data or {}, follow=True, headers={"accept-language": "en", **headers})
        response.text_ = response.content.decode()
        return response

    by.language = "en"
    by.save()
    return opened


def merged(kept, other, by, **choices):
    return operations.merge_people(kept=kept, absorbed=other, by=by, reason="Same phone.", choices=choices)


def test_the_other_file_is_found_as_one_types(read, kept, other):
    path = f"/people/{kept.reference}/merge/"
    for text in ("noor", other.reference):
        found = read(f"{path}?q={text}", **{"hx-request": "true", "hx-target": "results"})
        assert f"{path}{other.reference}/" in found.text_
        assert "<html" not in found.text_


def test_likely_files_are_offered_on_the_page_itself(read, kept, by):
    same = make_person(by=by, chosen_name="Nour", birth_year=2005)
    operations.add_channel(person=kept, kind="phone", value="0470123456", by=by)
    other = make_person(by=by, chosen_name="Alix", birth_year=2001)
    operations.add_channel(person=other, kind="phone", value="0470 12 34 56", by=by)
    make_person(by=by, chosen_name="Nour", birth_year=1999)
    text = read(f"/people/{kept.reference}/").text_
    for likely in (same, other):
        assert f"/people/{kept.reference}/merge/{likely.reference}/" in text
    assert text.count("/merge/P-") == 2
    assert "/merge/" not in read(f"/people/{kept.reference}/", make_user("educator")).text_


@pytest.mark.parametrize(("stored", "typed"), [("Jan Van de Putte", "Vandeputte"), ("Jan Vandeputte", "van de putte")])
def test_a_name_is_found_however_it_is_spaced(read, by, stored, typed):
    person = make_person(by=by, chosen_name="Alix", legal_name=stored)
    assert person.reference in read(f"/search/?q={typed}").text_


def test_two_files_are_compared_merged_and_parted(read, kept, other, by):
    casework.write_note(person=other, domain="housing", text="Seen.", by=by)
    path = f"/people/{kept.reference}/merge/{other.reference}/"
    compared = read(path).text_
    assert "Noura Amrani" in compared
    assert "Journal" in compared
    done = read(path, data={"chosen_name": "absorbed", "legal_name": "kept", "reason": "Same phone."})
    merge = Merge.objects.get()
    assert done.redirect_chain[-1][0] == f"/people/{kept.reference}/merges/{merge.pk}/"
    assert "Part again" in done.text_
    assert Person.objects.get(pk=kept.pk).chosen_name == "Noor"
    parted = read(f"/people/{kept.reference}/merges/{merge.pk}/part/", data={})
    assert parted.status_code == 200
    read(f"/people/{kept.reference}/merges/{merge.pk}/part/", data={"go": "1"})
    assert other.notes.exists()
    assert Person.objects.visible_to(by).count() == 2


def test_what_moved_unseen_is_told_to_nobody_who_may_not_read_it(read, kept, other, by):
    """A note kept to the worker in charge moves, and is not even counted to who merges."""
    educator = make_user("educator")
    for person in (kept, other):
        operations.assign_worker(person=person, worker=educator, by=by)
    kept.refresh_from_db()
    other.refresh_from_db()
    casework.write_note(person=other, domain="housing", text="Between us.", audience="worker", by=educator)
    merge = merged(kept, other, by)
    assert kept.notes.count() == 1
    assert "<b>" not in read(f"/people/{kept.reference}/merges/{merge.pk}/").text_.partition("What moved")[2]


def test_a_parted_file_closed_to_the_reader_is_not_named(read, kept, other, by):
    merge = merged(kept, other, by)
    operations.part_people(merge=merge, by=by)
    operations.close_file(person=other, user=by, reason="Family.", by=make_user("management"))
    assert read(f"/people/{kept.reference}/merges/{merge.pk}/").status_code == 404
    assert other.reference not in read(f"/people/{kept.reference}/history/").text_


def test_a_clash_is_named_and_nothing_typed_is_lost(read, kept, other, by):
    for person in (kept, other):
        casework.open_plan(person=person, kind="residential", by=by)
    data = {"chosen_name": "kept", "legal_name": "kept", "reason": "They told me so."}
    refused = read(f"/people/{kept.reference}/merge/{other.reference}/", data=data).text_
    assert "Both files have an open plan" in refused
    assert "They told me so." in refused


def test_different_ages_are_not_chosen_for_anybody(read, kept, by):
    other = make_person(by=by, chosen_name="Nour", birth_year=2004)
    path = f"/people/{kept.reference}/merge/{other.reference}/"
    assert "checked" not in read(path).text_.partition('id="div_id_age"')[2].partition('id="div_id_reason"')[0]
    read(path, data={"reason": "Same phone."})
    assert not Merge.objects.exists()


def test_the_old_address_leads_to_the_file_for_who_may_open_it(read, kept, other, by):
    merged(kept, other, by)
    for panel in ("", "contact/"):
        reached = read(f"/people/{other.reference}/{panel}")
        assert reached.redirect_chain[-1][0].startswith(f"/people/{kept.reference}/")
    educator = make_user("educator")
    operations.close_file(person=kept, user=educator, reason="Family.", by=make_user("management"))
    assert read(f"/people/{other.reference}/", educator).status_code == 404
    assert read(f"/people/{other.reference}/edit/identity/").status_code == 404


def test_a_file_closed_to_the_coordinator_is_not_compared(read, kept, other, by):
    operations.close_file(person=other, user=by, reason="Family.", by=make_user("management"))
    assert read(f"/people/{kept.reference}/merge/{other.reference}/").status_code == 404
    assert other.reference not in read(f"/people/{kept.reference}/merge/?q=noor").text_


def test_the_access_panel_tells_of_both_files_and_says_why(read, kept, other, by):
    management = make_user("management", language="en")
    read(f"/people/{other.reference}/contact/")
    merged(kept, other, by, chosen_name="absorbed")
    text = read(f"/people/{kept.reference}/access/", management).text_
    assert f"/people/{other.reference}/contact/" in text
    assert "merged" in text
    assert Opening.objects.filter(subject_id=kept.pk, user=management).exists()


def test_the_history_panel_says_correction_or_change_and_gives_no_value_away(read, kept, by):
    path = f"/people/{kept.reference}/edit/identity/"
    read(path, data={"legal_name": "Nadia El Amrani", "age": "2004", "residence": "", "why": "correction"})
    text = read(f"/people/{kept.reference}/history/").text_
    assert "corrected" in text
    assert "2005 → 2004" in text
    assert "Nadia" not in text
    assert read(f"/people/{kept.reference}/history/", make_user("educator")).status_code == 404


def test_what_was_taken_off_is_listed_with_its_reason_and_put_back(read, kept, by):
    channel = operations.add_channel(person=kept, kind="phone", value="0470123456", by=by)
    read(f"/people/{kept.reference}/contact/{channel.pk}/remove/", data={"because": "wrong"})
    text = read(f"/people/{kept.reference}/contact/").text_
    assert "Entered by mistake" in text
    read(f"/people/{kept.reference}/contact/{channel.pk}/restore/", data={"go": "1"})
    channel.refresh_from_db()
    assert (channel.removed_at, channel.removed_because) == (None, "")


def test_a_consent_noted_by_mistake_was_never_given(read, kept, by):
    consent = operations.give_consent(person=kept, purpose="photo", how="spoken", by=by)
    read(f"/people/{kept.reference}/consents/{consent.pk}/remove/", data={"go": "1"})
    assert not kept.consents.standing().exists()
    assert "Consent given" not in read(f"/people/{kept.reference}/").text_


def test_a_correction_that_shows_a_resident_to_be_a_minor_is_accepted(kept, by):
    stay = make_stay(kept, make_space("A1"), by=by)
    age = {"birth_date": None, "birth_year": None, "stated_age": 16, "stated_on": timezone.localdate()}
    operations.change_identity(person=kept, by=by, why=operations.CORRECTION, **age)
    assert stay.occupancies.get().under_age


# A death


def test_after_a_death_the_file_is_read_only_alerts_stop_and_the_departure_is_asked_for(read, kept, by):
    request = make_request(person=kept, by=by)
    plan = casework.open_plan(person=kept, kind="residential", by=by)
    until = timezone.localdate() + timedelta(days=7)
    stay = make_stay(kept, make_space("A1"), by=by, agreed_until=until)
    assert send_stay_alerts() > 0
    read(f"/people/{kept.reference}/death/", data={"source": "The hospital, by phone"})
    assert not Alert.objects.open().exists()
    assert send_stay_alerts(until) == 0
    text = read(f"/people/{kept.reference}/").text_
    assert "Has died." in text
    assert f"/housing/stays/{stay.pk}/depart/" in text
    assert "/edit/name/" not in text
    kept.refresh_from_db()
    refused = [
        lambda: operations.rename(person=kept, chosen_name="X", pronouns="", by=by),
        lambda: operations.add_channel(person=kept, kind="phone", value="0470123456", by=by),
        lambda: casework.write_note(person=kept, domain="housing", text="Late.", by=by),
        lambda: casework.add_goal(plan=plan, domain="housing", wording="A room", by=by),
        lambda: intake.assign(request=request, worker=by, by=by),
        lambda: intake.decide(request=request, outcome="accommodated", reason="A space.", by=by),
        lambda: housing.offer(person=kept, space=make_space("A2"), starts_on=until, by=by),
        lambda: operations.record_death(person=kept, source="Again", by=by),
    ]
    for step in refused:
        with pytest.raises(Exception, match="died"):
            step()
    housing.depart(stay=stay, destination="deceased", exit_type="other", by=by)


def test_a_death_noted_by_mistake_is_taken_back_with_its_alerts(read, kept, by):
    make_stay(kept, make_space("A1"), by=by, agreed_until=timezone.localdate() + timedelta(days=7))
    send_stay_alerts()
    before = Alert.objects.open().count()
    operations.record_death(person=kept, source="A rumour", by=by)
    read(f"/people/{kept.reference}/death/undo/", data={"go": "1"})
    kept.refresh_from_db()
    assert not kept.has_died
    assert kept.death_source == ""
    assert Alert.objects.open().count() == before > 0


def known_of(person, by) -> SimpleNamespace:
    """Something of each kind that alerts are about; all of it is due two days from now."""
    today, now = timezone.localdate(), timezone.now()
    soon, long_ago = today + timedelta(days=1), now - timedelta(days=3)
    mail = make_mail(by=by)
    mails.file_mail(mail=mail, person=person, urgency="48h", by=by)
    request = make_request(person=person, by=by, received_at=long_ago, call_back_by=now - timedelta(hours=2))
    called = make_request(person=person, by=by, received_at=long_ago)
    promise = {"result": "call_back", "at": now - timedelta(hours=3), "call_back_at": now - timedelta(hours=1)}
    intake.keep_asylum_file(person=person, agreed_on=today, agreement_ends_on=soon + timedelta(days=1), by=by)
    return SimpleNamespace(
        mail=mail, request=request, attempt=intake.note_contact(request=called, by=by, **promise),
        flag=intake.raise_flag(person=person, kind="family", level="watch", review_on=soon, by=by),
        follow_up=intake.follow_minor(person=person, worker=by, next_on=soon, by=by),
        prepared=make_referral(person, make_organisation("A", by=by), by=by),
        sent=make_sent(person, make_organisation("B", by=by), by=by, sent_on=today - timedelta(days=90)),
        document=make_document(person=person, by=by, expires_on=soon),
    )  # fmt: skip


def tell_everybody() -> int:
    day = timezone.localdate() + timedelta(days=2)
    return tell_of_late_calls() + send_reminders(day) + send_partner_alerts() + tell_of_documents()


def test_a_death_takes_the_alerts_of_every_app_off_and_no_new_ones_come(by):
    person = make_minor(by=by)
    known_of(person, by)
    told = tell_everybody()
    open_then = set(Alert.objects.open().values_list("pk", flat=True))
    kinds = set(Alert.objects.open().values_list("kind", flat=True))
    assert kinds >= {
        "intake.unanswered", "intake.call_back_missed", "intake.flag_review", "intake.minor_contact",
        "intake.agreement_ends", "partners.late", "documents.expires",
    }  # fmt: skip
    operations.record_death(person=person, source="The hospital", by=by)
    assert not Alert.objects.open().exists()
    operations.undo_death(person=person, by=by)
    assert set(Alert.objects.open().values_list("pk", flat=True)) == open_then
    operations.record_death(person=person, source="The hospital", by=by)
    Alert.objects.all().delete()
    assert (told > 0, tell_everybody()) == (True, 0)


def test_after_a_death_no_app_writes_but_what_ends_something(by):
    person, today = make_minor(by=by), timezone.localdate()
    known, later = known_of(person, by), today + timedelta(days=9)
    closed = intake.raise_flag(person=person, kind="medical", level="watch", review_on=later, by=by)
    intake.close_flag(flag=closed, closing_note="Seen.", by=by)
    answered = make_sent(person, make_organisation("C", by=by), by=by)
    partners.answer_referral(referral=answered, status="accepted", by=by)
    waiting = make_request(person=person, by=by)
    operations.record_death(person=person, source="The hospital", by=by)
    person.refresh_from_db()
    refused = {
        "raise": lambda: intake.raise_flag(person=person, kind="honour", level="watch", review_on=later, by=by),
        "review": lambda: intake.review_flag(flag=known.flag, level="watch", review_on=later, by=by),
        "close": lambda: intake.close_flag(flag=known.flag, closing_note="Over.", by=by),
        "reopen": lambda: intake.reopen_flag(flag=closed, by=by),
        "danger": lambda: intake.assess_danger(request=known.request, level="low", done="Called.", by=by),
        "follow": lambda: intake.follow_minor(person=person, worker=by, next_on=later, by=by),
        "asylum": lambda: intake.keep_asylum_file(person=person, centre="X", by=by),
        "contact": lambda: intake.note_contact(request=known.request, result="no_answer", by=by),
        "undo contact": lambda: intake.undo_contact(attempt=known.attempt, by=by),
        "undo call": lambda: intake.undo_log_call(request=waiting, by=by),
        "detach": lambda: intake.detach_person(request=waiting, by=by),
        "mail": lambda: mails.file_mail(mail=make_mail("Again", by=by), person=person, urgency="48h", by=by),
        "agreement": lambda: mails.set_agreement(mail=known.mail, person_knows="yes", person_agrees="no", by=by),
        "decide": lambda: intake.decide(request=known.request, outcome="referred", reason="Ghent.", by=by),
        "prepare": lambda: make_referral(person, make_organisation("D", by=by), by=by),
        "change": lambda: partners.change_referral(referral=known.prepared, purpose="X", answers=SAID, by=by),
        "lift": lambda: partners.lift_hold(referral=known.prepared, reason="Vital.", by=by),
        "send": lambda: partners.send_referral(referral=known.prepared, by=by),
        "take sending back": lambda: partners.take_sending_back(referral=known.sent, by=by),
        "answer": lambda: partners.answer_referral(referral=known.sent, status="accepted", by=by),
        "take answer back": lambda: partners.take_answer_back(referral=answered, by=by),
        "outcome": lambda: partners.note_outcome(referral=answered, outcome="X", by=by),
        "document": lambda: make_document(person=person, by=by, file=a_picture()),
        "describe": lambda: documents.describe_document(document=known.document, title="X", by=by),
    }
    for name, step in refused.items():
        with pytest.raises(ValidationError) as error:
            step()
        assert error.value.code == "deceased", name


def test_after_a_death_what_is_open_is_ended_and_inquiries_are_answered(by):
    person = make_minor(by=by)
    known = known_of(person, by)
    operations.record_death(person=person, source="The hospital", by=by)
    intake.decide(request=known.request, outcome="withdrawn", reason="Died.", by=by)
    intake.revoke_decision(request=known.request, by=by)
    partners.restore_referral(referral=partners.withdraw_referral(referral=known.sent, by=by), by=by)
    documents.restore_document(document=documents.remove_document(document=known.document, by=by), by=by)
    asked = inquiries.note_inquiry(asker="police", about="A first name", paper=a_pdf(), by=by)
    inquiries.join_inquiry(inquiry=asked, person=person, by=by)
    manager = make_user("management")
    inquiries.decide_inquiry(inquiry=asked, answer="nothing", reason="No ground.", by=manager)
    assert not Alert.objects.open().exclude(subject_label="intake.inquiry").exists()


def test_whoever_died_is_withdrawn_from_the_waiting_list(kept, by):
    request = make_request(person=kept, by=by)
    intake.decide(request=request, outcome="waiting", reason="No space.", by=by)
    operations.record_death(person=kept, source="The hospital", by=by)
    intake.leave_waiting_list(request=request, outcome="withdrawn", reason="Died.", by=by)
    with pytest.raises(ValidationError, match="died"):
        intake.return_to_waiting_list(request=request, by=by)
    request.refresh_from_db()
    assert request.state == "withdrawn"


@pytest.mark.parametrize("path", ["", "history/", "contact/", "merge/", "merge/{other}/", "merges/{merge}/"])
def test_queries_stay_the_same_with_ten_times_the_rows(client, kept, other, by, path):
    def grow(times):
        for _ in range(times):
            twin = make_person(by=by, chosen_name="Nour")
            operations.add_channel(person=kept, kind="phone", value=f"04701234{Person.objects.count() + 10}", by=by)
            operations.give_consent(person=other, purpose="photo", how="spoken", by=by)
            merged(kept, twin, by)

    grow(1)
    address = f"/people/{kept.reference}/" + path.format(other=other.reference, merge=Merge.objects.first().pk)
    sign_in(client, by)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()
    before = count()
    grow(9)
    assert count() == before <= 15
