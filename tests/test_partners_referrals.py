"""A referral: what may leave, to whom, and what the letter says."""

from datetime import date, timedelta
from io import BytesIO
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from refuge.indicators import Period, get
from refuge.notifications.models import Alert
from refuge.partners import operations
from refuge.partners.alerts import send_partner_alerts
from refuge.partners.letter import letter_of, letter_pdf
from refuge.partners.models import Referral, SafetyMark
from refuge.partners.suggestions import suggested
from refuge.people import operations as people
from refuge.people.models import OutsideContact
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.partners import SAID, make_organisation, make_referral, make_sent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def by():
    return make_user("coordinator", name="Lotte Claes")


@pytest.fixture
def person(by):
    return make_person(by=by, chosen_name="Nour", legal_name="Nora El Amrani", languages=["fr", "ar"])


def code_of(refusal, field=None):
    return refusal.value.error_dict[field][0].code if field else refusal.value.code


# Held back


def test_a_referral_is_held_back_until_the_three_questions_are_answered(person, by):
    referral = make_referral(person, by=by, answers={"knows_orientation": "no", "name_to_use": "Nora"})
    assert referral.is_held
    assert list(Referral.objects.held()) == [referral]
    with pytest.raises(RuleBroken) as refusal:
        operations.send_referral(referral=referral, by=by)
    assert code_of(refusal) == "partners_not_held"
    people.set_outside_contact(person=person, contact=referral.outside, by=by, knows_gender="no", knows_refuge="no")
    assert not Referral.objects.held().exists()
    assert operations.send_referral(referral=referral, by=by).status == "sent"


def test_the_database_itself_lets_nothing_out_without_answers_or_consent(person, by):
    for facts, rule in (({"answers": {}}, "partners_not_held"), ({"consent_how": ""}, "partners_with_consent")):
        referral = make_referral(person, make_organisation(rule, by=by), by=by, **facts)
        sealed = make_sent(make_person(), make_organisation(f"Other {rule}", by=by), by=by).letter
        referral.status, referral.sent_on, referral.sent_by, referral.letter = "sent", TODAY(), by, sealed
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            referral.save()


