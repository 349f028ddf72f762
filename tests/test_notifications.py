"""Alerts: each to each recipient once, told by e-mail without a name, kept when the mail server refuses."""

import os
import signal
import smtplib
import socketserver
import subprocess
import sys
import threading
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.accounts.operations import switch_off
from refuge.embedded.processes import wait_until
from refuge.notifications import operations, registry
from refuge.notifications.models import Alert, Delivery
from refuge.notifications.registry import Kind
from refuge.notifications.tasks import send_waiting
from tests.factories import make_user

ROOT = Path(__file__).resolve().parents[1]
SUBJECT = ("test.thing", uuid.UUID(int=7))
STATE = Delivery.State
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _declared():
    """Two kinds for these tests alone: one for the coordinator to answer, one that comes in the digest."""
    with mock.patch.dict(registry.kinds):
        registry.declare(Kind("test.ends", _("A stay ends in %(days)s days"), frozenset({"coordinator"})))
        registry.declare(Kind("test.late", _("A stay is beyond its date"), digest=True))
        yield


def give(*people, kind="test.ends", subject=SUBJECT, **fields):
    return operations.notify(
        kind=kind, subject=subject, recipients=people, url="/alerts/", params={"days": 7}, **fields
    )


def outbox():
    return Counter(Delivery.objects.values_list("state", flat=True))


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


@contextmanager
def refusing(error):
    """A mail server that says no."""
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=error):
        yield


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


# Exactly once, by force


@pytest.mark.django_db
def test_a_quarter_replayed_with_days_doubled_and_skipped():
    """What is due is asked for each day; a day left out is caught up, a day done twice adds nothing."""
    readers = [make_user("coordinator"), make_user("management")]
    start, end = date(2026, 9, 1), date(2026, 11, 30)
    leads = [30, 14, 7, 1, 0]
    for number in range((end - start).days + 1):
        today = start + timedelta(days=number)
        if number % 5 == 3 and today != end:
            continue
        for _time in range(2 if number % 4 == 0 else 1):
            for lead in leads:
                if today >= end - timedelta(days=lead):
                    give(*readers, due_on=end - timedelta(days=lead))
            send_waiting()
    assert Counter(Alert.objects.values_list("recipient", flat=True)) == {reader.pk: len(leads) for reader in readers}
    assert Counter(to for sent in mail.outbox for to in sent.to) == {reader.email: len(leads) for reader in readers}


@pytest.mark.django_db(transaction=True)
def test_the_same_alert_given_by_many_at_once():
    readers = [make_user() for _number in range(5)]
    given = in_threads(8, lambda number: len(give(*readers[number % 5 :], *readers[: number % 5])))
    assert sum(given) == Alert.objects.count() == Delivery.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_many_senders_side_by_side_send_each_mail_once():
    readers = [make_user(email=f"reader{number}@refuge.example") for number in range(20)]
    give(*readers)
    give(*readers, kind="test.late")
    Delivery.objects.filter(digest=True).update(next_try_at=LONG_AGO)
    in_threads(6, lambda number: send_waiting())
    assert Counter(to for sent in mail.outbox for to in sent.to) == {reader.email: 2 for reader in readers}
    assert outbox() == {STATE.SENT: 40}


