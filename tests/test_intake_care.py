"""What an assessment finds, risk flags, minors and asylum: the operations, and what the database holds against them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake import operations
from intake.models import AsylumFile, DangerAssessment, Decision, MinorFollowUp, Request, RiskFlag
from intake.reminders import AGREEMENT_ENDS, FLAG_REVIEW, MINOR_CONTACT, TURNED_18, send_reminders
from refuge.notifications.models import Alert
from refuge.people import operations as people
from refuge.registry import search_providers
from refuge.violations import RuleBroken
from tests.factories import make_minor, make_person, make_request, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_its_day")]
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=14)


@pytest.fixture
def coordinator():
    return make_user("coordinator")


def codes(error) -> set[str]:
    return {each.code for each in error.value.error_list} if hasattr(error.value, "error_list") else {
        each.code for errors in error.value.error_dict.values() for each in errors
    }  # fmt: skip


def broken(text, *values) -> str:
    """The name of the rule that refuses plain SQL."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
    return refused.value.__cause__.diag.constraint_name


def raised(person, by, **fields):
    fields = {"kind": "honour", "level": "watch", "review_on": LATER} | fields
    return operations.raise_flag(person=person, by=by, **fields)


def told(kind) -> list:
    return list(Alert.objects.filter(kind=kind.code, resolved_at__isnull=True).values_list("recipient", flat=True))


# The assessment


def test_an_assessment_keeps_what_it_found_and_is_written_anew(coordinator):
    request = make_request(person=make_person())
    found = {"reasons": ["outing", "fear"], "main_reason": "fear", "place_of_stay": "flanders"}
    beyond = {"domains": {"legal": "urgent"}, "perpetrators": ["father"], "complaint": "wishes", "reported": "no"}
    operations.assess(request=request, by=coordinator, **found, **beyond)
    operations.assess(request=request, by=coordinator, domains={"legal": "some"})
    request = Request.objects.with_its_page().get()
    assert (request.state, request.main_reason, request.place_of_stay) == ("assessing", "fear", "flanders")
    assert (request.found.domains, request.found.perpetrators) == ({"legal": "some"}, ["father"])
    assert (request.found.complaint, request.found.reported) == ("wishes", "no")


def test_the_main_reason_is_one_of_the_reasons_also_in_the_database(coordinator):
    request = make_request()
    with pytest.raises(ValidationError) as error:
        operations.assess(request=request, by=coordinator, reasons=["outing"], main_reason="fear")
    assert codes(error) == {"not_a_reason"}
    assert broken("UPDATE intake_request SET main_reason = 'fear'") == "intake_main_reason_among_reasons"


# The decision


def test_a_refusal_says_why_and_the_outcome_says_it_where_it_can(coordinator):
    said = {"reason": "Spoken through.", "by": coordinator}
    refusal = {"outcome": "declined", "space_was_free": "no", "offered_instead": "A list."}
    operations.decide(request=make_request(), refusal_reason="no_place", **refusal, **said)
    operations.decide(request=make_request(), **refusal, **said)
    operations.decide(request=make_request(), outcome="withdrawn", refusal_reason="no_place", **said)
    operations.decide(request=make_request(), outcome="unreachable", offered_instead="Kept of no refusal.", **said)
    reasons = Decision.objects.order_by("decided_at").values_list("refusal_reason", flat=True)
    assert list(reasons) == ["no_place", "unrecorded", "withdrew", "lost_contact"]
    assert {each.offered_instead for each in Decision.objects.exclude(outcome="declined")} == {""}
    without = "UPDATE intake_decision SET refusal_reason = '' WHERE outcome = 'declined'"
    assert broken(without) == "intake_refusal_says_why"


# Risk flags


def test_a_flag_is_raised_looked_at_again_closed_and_put_back(coordinator):
    flag = raised(make_person(), coordinator, note="Brothers in town.")
    operations.review_flag(flag=flag, level="acute", review_on=TODAY, note="Seen near the school.", by=coordinator)
    flag.refresh_from_db()
    assert (flag.level, flag.review_on, flag.note) == ("acute", TODAY, "Seen near the school.")
    operations.close_flag(flag=flag, closing_note="Moved to another city.", by=coordinator)
    assert not RiskFlag.objects.standing().exists()
    operations.reopen_flag(flag=flag, by=coordinator)
    assert RiskFlag.objects.raised().get().closed_by is None


def test_a_flag_has_a_day_to_look_again_one_of_a_kind_and_a_reason_to_close(coordinator):
    person = make_person()
    flag = raised(person, coordinator)
    with pytest.raises(RuleBroken) as error:
        raised(person, coordinator)
    assert error.value.code == "intake_one_flag_of_a_kind"
    with pytest.raises(ValidationError) as error:
        operations.close_flag(flag=flag, closing_note=" ", by=coordinator)
    assert codes(error) == {"note_needed"}
    with pytest.raises(ValidationError) as error:
        operations.review_flag(flag=flag, level="watch", review_on=TODAY - timedelta(days=1), by=coordinator)
    assert codes(error) == {"past"}
    assert broken("UPDATE intake_riskflag SET review_on = since - 1") == "intake_flag_reviewed_later"
    assert broken("UPDATE intake_riskflag SET closed_at = now()") == "intake_flag_closed_with_a_note"
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskFlag.objects.update(review_on=None)