def test_a_contact_taken_off_the_file_holds_the_letter_back(person, by):
    referral = make_referral(person, by=by)
    people.remove_outside_contact(contact=referral.outside, by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.send_referral(referral=referral, by=by)
    assert code_of(refusal) == "partners_not_held"


def test_a_vital_interest_lifts_the_hold_with_one_reason_and_management_is_told(person, by):
    manager, stranger = make_user("management"), make_user("management")
    people.close_file(person=person, user=stranger, reason="Family.", by=manager)
    referral = make_referral(person, by=by, answers={}, consent_how="", language="en")
    with pytest.raises(ValidationError) as refusal:
        operations.lift_hold(referral=referral, reason="  ", by=by)
    assert code_of(refusal, "reason") == "reason_needed"
    operations.lift_hold(referral=referral, reason="Insulin tonight.", by=by)
    alert = Alert.objects.get()
    assert (alert.recipient, alert.kind, alert.params) == (manager, "partners.lifted", {})
    sent = operations.send_referral(referral=referral, by=by)
    assert "This letter is sent in a vital interest of the person." in letter_text(sent.letter)
    with pytest.raises(IntegrityError, match="partners_lifted_with_reason"), transaction.atomic():
        Referral.objects.filter(pk=make_referral(make_person(), by=by, organisation=referral.organisation).pk).update(
            lifted_at=timezone.now()
        )


def test_consent_withdrawn_ends_what_is_open_and_taken_back_it_goes_on(person, by):
    sent, prepared = make_sent(person, by=by), make_referral(person, make_organisation("Other", by=by), by=by)
    answered = make_sent(person, make_organisation("Third", by=by), by=by)
    operations.answer_referral(referral=answered, status="accepted", by=by)
    for referral in (sent, prepared, answered):
        people.withdraw_consent(consent=referral.consent, by=by)
        referral.refresh_from_db()
    assert [each.status for each in (sent, prepared, answered)] == ["withdrawn", "withdrawn", "accepted"]
    with pytest.raises(ValidationError) as refusal:
        operations.restore_referral(referral=sent, by=by)
    assert code_of(refusal) == "consent_withdrawn"
    people.undo_withdrawal(consent=sent.consent, by=by)
    sent.refresh_from_db()
    assert sent.status == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_consent_withdrawn_at_the_same_moment_is_seen_or_ends_the_referral(person, by):
    referral = make_referral(person, by=by)

    def withdraw():
        people.withdraw_consent(consent=referral.consent, by=by)
        connection.close()

    with transaction.atomic():
        operations.send_referral(referral=referral, by=by)
        other = Thread(target=withdraw)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert Referral.objects.get(pk=referral.pk).status == "withdrawn"


# Age


@pytest.mark.parametrize(
    ("age", "code"),
    [({"stated_age": None}, "ask_the_age"), ({"birth_year": 2000}, "adult"), ({"birth_year": 2005}, "adult")],
)
def test_youth_services_are_for_those_certainly_under_18(by, age, code):
    person, saj = make_person(by=by, **age), make_organisation("SAJ", "saj", by=by)
    with pytest.raises(ValidationError) as refusal:
        make_referral(person, saj, need="youth_care", by=by)
    assert code_of(refusal, "organisation") == code
    other = make_referral(person, make_organisation("AMO", "youth", by=by), by=by)
    with pytest.raises(IntegrityError, match="partners_youth_for_minors"), transaction.atomic():
        Referral.objects.filter(pk=other.pk).update(organisation=saj)


def test_a_minor_is_referred_and_not_sent_there_once_the_age_turned_out_otherwise(by):
    minor = make_person(by=by, birth_date=TODAY() - timedelta(days=17 * 365))
    referral = make_referral(minor, make_organisation("SAJ", "saj", by=by), need="youth_care", by=by)
    people.change_identity(person=minor, birth_date=date(2000, 1, 1), by=by)
    with pytest.raises(ValidationError) as refusal:
        operations.send_referral(referral=referral, by=by)
    assert code_of(refusal, "organisation") == "adult"


def test_two_entries_of_a_youth_service_merge_whatever_became_known_since(by):
    minor, saj = (
        make_person(by=by, birth_date=TODAY() - timedelta(days=17 * 365)),
        make_organisation("SAJ", "saj", by=by),
    )
    twice, amo = make_organisation("SAJ bis", "saj", by=by), make_organisation("AMO", "youth", by=by)
    make_sent(minor, twice, need="youth_care", by=by)
    make_sent(make_person(by=by), amo, by=by)
    people.change_identity(person=minor, birth_date=date(2000, 1, 1), by=by)
    operations.merge_organisations(kept=saj, gone=twice, by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.merge_organisations(kept=saj, gone=amo, by=by)
    assert code_of(refusal) == "partners_youth_for_minors"


# What the letter says


def letter_text(letter) -> str:
    pages = PdfReader(BytesIO(letter_pdf(letter))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Madame, Monsieur", "Concerne", "Revenu", "Âge", "Prénom"]),
        ("nl", ["Geachte", "Betreft", "Inkomen", "Leeftijd", "Naam"]),
        ("en", ["Dear Sir or Madam", "Concerns", "Income", "Age", "Name"]),
    ],
)
def test_the_letter_in_three_languages_is_tagged_and_uses_the_name_for_there(person, by, language, words):
    letter = make_sent(
        person, by=by, language=language, facts=["age", "languages", "refuge"], reply="0499 99 10 10"
    ).letter
    text = letter_text(letter)
    for word in [*words[:4], "Nora", "Lotte Claes", "0499 99 10 10", "CPAS de Bruxelles"]:
        assert word in text
    assert "Nour" not in text
    # No ligature swallows a letter of what is read aloud.
    assert language != "fr" or "recevoir cette personne" in text
    reader = PdfReader(BytesIO(letter_pdf(letter)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert len(reader.pages) == 1
    assert not {"Nora", "Nour"} & set(str(reader.metadata).replace("'", " ").split())


@pytest.mark.parametrize(
    ("knows", "letterhead", "named"), [("yes", "refuge", True), ("yes", "neutral", False), ("no", "refuge", False)]
)
def test_the_letterhead_is_neutral_unless_the_house_was_chosen_and_may_be_named(person, by, knows, letterhead, named):
    answers = SAID | {"knows_refuge": knows, "letterhead": letterhead}
    assert ("Refuge" in letter_text(make_sent(person, by=by, answers=answers).letter)) is named


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"facts": ["orientation"]}, "facts", "may_not_know"),
        ({"facts": ["age", "gender"]}, "facts", "may_not_know"),
        ({"shared": "Suivi au Refuge.", "answers": SAID | {"knows_refuge": "no"}}, "shared", "may_not_know"),
        ({"purpose": "Nour cherche un logement."}, "purpose", "may_not_know"),
        ({"shared": "Jeune homosexuel mis à la porte."}, "shared", "may_not_know"),
        ({"shared": "A trans woman."}, "shared", "may_not_know"),
        ({"reply": "Contactgroep LGBTQI+"}, "reply", "may_not_know"),
    ],
)  # fmt: skip
def test_what_the_organisation_may_not_know_is_refused_beside_its_field(person, by, facts, field, code):
    with pytest.raises(ValidationError) as refusal:
        make_referral(person, by=by, **facts)
    assert code_of(refusal, field) == code
    assert not Referral.objects.exists()
    assert not OutsideContact.objects.exists()


