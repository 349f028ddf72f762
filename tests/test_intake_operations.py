"""Requests in the database: what staff do with them, and the rules that hold whoever writes."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake import operations, registry
from intake.models import Decision, Request
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from refuge.people.models import Person
from refuge.violations import RuleBroken
from tests.factories import make_person, make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("coordinator")


def codes(error) -> set:
    """The codes of every message of a ValidationError, whichever field it stands beside."""
    return (
        {each.code for each in error.value.error_list}
        if hasattr(error.value, "error_list")
        else {each.code for errors in error.value.error_dict.values() for each in errors}
    )


def decide(request, by, **fields):
    return operations.decide(
        request=request, by=by, **{"outcome": "followed", "reason": "Wants support only.", **fields}
    )


# The call


def test_a_call_opens_a_file_and_keeps_how_to_call_back_on_it(coordinator):
    request = make_request(
        by=coordinator,
        chosen_name="Salomé",
        pronouns="elle",
        age={"stated_age": 19, "stated_on": date(2026, 11, 23)},
        call_back="0470/12.34.56",
        call_back_uses=["text"],
    )
    person = Person.objects.get()
    assert request.reference == f"R-{timezone.localdate().year}-0001"
    assert (person.chosen_name, person.pronouns, person.stated_age) == ("Salomé", "elle", 19)
    channel = person.channels.get()
    assert (channel.kind, channel.value, channel.may_text, channel.may_call) == ("phone", "+32470123456", "yes", "")


def test_an_anonymous_call_opens_no_file(coordinator):
    request = make_request(by=coordinator, caller="anonymous", call_back="ami sur Signal")
    assert request.person is None
    assert Person.objects.count() == 0
    assert Request.objects.get().call_back == "ami sur Signal"


def test_a_number_that_the_file_knows_is_kept_once(coordinator):
    person = make_person()
    for number in ("0470 12 34 56", "+32 470 12 34 56"):
        make_request(by=coordinator, person=person, call_back=number, call_back_uses=["call"])
    assert person.channels.get().may_call == "yes"


def test_a_known_age_stays_and_a_missing_one_is_filled_in(coordinator):
    said = {"birth_date": None, "birth_year": None, "stated_age": 22, "stated_on": date(2026, 11, 23)}
    known, unknown = make_person(birth_year=2004), make_person(birth_year=None)
    for person in (known, unknown):
        make_request(by=coordinator, person=person, age=said)
        person.refresh_from_db()
    assert (known.birth_year, known.stated_age) == (2004, None)
    assert unknown.stated_age == 22


def test_two_people_of_one_call_share_it(coordinator):
    first = make_request(by=coordinator, chosen_name="Ayoub")
    second = make_request(by=coordinator, chosen_name="Tijs", together_with=first)
    alone = make_request(by=coordinator, chosen_name="Lou")
    assert list(Request.objects.beside(second)) == [first]
    assert list(Request.objects.beside(alone)) == []


def test_a_call_from_the_future_is_refused(coordinator):
    with pytest.raises(ValidationError) as error:
        make_request(by=coordinator, received_at=timezone.now() + timedelta(hours=1))
    assert "received_at" in error.value.error_dict
    assert Request.objects.count() == 0


def test_a_word_that_is_not_offered_is_refused_whoever_writes(coordinator):
    with pytest.raises(ValidationError) as error:
        make_request(by=coordinator, urgency="yesterday", chosen_name="Nour")
    assert "urgency" in error.value.error_dict
    assert Person.objects.count() == 0


def test_references_follow_each_other_without_a_gap_after_a_refusal(coordinator):
    make_request(by=coordinator)
    with pytest.raises(ValidationError):
        make_request(by=coordinator, urgency="yesterday")
    assert make_request(by=coordinator).reference.endswith("-0002")


# Joining to a file


def test_an_anonymous_call_is_joined_to_a_file_with_its_number(coordinator):
    request, person = make_request(by=coordinator, call_back="0470 12 34 56"), make_person()
    operations.attach_person(request=request, person=person, by=coordinator)
    assert Request.objects.get().person == person
    assert person.channels.get().value == "+32470123456"


def test_a_call_keeps_the_file_it_has(coordinator):
    request = make_request(by=coordinator, chosen_name="Nour")
    with pytest.raises(ValidationError) as error:
        operations.attach_person(request=request, person=make_person(), by=coordinator)
    assert codes(error) == {"has_a_file"}


def test_joining_can_be_undone_until_the_decision(coordinator):
    request = make_request(by=coordinator)
    operations.attach_person(request=request, person=make_person(), by=coordinator)
    operations.detach_person(request=request, by=coordinator)
    assert Request.objects.get().person is None
    decide(request, coordinator)
    with pytest.raises(ValidationError) as error:
        operations.detach_person(request=request, by=coordinator)
    assert codes(error) == {"already_decided"}


def test_a_number_put_on_the_wrong_file_goes_with_the_call(coordinator):
    person = make_person()
    make_request(by=coordinator, person=person, call_back="0470 00 00 01")
    request = make_request(by=coordinator, call_back="0470 12 34 56")
    operations.attach_person(request=request, person=person, by=coordinator)
    assert person.channels.current().count() == 2
    operations.detach_person(request=request, by=coordinator)
    assert [channel.value for channel in person.channels.current()] == ["+32470000001"]


# Undoing a call


def test_a_call_noted_by_mistake_goes_with_the_file_it_opened(coordinator):
    request = make_request(by=coordinator, chosen_name="Nour", call_back="0470 12 34 56")
    operations.undo_log_call(request=request, by=coordinator)
    assert (Request.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.parametrize("work", ["health", "papers", "channel", "new number"])
def test_a_file_that_others_worked_on_does_not_go_with_its_call(coordinator, work):
    request = make_request(by=coordinator, chosen_name="Nour", call_back="0470 12 34 56")
    person, by = request.person, coordinator
    {
        "health": lambda: people.set_intimate(person=person, health="Insulin", by=by),
        "papers": lambda: people.change_identity(person=person, legal_name="Nora El Amrani", by=by),
        "channel": lambda: people.change_channel(channel=person.channels.get(), code_word="Sarah", by=by),
        "new number": lambda: people.add_channel(person=person, kind="phone", value="0470000001", by=by),
    }[work]()
    with pytest.raises(ValidationError) as error:
        operations.undo_log_call(request=request, by=coordinator)
    assert codes(error) == {"work_has_begun"}
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("step", ["revoke_decision", "reopen", "detach_person", "attach_person"])
def test_a_request_stays_where_it_is_while_something_rests_on_it(coordinator, monkeypatch, step):
    """Any app may object (`before_parting`); nothing has moved then."""
    asked = []

    def object_to(request):
        asked.append(request)
        raise ValidationError("Somebody lives here by it.", code="in_use")

    request = make_request(by=coordinator, person=None if step == "attach_person" else make_person())
    if step in {"revoke_decision", "reopen"}:
        decide(request, coordinator)
    before = Request.objects.values().get()
    monkeypatch.setattr(registry, "before_parting", [object_to])
    more = {"person": make_person()} if step == "attach_person" else {}
    with pytest.raises(ValidationError) as error:
        getattr(operations, step)(request=request, by=coordinator, **more)
    assert codes(error) == {"in_use"}
    assert asked == [request]
    assert Request.objects.values().get() == before


def test_undoing_a_call_leaves_the_file_that_was_there_before(coordinator):
    person = make_person()
    operations.undo_log_call(request=make_request(by=coordinator, person=person), by=coordinator)
    assert Person.objects.get() == person


def test_only_its_author_undoes_a_call(coordinator):
    request = make_request(by=coordinator)
    with pytest.raises(ValidationError) as error:
        operations.undo_log_call(request=request, by=make_user("coordinator"))
    assert codes(error) == {"not_author"}


def test_a_call_is_undone_soon_or_not_at_all(coordinator, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    request = make_request(by=coordinator)
    time_machine.shift(timedelta(minutes=16))
    with pytest.raises(ValidationError) as error:
        operations.undo_log_call(request=request, by=coordinator)
    assert codes(error) == {"too_late"}
    set_value(code="intake.undo_minutes", value=30, valid_from=timezone.localdate(), by=coordinator)
    operations.undo_log_call(request=request, by=coordinator)


def begin_assessment(request, by):
    operations.start_assessment(request=request, by=by)


def note_another_call(request, by):
    make_request(by=by, person=request.person)


def raise_team_alert(request, by):
    from refuge.people.operations import set_team_alert

    set_team_alert(person=request.person, kind="allergy", text="Peanuts", by=by)


@pytest.mark.parametrize("work", [begin_assessment, note_another_call, raise_team_alert])
def test_a_call_with_work_hanging_on_it_is_not_undone(work, coordinator):
    request = make_request(by=coordinator, chosen_name="Nour")
    work(request, coordinator)
    with pytest.raises(ValidationError) as error:
        operations.undo_log_call(request=request, by=coordinator)
    assert codes(error) == {"work_has_begun"}
    assert Person.objects.filter(pk=request.person_id).exists()


# Assessment


def test_whoever_takes_a_request_up_is_in_charge_unless_somebody_is(coordinator):
    colleague = make_user("educator")
    mine, theirs = make_request(), make_request()
    operations.assign(request=theirs, worker=colleague, by=coordinator)
    for request in (mine, theirs):
        operations.start_assessment(request=request, by=coordinator)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, mine.worker) == ("assessing", coordinator)
    assert theirs.worker == colleague


def test_an_assessment_is_kept_encrypted(coordinator):
    request = make_request()
    operations.assess(request=request, by=coordinator, assessment="Needs calm.", reasons=["outing"], ethos="6")
    kept = Request.objects.get()
    assert (kept.assessment, kept.reasons, kept.ethos, kept.state) == ("Needs calm.", ["outing"], "6", "assessing")
    with connection.cursor() as cursor:
        cursor.execute("SELECT assessment, story FROM intake_request")
        assert not any(word in bytes(column) for column in cursor.fetchone() for word in (b"calm", b"Saturday"))


def test_a_request_is_not_given_to_somebody_who_may_not_read_it(coordinator):
    request = make_request()
    with pytest.raises(ValidationError) as error:
        operations.assign(request=request, worker=make_user("logistics"), by=coordinator)
    assert codes(error) == {"may_not_read"}


# Decision


def test_a_decision_has_its_author_time_and_reason(coordinator):
    request = make_request()
    decision = decide(request, coordinator, reason="  Stays with an aunt.  ")
    request.refresh_from_db()
    assert (request.state, request.decision) == ("followed", decision)
    kept = Decision.objects.get()
    assert (kept.reason, kept.decided_by) == ("Stays with an aunt.", coordinator)
    assert kept.decided_at is not None


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_decision_without_a_reason_is_refused(coordinator, reason):
    with pytest.raises(ValidationError) as error:
        decide(make_request(), coordinator, reason=reason)
    assert codes(error) == {"reason_needed"}
    assert Request.objects.get().state == "new"


def test_a_refusal_says_whether_a_space_was_free_and_what_was_offered(coordinator):
    request = make_request()
    with pytest.raises(RuleBroken) as error:
        decide(request, coordinator, outcome="declined")
    assert error.value.code == "intake_refusal_is_complete"
    decide(request, coordinator, outcome="declined", space_was_free="no", offered_instead="Samusocial.")
    assert Request.objects.get().state == "declined"


@pytest.mark.parametrize("outcome", ["accommodated", "waiting"])
@pytest.mark.parametrize(
    ("age", "code"),
    [
        ({"stated_age": 17, "stated_on": timezone.localdate()}, "minor"),
        ({"birth_year": timezone.localdate().year - 18}, "age_unknown"),
        ({"birth_year": None}, "age_unknown"),
    ],
)
def test_nobody_gets_a_space_before_being_certainly_18(coordinator, outcome, age, code):
    request = make_request(person=make_person(**age))
    with pytest.raises(ValidationError) as error:
        decide(request, coordinator, outcome=outcome)
    assert codes(error) == {code}


def test_an_anonymous_caller_is_not_promised_a_space(coordinator):
    with pytest.raises(ValidationError) as error:
        decide(make_request(), coordinator, outcome="waiting")
    assert codes(error) == {"age_unknown"}


def test_a_minor_is_supported_and_referred_all_the_same(coordinator):
    person = make_person(stated_age=16, stated_on=timezone.localdate())
    request = make_request(person=person)
    with pytest.raises(ValidationError) as error:
        decide(request, coordinator, outcome="referred")
    assert codes(error) == {"danger_not_assessed"}
    operations.assess_danger(request=request, level="worrying", done="Called the youth service.", by=coordinator)
    decide(request, coordinator, outcome="referred")
    assert Request.objects.get().state == "referred"


def test_outside_the_usual_ages_a_space_needs_a_written_exception(coordinator):
    request = make_request(person=make_person(birth_year=timezone.localdate().year - 28))
    with pytest.raises(ValidationError) as error:
        decide(request, coordinator, outcome="accommodated")
    assert codes(error) == {"exception_needed"}
    decide(request, coordinator, outcome="accommodated", exception="Known to the house since 2023.")
    assert Decision.objects.get().exception == "Known to the house since 2023."


def test_the_usual_ages_are_a_setting(coordinator):
    set_value(code="intake.age_to", value=30, valid_from=timezone.localdate(), by=coordinator)
    request = make_request(person=make_person(birth_year=timezone.localdate().year - 28))
    decide(request, coordinator, outcome="waiting")
    assert Request.objects.get().state == "waiting"


def test_a_request_is_decided_once(coordinator):
    request = make_request()
    decide(request, coordinator)
    with pytest.raises(ValidationError) as error:
        decide(request, coordinator, outcome="referred")
    assert codes(error) == {"already_decided"}


def test_a_decision_taken_back_counts_nowhere_and_the_next_one_holds(coordinator):
    request = make_request()
    decide(request, coordinator, outcome="withdrawn")
    operations.revoke_decision(request=request, by=coordinator)
    request.refresh_from_db()
    assert (request.state, request.decision) == ("assessing", None)
    revoked = Decision.objects.get()
    assert (revoked.revoked_by, revoked.is_revoked) == (coordinator, True)
    assert decide(request, coordinator).outcome == "followed"


def test_reopening_leaves_the_earlier_decision_standing(coordinator):
    request = make_request()
    decide(request, coordinator, outcome="unreachable")
    operations.reopen(request=request, by=coordinator)
    request.refresh_from_db()
    assert (request.state, request.worker) == ("assessing", coordinator)
    assert not Decision.objects.get().is_revoked


@pytest.mark.parametrize("operation", [operations.revoke_decision, operations.reopen])
def test_there_is_nothing_to_take_back_before_a_decision(operation, coordinator):
    with pytest.raises(ValidationError) as error:
        operation(request=make_request(), by=coordinator)
    assert codes(error) == {"not_decided"}


@pytest.mark.django_db(transaction=True)
def test_of_two_people_deciding_at_once_one_wins_and_the_other_is_told(coordinator):
    request, told = make_request(), []
    ready = threading.Barrier(2)

    def try_to(outcome):
        ready.wait(timeout=10)
        try:
            decide(request, coordinator, outcome=outcome)
        except ValidationError as error:
            told.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to, args=[outcome]) for outcome in ("followed", "referred")]
    [thread.start() for thread in threads]
    [thread.join(timeout=20) for thread in threads]
    request.refresh_from_db()
    assert told == ["already_decided"]
    assert Decision.objects.get() == request.decision


# Rule 11, gone round with plain SQL


def refused(sql, parameters=()) -> str:
    """The name of the rule with which the database refuses a statement."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return error.value.__cause__.diag.constraint_name or error.value.__cause__.diag.column_name


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("reason = NULL", "intake_decision_has_a_reason"),
        ("reason = ''", "intake_decision_has_a_reason"),
        (r"reason = decode(repeat('00', 33), 'hex')", "intake_decision_has_a_reason"),
        ("decided_by_id = NULL", "decided_by_id"),
        ("decided_at = NULL", "decided_at"),
        ("outcome = 'declined'", "intake_refusal_is_complete"),
        ("outcome = 'referred'", "intake_state_is_the_decisions"),
        ("revoked_at = now()", "intake_revoked_by_somebody"),
    ],
)
def test_a_decision_cannot_lose_what_makes_it_one(change, rule, coordinator):
    decide(make_request(), coordinator)
    assert refused(f"UPDATE intake_decision SET {change}") == rule


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("state = 'new'", "intake_decided_means_a_decision"),
        ("decision_id = NULL", "intake_decided_means_a_decision"),
        ("state = 'accommodated'", "intake_state_is_the_decisions"),
    ],
)
def test_a_decided_request_cannot_part_from_its_decision(change, rule, coordinator):
    decide(make_request(), coordinator)
    assert refused(f"UPDATE intake_request SET {change}") == rule


def test_an_undecided_request_cannot_call_itself_decided(coordinator):
    make_request()
    assert refused("UPDATE intake_request SET state = 'accommodated'") == "intake_decided_means_a_decision"


def test_a_request_cannot_borrow_the_decision_of_another(coordinator):
    decision, other = decide(make_request(), coordinator), make_request()
    sql = "UPDATE intake_request SET state = 'followed', decision_id = %s WHERE id = %s"
    assert refused(sql, [decision.pk, other.pk]) in {"intake_state_is_the_decisions", "intake_request_decision_id_key"}


def test_the_history_names_who_did_what(coordinator):
    request = make_request(by=coordinator)
    decide(request, coordinator)
    authors = request.events.values_list("pgh_context__metadata__user", flat=True)
    assert set(authors) == {str(coordinator.pk)}