def test_a_review_that_did_not_come_is_told_once_and_done_with_by_the_review(coordinator):
    worker = make_user("educator")
    flag = raised(
        make_person(worker=worker, by=coordinator), coordinator, since=TODAY - timedelta(days=9), review_on=TODAY
    )
    assert send_reminders(TODAY) == 0
    assert send_reminders(TODAY + timedelta(days=1)) == 2
    assert send_reminders(TODAY + timedelta(days=1)) == send_reminders(TODAY + timedelta(days=2)) == 0
    assert set(told(FLAG_REVIEW)) == {coordinator.pk, worker.pk}
    operations.review_flag(flag=flag, level="watch", review_on=LATER, by=coordinator)
    assert told(FLAG_REVIEW) == []


def test_a_reminder_reaches_nobody_to_whom_the_file_is_closed(coordinator):
    person, other = make_person(by=coordinator), make_user("coordinator")
    raised(person, coordinator, since=TODAY - timedelta(days=9), review_on=TODAY - timedelta(days=1))
    people.close_file(person=person, user=other, reason="Lived together.", by=make_user("management"))
    send_reminders(TODAY)
    assert told(FLAG_REVIEW) == [coordinator.pk]


# Under 18


def test_a_danger_assessment_is_added_to_and_says_what_was_done(coordinator):
    request = make_request(person=make_minor())
    with pytest.raises(ValidationError) as error:
        operations.assess_danger(request=request, level="acute", done=" ", by=coordinator)
    assert codes(error) == {"done_needed"}
    for level in ("acute", "worrying"):
        operations.assess_danger(
            request=request, level=level, done="Called 103.", answers={"violence": "yes"}, by=coordinator
        )
    levels = DangerAssessment.objects.order_by("assessed_at").values_list("level", flat=True)
    assert list(levels) == ["acute", "worrying"]
    assert broken("UPDATE intake_dangerassessment SET done = NULL") == "intake_danger_says_what_was_done"


def test_the_pages_of_minors_are_for_minors(coordinator):
    request = make_request(person=make_person())
    with pytest.raises(ValidationError) as error:
        operations.assess_danger(request=request, level="none", done="Nothing.", by=coordinator)
    assert codes(error) == {"not_a_minor"}
    with pytest.raises(ValidationError) as error:
        operations.follow_minor(person=request.person, worker=coordinator, next_on=LATER, by=coordinator)
    assert codes(error) == {"not_a_minor"}


@pytest.mark.parametrize("outcome", ["followed", "referred", "declined", "withdrawn", "unreachable"])
def test_no_decision_about_a_minor_before_the_danger_is_assessed(coordinator, outcome):
    request = make_request(person=make_minor())
    decision = {"request": request, "outcome": outcome, "reason": "Spoken through.", "by": coordinator}
    decision |= {"space_was_free": "no", "offered_instead": "A list.", "refusal_reason": "minor"}
    with pytest.raises(ValidationError) as error:
        operations.decide(**decision)
    assert codes(error) == {"danger_not_assessed"}
    operations.assess_danger(request=request, level="unclear", done="Numbers given.", by=coordinator)
    assert operations.decide(**decision).outcome == outcome


def test_a_contact_that_did_not_come_is_told_until_the_next_is_set(coordinator):
    worker, person = make_user("educator"), make_minor(by=coordinator)
    operations.follow_minor(person=person, worker=worker, next_on=TODAY, by=coordinator)
    assert send_reminders(TODAY) == 0
    assert send_reminders(TODAY + timedelta(days=2)) == 2
    assert send_reminders(TODAY + timedelta(days=3)) == 0
    assert set(told(MINOR_CONTACT)) == {coordinator.pk, worker.pk}
    operations.follow_minor(person=person, worker=worker, next_on=LATER, by=worker)
    assert (told(MINOR_CONTACT), MinorFollowUp.objects.get().next_on) == ([], LATER)


def test_who_keeps_in_touch_may_read_the_file_and_the_day_is_to_come(coordinator):
    person = make_minor()
    for worker, day, code in [
        (make_user("logistics"), LATER, "may_not_read"),
        (make_user("management"), LATER, "may_not_read"),
        (coordinator, TODAY - timedelta(days=1), "past"),
    ]:
        with pytest.raises(ValidationError) as error:
            operations.follow_minor(person=person, worker=worker, next_on=day, by=coordinator)
        assert codes(error) == {code}


