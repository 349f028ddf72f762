"""Each alert exactly once, by force: days skipped, many at once, a worker killed at work."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, connections

from refuge.embedded.processes import wait_until
from refuge.notifications.models import Alert, Delivery
from refuge.notifications.tasks import send_waiting
from tests.alerts import give, outbox, two_kinds
from tests.factories import make_user

ROOT = Path(__file__).resolve().parents[1]
STATE = Delivery.State
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _declared():
    with two_kinds():
        yield


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
