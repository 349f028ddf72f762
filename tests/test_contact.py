"""Contact attempts: what answers a call, which promise stands, who is told of it, and what is taken back."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake import operations
from intake.alerts import tell_of_late_calls
from intake.forms.moments import parse_moment
from intake.models import ContactAttempt, Request
from intake.models.contact import Result, Way
from refuge.notifications.models import Alert
from refuge.notifications.tasks import send_waiting
from refuge.people.operations import close_file
from tests.factories import make_person, make_request, make_user

pytestmark = pytest.mark.django_db


def ago(**length):
    return timezone.now() - timedelta(**length)


def note(request, result="no_answer", by=None, **fields):
    return operations.note_contact(request=request, result=result, by=by or make_user("educator"), **fields)


def fresh(request):
    return Request.objects.get(pk=request.pk)


# What answers a call


def test_taking_it_up_answers_nobody_an_attempt_does():
    request = make_request(received_at=ago(hours=5))
    operations.start_assessment(request=request, by=make_user("coordinator"))
    assert list(Request.objects.unanswered()) == [request]
    attempt = note(request, at=ago(hours=2))
    assert fresh(request).answered_at == attempt.at
    assert not Request.objects.unanswered().exists()


@pytest.mark.parametrize("move", ["assess", "decide"])
def test_an_assessment_or_a_decision_answers_too(move):
    request, by = make_request(received_at=ago(hours=5)), make_user("coordinator")
    if move == "assess":
        operations.assess(request=request, by=by, assessment="Safe until Friday.")
    else:
        operations.decide(request=request, by=by, outcome="referred", reason="Closer to Ghent.")
    assert fresh(request).answered_at is not None
    note(request, at=ago(hours=3))
    assert fresh(request).answered_at < ago(hours=2)


def test_a_note_is_no_attempt():
    request = make_request()
    note(request, "note", note="Her sister’s number is the one on the card.")
    assert (fresh(request).answered_at, fresh(request).contacted_at) == (None, None)


def test_attempts_in_vain_are_counted_since_they_were_last_reached():
    request = make_request(received_at=ago(days=3))
    for hours, result in ((60, "no_answer"), (50, "reached"), (40, "voicemail"), (30, "sent"), (20, "wrong_number")):
        note(request, result, at=ago(hours=hours))
    found = fresh(request)
    assert found.failed_attempts == 3
    assert timezone.now() - found.reached_at > timedelta(hours=49)


def test_an_attempt_keeps_the_promise_and_makes_the_next():
    request = make_request(received_at=ago(hours=5), call_back_by=ago(hours=1))
    assert fresh(request).call_back_due == request.call_back_by
    tomorrow = timezone.now() + timedelta(days=1)
    note(request, "call_back", call_back_at=tomorrow)
    assert fresh(request).call_back_due == tomorrow
    note(request, "reached")
    assert fresh(request).call_back_due is None


# Refusals


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"at": timezone.now() + timedelta(hours=1)}, "at", "future"),
        ({"at": datetime(2020, 1, 1, tzinfo=timezone.get_current_timezone())}, "at", "before_the_call"),
        ({"result": "note", "note": "  "}, "note", "empty"),
        ({"result": "call_back"}, "call_back_at", "no_time"),
        ({"result": "call_back", "call_back_at": ago(days=2), "at": ago(hours=1)}, "call_back_at", "past"),
        ({"result": "reached", "call_back_at": timezone.now() + timedelta(days=1)}, "result", "no_promise"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(fields, field, code):
    request = make_request(received_at=ago(hours=5))
    with pytest.raises(ValidationError) as refused:
        note(request, **fields)
    assert [error.code for error in refused.value.error_dict[field]] == [code]
    assert not ContactAttempt.objects.exists()


def test_a_promise_before_the_call_is_refused():
    with pytest.raises(ValidationError) as refused:
        make_request(received_at=ago(hours=1), call_back_by=ago(hours=2))
    assert refused.value.code == "intake_call_back_after_the_call"


@pytest.mark.parametrize(
    "row",
    [
        {"result": "call_back", "call_back_at": None},
        {"result": "reached", "call_back_at": timezone.now() + timedelta(days=1)},
        {"result": "note", "note": None},
    ],
)
def test_plain_sql_meets_the_same_rules(row):
    attempt = note(make_request(), "call_back", call_back_at=timezone.now() + timedelta(hours=1), note="Later.")
    assignments = ", ".join(f"{column} = %s" for column in row)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_contactattempt SET {assignments} WHERE id = %s", [*row.values(), attempt.pk])


# Undo


def test_a_decision_taken_back_leaves_the_call_unanswered_with_its_alerts():
    by, request = make_user("coordinator"), make_request(received_at=ago(hours=30), call_back_by=ago(hours=2))
    tell_of_late_calls()
    operations.decide(request=request, by=by, outcome="referred", reason="Closer to Ghent.")
    assert not Alert.objects.open().exists()
    operations.revoke_decision(request=request, by=by)
    assert set(Alert.objects.open().values_list("kind", flat=True)) == {"intake.unanswered", "intake.call_back_missed"}
    assert list(Request.objects.unanswered()) == [request]


def test_undo_leaves_the_request_as_it_was():
    by, request = make_user("educator"), make_request(received_at=ago(hours=30), call_back_by=ago(hours=2))
    before = Request.objects.filter(pk=request.pk).values().get()
    tell_of_late_calls()
    told = Alert.objects.open().count()
    operations.undo_contact(attempt=note(request, "reached", by=by), by=by)
    assert Request.objects.filter(pk=request.pk).values().get() == before
    assert Alert.objects.open().count() == told == 2


def test_undo_of_the_first_attempt_leaves_the_second():
    by, request = make_user("educator"), make_request(received_at=ago(hours=9))
    first, second = note(request, at=ago(hours=6), by=by), note(request, at=ago(hours=3))
    operations.undo_contact(attempt=first, by=by)
    assert fresh(request).answered_at == second.at


@pytest.mark.parametrize(("who", "minutes", "code"), [("other", 1, "not_author"), ("author", 16, "too_late")])
def test_only_its_author_undoes_it_and_soon(who, minutes, code):
    people = {"author": make_user("educator"), "other": make_user("coordinator")}
    attempt = note(make_request(), by=people["author"])
    attempt.noted_at = ago(minutes=minutes)
    with pytest.raises(ValidationError) as refused:
        operations.undo_contact(attempt=attempt, by=people[who])
    assert refused.value.code == code
    assert ContactAttempt.objects.exists()


def test_a_call_with_an_attempt_is_not_undone():
    by = make_user("educator")
    request = make_request(by=by)
    note(request, by=by)
    with pytest.raises(ValidationError) as refused:
        operations.undo_log_call(request=request, by=by)
    assert refused.value.code == "work_has_begun"


# Alerts


def told(kind=None):
    alerts = Alert.objects.open()
    return sorted(alerts.filter(kind=kind).values_list("recipient__email", flat=True) if kind else alerts)


def test_a_call_that_nobody_answers_is_told_to_the_coordinators_once_and_without_a_name():
    coordinators = [make_user("coordinator"), make_user("coordinator")]
    educator = make_user("educator")
    make_request(received_at=ago(hours=23), by=educator)
    late = make_request(received_at=ago(hours=25), chosen_name="Zéphyr", by=educator)
    assert (tell_of_late_calls(), tell_of_late_calls()) == (2, 0)
    assert told("intake.unanswered") == sorted(user.email for user in coordinators)
    send_waiting()
    assert len(mail.outbox) == 2
    assert not any("Zéphyr" in f"{each.subject}{each.body}" for each in mail.outbox)
    note(late, by=educator)
    assert told() == []
    assert tell_of_late_calls() == 0


def test_the_worker_in_charge_is_told_instead_and_the_next_one_after_them():
    make_user("coordinator")
    first, second, by = make_user("educator"), make_user("psychologist"), make_user("coordinator")
    request = make_request(received_at=ago(hours=30), by=by)
    operations.assign(request=request, worker=first, by=by)
    tell_of_late_calls()
    assert told("intake.unanswered") == [first.email]
    operations.assign(request=request, worker=second, by=by)
    tell_of_late_calls()
    assert told("intake.unanswered") == [second.email]


def test_nobody_is_told_of_a_file_that_is_closed_to_them():
    closed_to, other = make_user("coordinator"), make_user("coordinator")
    person = make_person(by=other)
    close_file(person=person, user=closed_to, reason="A relative.", by=make_user("management"))
    request = make_request(received_at=ago(hours=30), person=person, by=other)
    tell_of_late_calls()
    assert told("intake.unanswered") == [other.email]
    operations.assign(request=request, worker=other, by=other)
    close_file(person=person, user=other, reason="Lived here together.", by=make_user("management"))
    assert tell_of_late_calls() == 0


def test_each_promise_that_passes_is_told_once_even_two_of_a_day():
    worker, by = make_user("educator"), make_user("coordinator")
    request = make_request(received_at=ago(hours=6), call_back_by=ago(hours=5), by=by)
    operations.assign(request=request, worker=worker, by=by)
    assert (tell_of_late_calls(), tell_of_late_calls()) == (1, 0)
    note(request, "call_back", at=ago(hours=4), call_back_at=ago(hours=3))
    assert told("intake.call_back_missed") == []
    assert (tell_of_late_calls(), tell_of_late_calls()) == (1, 0)
    note(request, "reached")
    assert told() == []


def test_a_promise_to_somebody_who_is_not_waited_for_any_more_alerts_nobody():
    by = make_user("coordinator")
    request = make_request(received_at=ago(hours=6), call_back_by=ago(hours=5), by=by)
    tell_of_late_calls()
    operations.decide(request=request, by=by, outcome="withdrawn", reason="Found an aunt.")
    assert (told(), tell_of_late_calls()) == ([], 0)


def test_history_of_the_request_is_not_filled_with_attempts():
    request = make_request()
    note(request, "reached")
    assert request.events.count() == 1
    assert ContactAttempt.objects.get().events.count() == 1


# A moment as it is said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18h30", (23, 18, 30)),
        ("18:30", (23, 18, 30)),
        ("18u", (23, 18, 0)),
        ("à 18h", (23, 18, 0)),
        ("9h", (24, 9, 0)),
        ("demain 10h", (24, 10, 0)),
        ("Morgen om 10u15", (24, 10, 15)),
        ("tomorrow at 10:00", (24, 10, 0)),
        ("24/11 14h", (24, 14, 0)),
        ("24/11/2026 14:00", (24, 14, 0)),
        ("dans 2 h", (23, 17, 0)),
        ("in 30 min", (23, 15, 30)),
        ("2026-11-24T14:00", (24, 14, 0)),
    ],
)
def test_a_moment_is_read_as_it_is_said(text, expected):
    now = datetime(2026, 11, 23, 15, tzinfo=timezone.get_current_timezone())
    moment = parse_moment(text, now)
    assert (moment.day, moment.hour, moment.minute) == expected


@pytest.mark.parametrize("text", ["soon", "25h", "32/11 10h", "18h75", "31/02 9h", "t", "1" * 40])
def test_what_is_no_moment_is_refused(text):
    now = datetime(2026, 11, 23, 15, tzinfo=timezone.get_current_timezone())
    with pytest.raises(ValueError):
        parse_moment(text, now)


def test_every_way_and_result_is_kept():
    request = make_request()
    for way in Way:
        note(request, Result.REACHED, way=way)
    assert set(request.attempts.values_list("way", flat=True)) == set(Way)