@pytest.fixture
def turning_18(coordinator, time_machine):
    """A request decided about somebody who is 18 on 20 January 2027."""
    time_machine.move_to("2026-11-23T10:00:00+01:00")
    request = make_request(person=make_person(birth_date=date(2009, 1, 20), by=coordinator), by=coordinator)
    operations.assess_danger(request=request, level="worrying", done="Called the youth service.", by=coordinator)
    worker = make_user("educator")
    operations.follow_minor(person=request.person, worker=worker, next_on=date(2027, 1, 30), by=coordinator)
    operations.decide(request=request, outcome="followed", reason="Under 18.", by=coordinator)
    request.educator = worker
    return request


def test_the_eighteenth_birthday_proposes_to_reopen_exactly_once(turning_18, coordinator, time_machine):
    days = [date(2027, 1, 18) + timedelta(days=number) for number in range(20)]
    given = {}
    for day in days:
        time_machine.move_to(f"{day}T08:00:00+01:00")
        given[day] = send_reminders() + send_reminders()
    assert {day: number for day, number in given.items() if number} == {date(2027, 1, 20): 2}
    assert set(told(TURNED_18)) == {coordinator.pk, turning_18.educator.pk}
    operations.reopen(request=turning_18, by=coordinator)
    assert told(TURNED_18) == []
    operations.decide(request=turning_18, outcome="waiting", reason="Still wants a space.", by=coordinator)
    assert send_reminders() == 0


def test_a_flag_closed_by_mistake_is_told_of_again(coordinator):
    flag = raised(make_person(by=coordinator), coordinator, review_on=TODAY)
    send_reminders(TODAY + timedelta(days=1))
    operations.close_flag(flag=flag, closing_note="Over.", by=coordinator)
    assert told(FLAG_REVIEW) == []
    operations.reopen_flag(flag=flag, by=coordinator)
    assert told(FLAG_REVIEW) == [coordinator.pk]


def test_a_birthday_missed_by_a_machine_that_was_off_is_told_late(turning_18, time_machine):
    time_machine.move_to("2027-02-05T08:00:00+01:00")
    assert send_reminders() == 2


@pytest.mark.parametrize("told_twice", [True, False])
def test_a_newer_request_of_the_same_person_is_the_one_that_counts(turning_18, coordinator, time_machine, told_twice):
    if not told_twice:
        make_request(person=turning_18.person, by=coordinator)
    time_machine.move_to("2027-01-20T08:00:00+01:00")
    assert send_reminders() == (2 if told_twice else 0)


# Asylum


def agreement(person, by, **facts):
    facts = {"sp_number": "9.123.456", "agreed_on": TODAY, "agreement_ends_on": TODAY + timedelta(days=40)} | facts
    return operations.keep_asylum_file(person=person, by=by, **facts)


def test_a_file_number_is_encrypted_and_finds_its_file_however_it_is_written(coordinator):
    file = agreement(make_person(residence="applicant"), coordinator, badge_number="BX 77-12")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sp_number, badge_number FROM intake_asylumfile")
        assert all(b"9123456" not in bytes(value) for value in cursor.fetchone())
    found = [AsylumFile.objects.visible_to(coordinator).numbered(text).first() for text in ("9123456", "bx7712")]
    assert found == [file, file]
    assert not AsylumFile.objects.numbered("9123457").exists()


def test_a_number_saved_on_its_own_takes_its_index_along(coordinator):
    file = agreement(make_person(), coordinator)
    file.sp_number = "9000001"
    file.save(update_fields=["sp_number"])
    assert AsylumFile.objects.numbered("9.000.001").get() == file
    assert not AsylumFile.objects.numbered("9123456").exists()


@pytest.mark.parametrize(("role", "sees"), [("coordinator", True), ("psychologist", True), ("management", False)])
def test_a_search_by_file_number_is_for_those_who_read_asylum(role, sees, coordinator):
    agreement(make_person(chosen_name="Blessing"), coordinator)
    user = make_user(role)
    providers = search_providers.shown_to(user)
    hits = [hit.title for each in providers for hit in each.find(user, "9.123.456", 5)]
    assert ("Blessing" in hits) is sees


def test_an_agreement_has_a_day_and_ends_after_it(coordinator):
    with pytest.raises(RuleBroken) as error:
        agreement(make_person(), coordinator, agreement_ends_on=TODAY - timedelta(days=1))
    assert error.value.code == "intake_agreement_ends_after_it_began"


def test_an_agreement_that_ends_is_told_on_its_days_to_those_who_may_read_it(coordinator):
    educator = make_user("educator")
    person = make_person(residence="applicant", worker=educator, by=coordinator)
    agreement(person, coordinator)
    days = [TODAY + timedelta(days=number) for number in range(45)]
    given = {(day - TODAY).days: send_reminders(day) for day in days}
    assert {day for day, number in given.items() if number} == {10, 33, 40}
    assert set(told(AGREEMENT_ENDS)) == {coordinator.pk}
    agreement(person, coordinator, agreement_ends_on=TODAY + timedelta(days=90))
    assert told(AGREEMENT_ENDS) == []
