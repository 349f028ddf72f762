"""The psychologist's room: its operations, what the database itself holds, and what is counted."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone, translation

from casework.models import (
    FollowUp,
    FollowUpDraft,
    FollowUpSession,
    SafetyPlan,
    Score,
    SessionAddition,
    StandIn,
    Succession,
)
from casework.psychology import alerts, operations, scoring
from casework.psychology.indicators import no_show, persons, sessions
from refuge.accounts.operations import switch_off
from refuge.indicators import Period
from refuge.notifications.models import Alert
from refuge.people.models import TeamAlert
from refuge.people.operations import close_file, end_team_alert
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.psychology import CONDITIONS, ask, code_of, leave, sign, write_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def psy():
    return make_user("psychologist", name="Pia Psy")


@pytest.fixture
def other():
    return make_user("psychologist", name="Otto Psy")


@pytest.fixture
def followup(psy):
    return operations.open_follow_up(person=make_person(), by=psy)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# Opening, standing in, handing over, closing


def test_one_open_follow_up_a_person(followup, other):
    assert code_of(operations.open_follow_up, person=followup.person, by=other) == "casework_one_open_followup"
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(person=followup.person, psychologist=other, opened_by=other)


def test_whoever_holds_a_follow_up_is_a_psychologist(followup, psy):
    coordinator = make_user("coordinator")
    assert code_of(operations.open_follow_up, person=make_person(), by=coordinator) == "casework_psychologist"
    assert code_of(operations.hand_over_follow_up, followup=followup, to=coordinator, by=psy) == "may_not_hold"
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE casework_followup SET psychologist_id = %s WHERE id = %s", coordinator.pk, followup.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(followup=followup, user=coordinator, named_by=psy)


def test_a_stand_in_reads_on_their_days_alone(followup, psy, other):
    tomorrow = TODAY() + timedelta(days=1)
    named = operations.name_stand_in(followup=followup, user=other, starts_on=TODAY(), last_day=TODAY(), by=psy)
    assert FollowUp.objects.visible_to(other).get() == followup
    assert not StandIn.objects.current(tomorrow).exists()
    operations.end_stand_in(stand_in=named, by=psy)
    assert not FollowUp.objects.visible_to(other).exists()
    operations.restore_stand_in(stand_in=named, by=psy)
    assert FollowUp.objects.visible_to(other).exists()


def test_nobody_stands_in_for_themselves_nor_two_at_once(followup, psy, other):
    third = make_user("psychologist")
    assert code_of(operations.name_stand_in, followup=followup, user=psy, by=psy) == "in_charge"
    operations.name_stand_in(followup=followup, user=other, by=psy)
    assert code_of(operations.name_stand_in, followup=followup, user=third, by=psy) == "casework_one_stand_in_at_a_time"
    yesterday = TODAY() - timedelta(days=1)
    assert code_of(operations.name_stand_in, followup=followup, user=third, last_day=yesterday, by=psy) == "past"


def test_a_stand_in_from_the_first_session_on(psy, other):
    opened = operations.open_follow_up(person=make_person(), stand_in=other, by=psy)
    assert FollowUp.objects.visible_to(other).get() == opened


def test_handed_over_it_is_the_successors_alone(followup, psy, other):
    sign(followup, psy)
    operations.name_stand_in(followup=followup, user=other, by=psy)
    operations.hand_over_follow_up(followup=followup, to=other, by=psy)
    assert not FollowUp.objects.visible_to(psy).exists()
    assert FollowUp.objects.visible_to(other).get().sessions.get().note == "Said much."
    assert not StandIn.objects.current().exists()  # nobody stands in for themselves


def test_nothing_is_handed_over_or_closed_with_an_unsigned_note(followup, psy, other):
    operations.save_draft(followup=followup, key="note", fields={"note": ["half a"]}, by=psy)
    assert code_of(operations.hand_over_follow_up, followup=followup, to=other, by=psy) == "unsigned"
    assert code_of(operations.close_follow_up, followup=followup, by=psy) == "unsigned"
    assert operations.discard_draft(followup=followup, key="note", by=psy)
    operations.close_follow_up(followup=followup, by=psy)


def test_a_file_closed_to_a_psychologist_is_not_handed_to_them(followup, psy, other):
    close_file(person=followup.person, user=other, reason="Family.", by=make_user("management"))
    assert code_of(operations.hand_over_follow_up, followup=followup, to=other, by=psy) == "may_not_hold"
    close_file(person=followup.person, user=psy, reason="Family.", by=make_user("management"))
    assert not FollowUp.objects.visible_to(psy).exists()


def test_closed_it_takes_additions_and_nothing_else_until_it_is_reopened(followup, psy):
    session = sign(followup, psy)
    operations.close_follow_up(followup=followup, by=psy)
    assert code_of(sign, followup, psy) == "casework_followup_closed"
    operations.add_to_session(session=session, text="Afterwards.", by=psy)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpSession.objects.create(followup=followup, held_on=TODAY(), attendance="missed", signed_by=psy)
    operations.reopen_follow_up(followup=followup, by=psy)
    sign(followup, psy)


# Writing


def test_a_signed_note_is_locked_and_its_draft_is_gone(followup, psy):
    operations.save_draft(followup=followup, key="note", fields={"note": ["half"]}, by=psy)
    session = sign(followup, psy, note="Whole.")
    assert not FollowUpDraft.objects.exists()
    for statement in (
        "UPDATE casework_followupsession SET attendance = 'missed' WHERE id = %s",
        "UPDATE casework_followupsession SET note = NULL WHERE id = %s",
        "DELETE FROM casework_followupsession WHERE id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(statement, session.pk)
    addition = operations.add_to_session(session=session, text="More.", by=psy)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionAddition.objects.filter(pk=addition.pk).delete()


def test_a_session_that_was_held_needs_a_note_a_missed_one_does_not(followup, psy):
    assert code_of(sign, followup, psy, note=" ") == "note_needed"
    sign(followup, psy, attendance="missed", note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpSession.objects.create(followup=followup, held_on=TODAY(), attendance="attended", signed_by=psy)
    assert code_of(sign, followup, psy, held_on=TODAY() + timedelta(days=1)) == "future"


def test_a_draft_is_one_row_of_its_writer_outside_history(followup, psy, other):
    for text in ("a", "ab", "abc"):
        operations.save_draft(followup=followup, key="note", fields={"note": [text]}, by=psy)
    operations.save_draft(followup=followup, key="note", fields={"note": ["other"]}, by=other)
    assert {draft.author: draft.fields["note"] for draft in FollowUpDraft.objects.all()} == {
        psy: ["abc"],
        other: ["other"],
    }
    assert not [model for model in FollowUpDraft._meta.related_objects if model.name == "events"]
    too_long = {"note": ["x" * 200_001]}
    assert code_of(operations.save_draft, followup=followup, key="note", fields=too_long, by=psy) == "size"


def test_history_holds_who_and_when_and_no_value(followup, psy):
    session = sign(followup, psy)
    for model in (FollowUp, FollowUpSession, SessionAddition, Score, StandIn):
        events = model._meta.get_field("events").related_model
        assert {field.name for field in events._meta.fields} == {
            "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "id",
        }  # fmt: skip
    event = session.events.get()
    assert event.pgh_context.metadata["user"] == str(psy.pk)
    followup.closed_on, followup.closed_by = TODAY(), psy
    followup.save()
    assert [each.pgh_label for each in followup.events.order_by("pgh_id")] == ["insert", "update"]


# Questionnaires


@pytest.mark.parametrize(
    ("tool", "answers", "total", "band"),
    [
        ("who5", [0] * 5, 0, "very low well-being: look further"),
        ("who5", [1, 1, 1, 2, 2], 28, "very low well-being: look further"),
        ("who5", [2, 3, 2, 3, 2], 48, "low well-being: look further"),
        ("who5", [3, 3, 2, 3, 2], 52, "well-being in the usual range"),
        ("who5", [5] * 5, 100, "well-being in the usual range"),
        ("phq9", [0] * 9, 0, "minimal"),
        ("phq9", [1] * 5 + [0] * 4, 5, "mild"),
        ("phq9", [2] * 5 + [0] * 4, 10, "moderate"),
        ("phq9", [3] * 5 + [0] * 4, 15, "moderately severe"),
        ("phq9", [3] * 9, 27, "severe"),
        ("gad7", [3] * 3 + [0] * 4, 9, "mild"),
        ("gad7", [3] * 5 + [0] * 2, 15, "severe"),
        ("gad7", [3] * 7, 21, "severe"),
    ],
)
def test_the_standard_scoring(tool, answers, total, band):
    assert scoring.total(tool, answers) == total
    assert str(scoring.band(tool, total).label) == band


@pytest.mark.parametrize("answers", [[1] * 8, [1] * 10, [4] + [0] * 8, [-1] + [0] * 8])
def test_answers_that_the_questionnaire_does_not_have(followup, psy, answers):
    assert code_of(operations.record_score, followup=followup, tool="phq9", answers=answers, by=psy) == "answers"


def test_item_9_above_zero_asks_for_a_safety_check_before_anything_is_signed_or_closed(followup, psy):
    score = ask(followup, psy)
    assert score.asks_for_check
    assert score.signed_at is None
    assert code_of(sign, followup, psy) == "casework_safety_check_missing"
    assert code_of(operations.close_follow_up, followup=followup, by=psy) == "casework_safety_check_missing"
    assert code_of(operations.record_check, score=score, check=" ", by=psy) == "empty"
    score = operations.record_check(score=score, check="Asked; no plan; calls me.", by=psy)
    assert score.check_text == "Asked; no plan; calls me."
    sign(followup, psy)
    operations.close_follow_up(followup=followup, by=psy)


def test_the_database_holds_item_9_too(followup, psy):
    score = ask(followup, psy)
    for statement in (
        "UPDATE casework_score SET signed_at = now() WHERE id = %s",
        "DELETE FROM casework_score WHERE id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(statement, score.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE casework_score SET signed_at = now(), signed_by_id = %s WHERE id = %s", psy.pk, score.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=followup.pk).update(closed_on=TODAY(), closed_by=psy)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpSession.objects.create(followup=followup, held_on=TODAY(), attendance="missed", signed_by=psy)


def test_with_the_check_at_once_and_without_one_asked_a_score_is_signed_and_locked(followup, psy):
    with_check = ask(followup, psy, check="Asked at once.")
    without = ask(followup, psy, last=0)
    for score in (with_check, without):
        assert score.signed_at
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.filter(pk=score.pk).update(taken_on=date(2026, 1, 1))
    # No plain column tells one from the other.
    assert with_check.safety
    assert without.safety


@pytest.mark.django_db(transaction=True)
def test_a_score_and_a_closing_at_once_wait_for_each_other(followup, psy):
    """Whichever comes second sees the first: never a closed follow-up with a check missing."""
    done = []

    def close():
        try:
            operations.close_follow_up(followup=followup, by=psy)
            done.append("closed")
        except (ValidationError, RuleBroken) as error:
            done.append(getattr(error, "code", "refused"))
        finally:
            connections.close_all()

    with transaction.atomic():
        ask(followup, psy)
        thread = threading.Thread(target=close)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert done == ["casework_safety_check_missing"]


# Alerts


def test_a_review_that_is_due_is_told_to_the_holders_without_a_name(followup, psy, other):
    operations.name_stand_in(followup=followup, user=other, by=psy)
    operations.raise_flag(followup=followup, kind="suicide", level="acute", review_on=TODAY(), by=psy)
    make_user("coordinator"), make_user("management")
    assert alerts.tell() == 2
    assert alerts.tell() == 0
    given = Alert.objects.filter(kind="casework.followup_review")
    assert {alert.recipient for alert in given} == {psy, other}
    assert {(alert.title, str(alert.params)) for alert in given} == {("A review of a follow-up is due", "{}")}


def test_a_review_that_was_held_alerts_no_more_and_again_on_its_next_day(followup, psy):
    later = TODAY() + timedelta(days=7)
    flag = operations.raise_flag(followup=followup, kind="suicide", level="acute", review_on=TODAY(), by=psy)
    alerts.tell()
    operations.review_flag(flag=flag, level="watch", review_on=later, by=psy)
    assert not Alert.objects.open().exists()
    assert alerts.tell() == 0
    assert alerts.tell(today=later) == 1
    closed = operations.close_flag(flag=flag, by=psy)
    assert not Alert.objects.open().exists()
    operations.reopen_flag(flag=closed, by=psy)
    assert Alert.objects.open().count() == 1


def test_every_risk_has_a_day_to_look_again(followup, psy):
    yesterday = TODAY() - timedelta(days=1)
    words = {"followup": followup, "kind": "suicide", "level": "watch", "by": psy}
    assert code_of(operations.raise_flag, review_on=yesterday, **words) == "past"
    flag = operations.raise_flag(review_on=TODAY(), **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE casework_followupflag SET review_on = NULL WHERE id = %s", flag.pk)


def test_a_missed_safety_check_tells_the_team_to_ask_and_no_more(followup, psy):
    coordinator, educator = make_user("coordinator"), make_user("educator")
    manager = make_user("management")
    score = ask(followup, psy)
    assert alerts.tell() == 0
    later = timezone.now() + timedelta(hours=25)
    alerts.tell(now=later)
    given = Alert.objects.filter(kind="casework.ask_psychologist")
    assert {coordinator, educator} <= {alert.recipient for alert in given}
    assert manager not in {alert.recipient for alert in given}
    assert {alert.title for alert in given} == {"Ask the psychologist"}
    assert {alert.url for alert in given} == {f"/people/{followup.person.reference}/"}
    operations.record_check(score=score, check="Done.", by=psy)
    assert not given.open().exists()


def test_handed_over_the_alert_goes_along(followup, psy, other):
    operations.raise_flag(followup=followup, kind="suicide", level="acute", review_on=TODAY(), by=psy)
    alerts.tell()
    operations.hand_over_follow_up(followup=followup, to=other, by=psy)
    assert not Alert.objects.open().filter(recipient=psy).exists()
    assert alerts.tell() == 1
    assert Alert.objects.open().get().recipient == other


# Succession


def test_both_holders_gone_two_people_name_a_psychologist(followup, psy, other):
    manager, coordinator = make_user("management"), make_user("coordinator")
    operations.save_draft(followup=followup, key="note", fields={"note": ["left behind"]}, by=psy)
    assert code_of(operations.propose_succession, leaving=psy, successor=other, by=manager) == "nothing_left"
    leave(psy)
    wrong = {"leaving": psy, "successor": coordinator, "by": manager}
    assert code_of(operations.propose_succession, **wrong) == "casework_psychologist"
    assert alerts.tell() == 1  # management hears of it
    proposal = operations.propose_succession(leaving=psy, successor=other, by=manager)
    assert code_of(operations.confirm_succession, succession=proposal, by=manager) == "casework_succession_by_two"
    assert not FollowUp.objects.visible_to(other).exists()
    assert operations.confirm_succession(succession=proposal, by=coordinator) == 1
    assert FollowUp.objects.visible_to(other).get() == followup
    assert FollowUpDraft.objects.get(author=other).fields == {"note": ["left behind"]}
    assert code_of(operations.confirm_succession, succession=proposal, by=coordinator) == "settled"
    assert not Alert.objects.open().exists()


def test_a_follow_up_whose_file_is_closed_to_its_only_psychologist_finds_a_successor(followup, psy, other):
    manager = make_user("management")
    closure = close_file(person=followup.person, user=psy, reason="Family.", by=manager)
    assert not FollowUp.objects.visible_to(psy).exists()
    assert FollowUp.objects.orphaned().get() == followup
    assert alerts.tell() == 1
    proposal = operations.propose_succession(leaving=psy, successor=other, by=manager)
    assert operations.confirm_succession(succession=proposal, by=make_user("coordinator")) == 1
    assert FollowUp.objects.visible_to(other).get() == followup
    assert not FollowUp.objects.orphaned().exists()
    assert closure.reopened_at is None


def test_nobody_decides_about_themselves(followup, psy):
    manager = make_user("management", "psychologist")
    leave(psy)
    words = {"leaving": psy, "successor": manager, "by": manager}
    assert code_of(operations.propose_succession, **words) == "casework_succession_by_no_party"


def test_as_long_as_a_stand_in_is_there_they_hand_it_over_themselves(followup, psy, other):
    operations.name_stand_in(followup=followup, user=other, by=psy)
    leave(psy)
    words = {"leaving": psy, "successor": other, "by": make_user("management")}
    assert code_of(operations.propose_succession, **words) == "nothing_left"
    operations.hand_over_follow_up(followup=followup, to=other, by=other)
    assert FollowUp.objects.get().psychologist == other


def test_an_account_that_is_off_leaves_its_follow_ups_to_a_successor(followup, psy, other):
    manager = make_user("management")
    switch_off(user=psy, by=manager)
    proposal = operations.propose_succession(leaving=psy, successor=other, by=manager)
    operations.withdraw_succession(succession=proposal, by=manager)
    proposal = operations.propose_succession(leaving=psy, successor=other, by=manager)
    operations.confirm_succession(succession=proposal, by=make_user("management"))
    assert FollowUp.objects.get().psychologist == other
    assert Succession.objects.waiting().count() == 0


# The safety plan


@pytest.mark.parametrize("missing", CONDITIONS)
def test_nothing_is_shared_unless_all_five_conditions_hold(followup, psy, missing):
    assert code_of(write_plan, followup.person, psy, **{missing: False}) == "condition"
    assert not TeamAlert.objects.exists()
    plan = write_plan(followup.person, psy)
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlan.objects.filter(pk=plan.pk).update(**{missing: False})


def test_the_plan_stands_above_the_person_until_it_is_written_anew_or_ended(followup, psy):
    first = write_plan(followup.person, psy)
    assert first.alert.kind == TeamAlert.Kind.SAFETY
    second = write_plan(followup.person, psy, line="Another line")
    assert SafetyPlan.objects.standing().get() == second
    operations.end_safety_plan(plan=second, by=psy)
    assert not SafetyPlan.objects.standing().exists()
    event = second.events.get()
    assert event.was_told
    assert event.agreed


def test_a_plan_ends_with_its_team_alert(followup, psy):
    plan = write_plan(followup.person, psy)
    end_team_alert(alert=plan.alert, because="over", by=psy)
    assert not SafetyPlan.objects.standing().exists()


# What is counted


def test_persons_sessions_and_those_missed(psy):
    one, two = (operations.open_follow_up(person=make_person(), by=psy) for _ in range(2))
    sign(one, psy), sign(one, psy), sign(two, psy)
    sign(two, psy, attendance="missed", note="")
    sign(two, psy, attendance="excused", note="")
    sign(one, psy, held_on=TODAY() - timedelta(days=400))
    period = Period(TODAY(), TODAY())
    assert (persons(period).value, sessions(period).value) == (2, 3)
    assert (no_show(period).numerator, no_show(period).denominator) == (1, 5)
