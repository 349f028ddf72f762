"""Alerts: each to each recipient once, told by e-mail without a name, kept when the mail server refuses."""

import smtplib
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction

from refuge.accounts.operations import switch_off
from refuge.notifications import operations
from refuge.notifications.models import Alert, Delivery
from refuge.notifications.tasks import send_waiting
from tests.alerts import SUBJECT, give, outbox, refusing, two_kinds
from tests.factories import make_user

STATE = Delivery.State
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _declared():
    with two_kinds():
        yield


@pytest.mark.django_db
def test_the_same_alert_is_given_once():
    coordinator = make_user("coordinator")
    day = date(2026, 11, 23)
    assert [len(give(coordinator, due_on=day)) for _again in range(3)] == [1, 0, 0]
    assert len(give(coordinator, due_on=day + timedelta(days=1))) == 1
    assert (Alert.objects.count(), Delivery.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_neither_the_actor_nor_a_colleague_who_left_is_told():
    actor, left, here = make_user("coordinator"), make_user("educator", is_active=False), make_user("educator")
    given = operations.notify(
        kind="test.ends", subject=SUBJECT, recipients=[actor, left, here, here], url="/", params={"days": 1}, by=actor
    )
    assert [alert.recipient for alert in given] == [here]


@pytest.mark.django_db
def test_a_kind_nobody_declared_is_refused():
    with pytest.raises(KeyError):
        give(make_user(), kind="test.unheard")


@pytest.mark.django_db
def test_rule_8_holds_against_plain_sql():
    """One alert a kind, subject, recipient and due day."""
    (alert,) = give(make_user())
    copy = """
        INSERT INTO notifications_alert
            (id, kind, subject_label, subject_id, recipient_id, due_on, params, url, created_at)
        SELECT gen_random_uuid(), kind, subject_label, subject_id, recipient_id, due_on + %s, params, url, now()
        FROM notifications_alert WHERE id = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(copy, [1, alert.pk])
        with pytest.raises(IntegrityError, match="notifications_alert_once"), transaction.atomic():
            cursor.execute(copy, [0, alert.pk])
    assert Alert.objects.count() == 2


@pytest.mark.django_db
def test_the_mail_names_nobody_and_speaks_the_readers_language():
    give(make_user("coordinator", language="nl", email="lees@refuge.example"))
    assert send_waiting() == 1
    (sent,) = mail.outbox
    assert sent.to == ["lees@refuge.example"]
    assert f"{settings.SITE_URL}/alerts/" in sent.body
    assert "stay" not in sent.subject + sent.body
    assert sent.extra_headers["Message-ID"] == Delivery.objects.get().message_id
    assert outbox() == {STATE.SENT: 1}


@pytest.mark.django_db
def test_sending_twice_sends_once():
    give(make_user(), make_user())
    assert (send_waiting(), send_waiting(), len(mail.outbox)) == (2, 0, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["resolved", "read", "left"])
def test_what_needs_no_mail_any_more_gets_none(why):
    reader = make_user()
    (alert,) = give(reader)
    if why == "resolved":
        assert operations.resolve(subject=SUBJECT, kinds=["test.ends"]) == 1
    elif why == "read":
        operations.mark_read(alert=alert, by=reader)
    else:
        switch_off(user=reader, by=make_user("management"))
    send_waiting()
    assert (mail.outbox, outbox()) == ([], {STATE.DROPPED: 1})


@pytest.mark.django_db
def test_a_refused_mail_is_kept_and_tried_again_ever_later():
    give(make_user())
    waits = []
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        Delivery.objects.update(next_try_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
        with refusing(smtplib.SMTPServerDisconnected("away")):
            for _try in range(3):
                send_waiting()
                send_waiting()
                row = Delivery.objects.get()
                waits.append((row.next_try_at - datetime.now(UTC)) // timedelta(minutes=1))
                clock.move_to(row.next_try_at)
        assert (row.state, row.tries, row.last_error, waits) == (
            STATE.WAITING, 3, "SMTPServerDisconnected", [2, 4, 8],
        )  # fmt: skip
        assert send_waiting() == 1
    assert (len(mail.outbox), outbox()) == (1, {STATE.SENT: 1})


@pytest.mark.django_db
def test_a_round_ends_when_the_mail_server_is_away():
    give(*(make_user() for _number in range(6)))
    with refusing(ConnectionRefusedError()):
        send_waiting()
    assert Counter(Delivery.objects.values_list("tries", flat=True)) == {1: 3, 0: 3}
    assert send_waiting() == 3


@pytest.mark.django_db
def test_a_mail_refused_too_often_waits_for_somebody_to_look():
    give(make_user())
    Delivery.objects.update(tries=19)
    with refusing(smtplib.SMTPServerDisconnected("away")):
        send_waiting()
    assert outbox() == {STATE.FAILED: 1}
    assert operations.try_all_again(by=make_user("management")) == 1
    send_waiting()
    assert outbox() == {STATE.SENT: 1}


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_holds_up_no_other():
    broken, well = make_user(), make_user()
    give(broken, well)
    unsendable = {"message_id": "<a\nb>", "next_try_at": LONG_AGO}
    Delivery.objects.filter(alert__recipient=broken).update(**unsendable)
    send_waiting()
    assert [sent.to for sent in mail.outbox] == [[well.email]]
    assert Delivery.objects.get(alert__recipient=broken).tries == 1


@pytest.mark.django_db
def test_the_broker_away_breaks_nothing(monkeypatch, django_capture_on_commit_callbacks):
    from refuge.celery import app

    reader = make_user()
    with (
        app.connection_for_write(f"redis+socket://{settings.DATA_DIR}/no-such.sock") as nowhere,
        mock.patch.object(app, "connection_for_write", return_value=nowhere),
        mock.patch.object(app.amqp, "_producer_pool", None),
        mock.patch.object(app, "_pool", None),
        django_capture_on_commit_callbacks(execute=True) as woken,
    ):
        give(reader)
    assert (len(woken), send_waiting()) == (1, 1)


# Digest


@pytest.mark.django_db
def test_a_digest_is_one_mail_a_day_with_a_line_for_each_sort():
    reader = make_user("management", language="en")
    with time_machine.travel(datetime(2026, 11, 23, 6, 30, tzinfo=UTC), tick=False) as clock:
        give(reader, kind="test.late")
        give(reader, kind="test.late", subject=("test.thing", uuid.UUID(int=8)))
        assert send_waiting() == 0
        clock.move_to(datetime(2026, 11, 23, 7, tzinfo=UTC))  # eight o'clock in Brussels
        assert send_waiting() == 1
    (sent,) = mail.outbox
    assert "- A stay is beyond its date (2)" in sent.body
    assert outbox() == {STATE.SENT: 2}


@pytest.mark.django_db
def test_a_digest_line_goes_when_somebody_deals_with_it():
    reader = make_user("management")
    give(reader, kind="test.late")
    operations.resolve(subject=SUBJECT)
    Delivery.objects.update(next_try_at=LONG_AGO)
    send_waiting()
    assert (mail.outbox, outbox()) == ([], {STATE.DROPPED: 1})


@pytest.mark.django_db
def test_only_who_need_not_answer_may_put_it_into_the_digest():
    answers, reads, at_once = make_user("coordinator"), make_user("educator"), make_user("educator")
    for colleague in (answers, reads):
        operations.set_preference(digest=True, by=colleague)
    give(answers, reads, at_once)
    assert {row.alert.recipient: row.digest for row in Delivery.objects.select_related("alert__recipient")} == {
        answers: False, reads: True, at_once: False,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T06:59:00+00:00", "2026-11-23T07:00:00+00:00"),  # 7:59 in Brussels, winter
        ("2026-11-23T07:00:00+00:00", "2026-11-24T07:00:00+00:00"),
        ("2027-03-27T08:00:00+00:00", "2027-03-28T06:00:00+00:00"),  # the night summer time begins
        ("2026-10-24T08:00:00+00:00", "2026-10-25T07:00:00+00:00"),  # the night it ends
    ],
)
def test_the_digest_goes_at_eight_in_brussels_all_year(now, expected):
    from refuge.notifications.operations.giving import next_digest

    assert next_digest(datetime.fromisoformat(now)).astimezone(UTC) == datetime.fromisoformat(expected)