@pytest.mark.parametrize(
    "text", ["Transport remboursé.", "Demande d’asile transmise.", "A refugee family.", "Réfugié reconnu."]
)
def test_words_that_only_look_alike_pass(person, by, text):
    assert make_referral(person, by=by, shared=text).shared == text


def test_answers_that_became_stricter_are_asked_again_before_sending(person, by):
    referral = make_referral(person, by=by, shared="Suivi au Refuge.")
    people.set_outside_contact(person=person, contact=referral.outside, by=by, knows_refuge="no")
    with pytest.raises(ValidationError) as refusal:
        operations.send_referral(referral=referral, by=by)
    assert code_of(refusal, "shared") == "may_not_know"


def test_a_chosen_name_is_not_the_name_to_use_unless_somebody_said_so(person, by):
    referral = make_referral(person, by=by)
    people.set_outside_contact(person=person, contact=referral.outside, by=by, name_to_use="")
    with pytest.raises(ValidationError) as refusal:
        operations.send_referral(referral=referral, by=by)
    assert code_of(refusal, "name_to_use") == "no_name"
    people.set_outside_contact(person=person, contact=referral.outside, by=by, knows_gender="yes")
    assert operations.send_referral(referral=referral, by=by).letter["name"] == "Nour"


def test_what_was_told_is_what_is_open(person, by):
    people.set_intimate(person=person, orientation=["gay"], gender_identity=["man"], by=by)
    person.refresh_from_db()
    open_ = SAID | {"knows_orientation": "yes"}
    referral = make_referral(person, by=by, answers=open_, facts=["orientation", "age"], language="en")
    labels = dict(letter_of(referral, TODAY(), by)["facts"])
    assert labels["Orientation"] == "Gay"
    referral.facts.append("gender")
    assert "Gender identity" not in dict(letter_of(referral, TODAY(), by)["facts"])


def test_a_letter_stays_as_it_was_sent(person, by):
    referral = make_sent(person, by=by)
    people.set_outside_contact(person=person, contact=referral.outside, by=by, name_to_use="Sally")
    assert Referral.objects.get(pk=referral.pk).letter["name"] == "Nora"
    assert letter_pdf(referral.letter) == letter_pdf(referral.letter)


def test_the_answers_given_for_an_organisation_serve_its_next_referral(person, by):
    first = make_sent(person, by=by)
    operations.answer_referral(referral=first, status="accepted", by=by)
    second = make_referral(person, first.organisation, by=by, answers={})
    assert second.outside == first.outside
    assert not second.is_held


# Answers


def test_an_answer_its_days_and_its_way_back(person, by):
    referral = make_sent(person, by=by, sent_on=TODAY() - timedelta(days=9))
    for day in (TODAY() + timedelta(days=1), TODAY() - timedelta(days=10)):
        with pytest.raises(ValidationError):
            operations.answer_referral(referral=referral, status="accepted", answered_on=day, by=by)
    referral = operations.answer_referral(referral=referral, status="accepted", by=by)
    assert referral.days_to_answer == 9
    assert operations.note_outcome(referral=referral, outcome="Income since March.", by=by).outcome
    assert operations.take_answer_back(referral=referral, by=by).status == "sent"
    assert operations.take_sending_back(referral=referral, by=by).status == "prepared"
    assert operations.withdraw_referral(referral=referral, by=by).status == "withdrawn"
    assert operations.restore_referral(referral=referral, by=by).status == "prepared"