def in_threads(number, work) -> list:
    """What `work(i)` answers, all begun at the same moment, each on its own connection."""
    answers, gate = [None] * number, threading.Barrier(number)

    def run(index):
        gate.wait()
        try:
            answers[index] = work(index)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to take e-mails, and is slow to say that it did."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, delay):
        super().__init__(("127.0.0.1", 0), MailSession)
        self.delay, self.taken = delay, []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class MailSession(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            self.say("221 bye" if word == b"QUIT" else "250 yes")

    def take(self):
        for line in self.rfile:
            if line.lower().startswith(b"message-id:"):
                self.server.taken.append(line.split()[1].decode())
            if line == b".\r\n":
                break
        threading.Event().wait(self.server.delay)

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def worker(mail_server, log):
    """A Celery worker of its own, in a process of its own, on this test's database and a queue nobody else reads."""
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{database['USER']}@{host}/{database['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.server_address[1]}",
    }
    argv = [sys.executable, "-m", "celery", "-A", "refuge", "worker", "--pool", "solo", "--queues", "kill-test"]
    argv += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    with log.open("ab") as output:
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_work_loses_and_repeats_no_alert(tmp_path):
    readers = [make_user() for _number in range(12)]
    give(*readers)
    with MailServer(delay=0.1) as server:
        with worker(server, tmp_path / "first.log") as first:
            send_waiting.apply_async(queue="kill-test")
            assert wait_until(lambda: len(server.taken) >= 4, 60), (tmp_path / "first.log").read_text()
            first.send_signal(signal.SIGKILL)
            first.wait()
        sent_before = outbox()[STATE.SENT]
        assert 0 < sent_before < len(readers)
        with worker(server, tmp_path / "second.log"):
            for _minute in range(2):  # beat comes round each minute, and once too often
                send_waiting.apply_async(queue="kill-test")
            assert wait_until(lambda: outbox() == {STATE.SENT: 12}, 60), (tmp_path / "second.log").read_text()
        server.shutdown()
    assert Alert.objects.count() == 12
    assert set(server.taken) == set(Delivery.objects.values_list("message_id", flat=True))
    # The one that was under way when the worker died may have gone twice, recognisably.
    assert len(server.taken) - len(set(server.taken)) <= 1


# Pages


@pytest.mark.django_db
def test_the_page_shows_my_alerts_alone_unread_first(client):
    me, colleague = make_user("coordinator", language="en"), make_user("coordinator")
    (old,) = give(me)
    give(me, kind="test.late")
    give(colleague, subject=("test.thing", uuid.UUID(int=9)))
    operations.mark_read(alert=Alert.objects.get(recipient=me, kind="test.late"), by=me)
    client.force_login(me)
    page = client.get("/alerts/").content.decode()
    assert page.index("A stay ends in 7 days") < page.index("A stay is beyond its date")
    assert page.count(reverse("notifications:open", args=[old.pk])) == 1
    assert "1 unread" in page


@pytest.mark.django_db
def test_opening_an_alert_marks_it_read_and_leads_on(client):
    me = make_user("coordinator")
    (alert,) = give(me)
    client.force_login(me)
    assert client.post(reverse("notifications:open", args=[alert.pk])).url == "/alerts/"
    alert.refresh_from_db()
    assert alert.read_at


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["open", "read", "unread"])
def test_a_colleagues_alert_does_not_exist_for_me(client, act):
    (alert,) = give(make_user("coordinator"))
    client.force_login(make_user("coordinator"))
    assert client.post(reverse(f"notifications:{act}", args=[alert.pk])).status_code == 404


@pytest.mark.django_db
def test_marking_all_read_can_be_undone_without_touching_those_read_before(client):
    me = make_user("coordinator")
    (seen,) = give(me)
    operations.mark_read(alert=seen, by=me)
    give(me, kind="test.late")
    client.force_login(me)
    page = client.post(reverse("notifications:read_all"), follow=True).content.decode()
    assert me.alerts.unread().count() == 0
    undo = page.split('action="/alerts/unread/')[1].split('"')[0]
    client.post(f"/alerts/unread/{undo}")
    assert [alert.kind for alert in me.alerts.unread()] == ["test.late"]
    assert client.post("/alerts/unread/99999999999999999999/").status_code == 404


@pytest.mark.django_db
def test_a_subject_closed_to_the_reader_is_neither_named_nor_linked(client):
    me = make_user("coordinator", language="en")
    closed = uuid.UUID(int=8)
    give(me)
    (hidden,) = give(me, subject=("test.thing", closed))
    with mock.patch.dict(registry.worded_subjects, {"test.thing": lambda user, ids: {SUBJECT[1]: "Salomé"}}):
        client.force_login(me)
        page = client.get("/alerts/").content.decode()
    assert page.count("Salomé") == 1
    assert reverse("notifications:open", args=[hidden.pk]) not in page


@pytest.mark.django_db
def test_how_i_am_told_is_mine_to_choose(client):
    me = make_user("educator")
    client.force_login(me)
    client.post(reverse("notifications:preference"), {"digest": "1"})
    assert me.alert_preference.digest is True
    client.post(reverse("notifications:preference"), {"digest": ""})
    me.alert_preference.refresh_from_db()
    assert me.alert_preference.digest is False


@pytest.mark.django_db
def test_refused_mails_stand_on_the_team_page_for_management_alone(client):
    management = make_user("management", language="en")
    give(make_user(name="Reader Refused"))
    with refusing(smtplib.SMTPRecipientsRefused({"x": (550, b"no such mailbox")})):
        send_waiting()
    client.force_login(management)
    page = client.get("/team/").content.decode()
    assert "Reader Refused" in page
    assert "550 no such mailbox" in page
    client.post(reverse("notifications:try_again"))
    send_waiting()
    assert "550 no such mailbox" not in client.get("/team/").content.decode()
    client.force_login(make_user("coordinator"))
    assert client.post(reverse("notifications:try_again")).status_code == 404


@pytest.mark.django_db
def test_as_many_queries_for_ten_times_the_alerts(client):
    me = make_user("coordinator")
    client.force_login(me)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/alerts/").status_code == 200
        return len(seen)

    give(me)
    client.get("/alerts/")
    few = queries()
    for number in range(60):
        give(me, subject=("test.thing", uuid.UUID(int=100 + number)))
    assert queries() == few <= 12