@pytest.mark.parametrize("step", ["answer", "withdrawal"])
def test_a_step_taken_back_puts_the_late_answer_back_on_the_list(person, by, step):
    referral = make_sent(person, by=by, sent_on=TODAY() - timedelta(days=90))
    send_partner_alerts()
    Alert.objects.update(created_at=timezone.now() - timedelta(days=1))
    if step == "answer":
        operations.answer_referral(referral=referral, status="accepted", by=by)
        operations.note_outcome(referral=referral, outcome="Since March.", by=by)
    else:
        operations.withdraw_referral(referral=referral, by=by)
    assert not Alert.objects.open().exists()
    back = operations.take_answer_back if step == "answer" else operations.restore_referral
    back(referral=referral, by=by)
    assert Alert.objects.open().get().kind == "partners.late"


def test_of_two_people_at_once_the_second_is_told(person, by):
    referral = make_sent(person, by=by)
    operations.answer_referral(referral=referral, status="accepted", by=by)
    with pytest.raises(ValidationError) as refusal:
        operations.answer_referral(referral=referral, status="refused", by=by)
    assert code_of(refusal) == "moved_on"


@pytest.mark.parametrize("why", ["switched off", "kept out", None])
def test_a_late_answer_is_told_to_the_coordinators_where_the_sender_is_gone_or_kept_out(person, by, why):
    sender, manager = make_user("educator"), make_user("management")
    day = TODAY() - timedelta(days=60)
    make_sent(person, by=by, sent_on=day)
    Referral.objects.update(sent_by=sender)
    if why == "kept out":
        people.close_file(person=person, user=sender, reason="Family.", by=manager)
    sender.is_active = why != "switched off"
    sender.save()
    send_partner_alerts()
    assert [alert.recipient for alert in Alert.objects.filter(kind="partners.late")] == [by if why else sender]


# Suggestions


def test_first_comes_what_worked_for_the_need_and_last_where_they_felt_unsafe(by):
    worked, offers, unsafe, other = (
        make_organisation(name, "social", services=services, by=by)
        for name, services in (
            ("Z worked", []),
            ("B offers", ["income"]),
            ("A unsafe", ["income"]),
            ("Other", ["work"]),
        )
    )
    operations.answer_referral(referral=make_sent(make_person(), worked, by=by), status="accepted", by=by)
    for organisation, felt in ((worked, "yes"), (unsafe, "no")):
        operations.add_part(kind=SafetyMark, organisation=organisation, felt_safe=felt, marked_on=TODAY(), by=by)
    saj = make_organisation("SAJ", "saj", by=by)
    assert list(suggested(by, make_person(), "income")) == [worked, offers, unsafe]
    assert list(suggested(by, make_person(), "income", "oth")) == [other]
    minor = make_person(birth_date=TODAY() - timedelta(days=16 * 365))
    assert list(suggested(by, minor, "income")) == [saj, worked, offers, unsafe]


# Figures


def test_the_figures_of_partners_against_plain_counting(by):
    year = TODAY().year
    cpas, amo = make_organisation("CPAS", by=by), make_organisation("AMO", "youth", by=by)
    rows = [
        (cpas, "income", date(year - 1, 3, 1), 4),
        (cpas, "work", date(year - 1, 5, 1), 10),
        (amo, "work", date(year - 1, 6, 1), None),
    ]
    for organisation, need, day, days in rows:
        referral = make_sent(make_person(), organisation, need=need, sent_on=day, by=by)
        if days:
            answered = day + timedelta(days=days)
            operations.answer_referral(referral=referral, status="accepted", answered_on=answered, by=by)
    withdrawn = make_sent(make_person(), amo, sent_on=date(year - 1, 7, 1), by=by)
    operations.withdraw_referral(referral=withdrawn, by=by)
    figures = {code: get(code).compute(Period.year(year - 1)).value for code in
               ("referrals_made", "referrals_accepted", "referral_days", "active_partners")}  # fmt: skip
    assert figures == {
        "referrals_made": 3,
        "referrals_accepted": 2 / 3,
        "referral_days": 7,
        "active_partners": 2,
    }
    needs = get("referrals_made").breakdowns[0].compute(Period.year(year - 1))
    assert {row.code: row.figure.value for row in needs if row.figure.value} == {"income": 1, "work": 2}
    assert get("active_partners").compute(Period.year(year - 2)).value == 0
