"""From asking to final: built once whatever is killed, and never changed afterwards."""

import hashlib
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, connections
from django.utils import timezone
from django.utils.translation import override
from kombu.exceptions import OperationalError as BrokerAway
from pypdf import PdfReader

from refuge.audit import keeper
from refuge.embedded.processes import wait_until
from refuge.notifications.models import Alert
from refuge.violations import RuleBroken
from reports import building, operations, tasks
from reports.models import Edition, Report, ReportFile, State
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[1]
YEAR = {"template": "annual", "first": date(2025, 1, 1), "last": date(2025, 12, 31)}
NOW = timezone.localdate().year
THIS_YEAR = {"template": "annual", "first": date(NOW, 1, 1), "last": date(NOW, 12, 31)}


@pytest.fixture
def management():
    return make_user("management")


def asked(by=None, language="en") -> Report:
    return operations.ask(**YEAR, language=language, by=by, build_here=True)


def built(by=None, **kwargs) -> Report:
    report = asked(by, **kwargs)
    building.build(report.pk)
    report.refresh_from_db()
    return report


def kept(by) -> Report:
    """A ready report whose PDF is short."""
    return keep(asked(by))


def keep(report) -> Report:
    now = timezone.now()
    pdf = b"%PDF-1.7"
    sha256 = hashlib.sha256(pdf).hexdigest()
    operations.finish(report.pk, pdf=pdf, sha256=sha256, figures={}, settings={}, version="1", counted_at=now)
    report.refresh_from_db()
    return report


def test_a_report_is_built_and_kept_with_its_data(management):
    report = built(management)
    edition = report.edition
    assert report.state == State.READY
    assert report.progress == 100
    assert bytes(edition.pdf).startswith(b"%PDF")
    assert edition.sha256 == hashlib.sha256(edition.pdf).hexdigest()
    assert edition.settings == {"reports.small_count": 5}
    assert edition.figures["sections"][0]["indicators"][0]["code"] == "accommodated"
    assert edition.version == building.version()


@pytest.mark.parametrize(("language", "title"), [("fr", "fr-BE"), ("nl", "nl-BE"), ("en", "en-BE")])
def test_each_language_says_its_own(language, title):
    pdf = PdfReader(BytesIO(built(language=language).edition.pdf))
    assert pdf.trailer["/Root"]["/Lang"] == title


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 1, 1), date(2025, 12, 30)),
        (date(2025, 1, 2), date(2025, 12, 31)),
        (date(2024, 7, 1), date(2025, 6, 30)),
        (date(2024, 1, 1), date(2025, 12, 31)),
    ],
)
def test_what_leaves_the_house_covers_calendar_years(first, last):
    with pytest.raises(RuleBroken) as refused:
        operations.ask(template="annual", first=first, last=last, language="fr")
    assert refused.value.code == "reports_calendar_year"
    assert not Report.objects.exists()


def test_building_twice_keeps_one_edition(management):
    report = built(management)
    kept = report.edition.sha256
    building.build(report.pk)
    tasks.build_report(str(report.pk))
    assert Edition.objects.get().sha256 == kept


def test_a_cancelled_build_stops_at_its_next_step(management, monkeypatch):
    report = asked(management)
    counted = building.report_data

    def cancelled_meanwhile(*args):
        operations.cancel(report=report, by=management)
        return counted(*args)

    monkeypatch.setattr(building, "report_data", cancelled_meanwhile)
    building.build(report.pk)
    report.refresh_from_db()
    assert report.state == State.DRAFT
    assert not Edition.objects.exists()
    monkeypatch.undo()
    operations.retry(report=report, by=management)
    building.build(report.pk)
    assert Edition.objects.count() == 1


def test_a_failed_build_says_so_and_can_be_tried_again(management, monkeypatch):
    report = asked(management)
    monkeypatch.setattr(building, "pdf_of", lambda *args, **kwargs: 1 / 0)
    building.build(report.pk)
    report.refresh_from_db()
    assert report.state == State.FAILED
    monkeypatch.undo()
    operations.retry(report=report, by=management)
    building.build(report.pk)
    report.refresh_from_db()
    assert report.state == State.READY


def test_a_build_that_kills_its_worker_each_time_fails_in_the_end(management):
    report = asked(management)
    for _kill in range(operations.MAX_TRIES):
        assert operations.begin(report.pk)
    assert operations.begin(report.pk) is None
    report.refresh_from_db()
    assert report.state == State.FAILED


def test_what_was_not_built_can_be_removed_and_what_was_cannot(management):
    ready, cancelled = kept(management), operations.cancel(report=asked(management), by=management)
    operations.discard(report=cancelled, by=management)
    with pytest.raises(RuleBroken):
        operations.discard(report=ready, by=management)
    assert Report.objects.get() == ready


@pytest.mark.parametrize("step", [operations.cancel, operations.retry, operations.discard])
def test_a_final_report_takes_no_further_step(management, step):
    report = operations.make_final(report=kept(management), by=management)
    assert (report.finalised_by, report.state) == (management, State.FINAL)
    with pytest.raises(RuleBroken):
        step(report=report, by=management)
    with pytest.raises(RuleBroken):
        operations.make_final(report=report, by=management)


def test_what_was_counted_in_a_running_year_never_becomes_final(management):
    report = kept(management)
    running = operations.ask(**THIS_YEAR, language="en", by=management, build_here=True)
    keep(running)
    with pytest.raises(RuleBroken) as refused:
        operations.make_final(report=running, by=management)
    assert refused.value.code == "reports_year_not_over"
    assert operations.make_final(report=report, by=management).state == State.FINAL


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_report SET language = 'nl'",
        "UPDATE reports_report SET state = 'ready', finalised_by_id = NULL, finalised_at = NULL",
        "DELETE FROM reports_report",
        "TRUNCATE reports_report CASCADE",
        "UPDATE reports_edition SET sha256 = 'x'",
        "UPDATE reports_edition SET figures = '{}'",
        "DELETE FROM reports_edition",
        "TRUNCATE reports_edition",
        "DELETE FROM reports_reportevent",
    ],
)
def test_plain_sql_cannot_change_a_final_report(management, sql):
    operations.make_final(report=kept(management), by=management)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(Error) as refused, connection.cursor() as cursor:
        cursor.execute(sql)
    assert refused.value.__cause__.diag.constraint_name in {"append_only", "reports_final"}


def test_the_keepers_function_alone_may(management):
    report = operations.make_final(report=kept(management), by=management)
    assert keeper.remove(model=Edition, ids=[report.pk], reason="retention", by=management) == 1
    assert keeper.remove(model=Report, ids=[report.pk], reason="retention", by=management) == 1


def test_a_report_that_is_not_final_can_still_move_on(management):
    report = kept(management)
    Report.objects.filter(pk=report.pk).update(language="nl")
    report.refresh_from_db()
    assert report.language == "nl"


def test_history_does_not_fill_with_progress(management):
    report = asked(management)
    before = report.events.count()
    operations.advance(report.pk, 40)
    assert report.events.count() == before
    operations.cancel(report=report, by=management)
    assert report.events.count() == before + 1


def test_the_broker_away_is_no_reason_to_fail(management, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise BrokerAway

    monkeypatch.setattr(operations.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        report = operations.ask(**YEAR, language="fr", by=management)
    assert report.state == State.BUILDING
    woken = []
    monkeypatch.setattr(tasks, "wake", woken.append)
    assert tasks.resume_reports() == 0
    Report.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    assert tasks.resume_reports() == 1
    assert woken == [report.pk]


def test_the_command_prints_address_and_checksum(tmp_path):
    out, file = StringIO(), tmp_path / "year.pdf"
    call_command("build_report", "annual", "--from", "2025-01-01", "--to", "2025-12-31", output=file, stdout=out)
    edition = Edition.objects.get()
    path, address, checksum = out.getvalue().split("\n")[:3]
    assert path == str(file)
    assert address == f"/reports/funders/{edition.report_id}/report.pdf"
    assert checksum == f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}"


def test_the_command_refuses_half_a_year_in_one_line():
    with override("en"), pytest.raises(CommandError, match="one calendar year"):
        call_command("build_report", "annual", "--from", "2025-01-01", "--to", "2025-06-30")


# With a worker of its own


@contextmanager
def worker(log):
    """A Celery worker in a process of its own, on this test's database and a queue nobody else reads."""
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    environment = {**os.environ, "DATABASE_URL": f"postgres://{database['USER']}@{host}/{database['NAME']}"}
    argv = [sys.executable, "-m", "celery", "-A", "refuge", "worker", "--pool", "solo", "--queues", "kill-report"]
    argv += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    with log.open("ab") as output:
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_mid_build_leaves_one_report(tmp_path):
    report = asked(make_user("management"))

    def now():
        report.refresh_from_db()
        return report

    with worker(tmp_path / "first.log") as first:
        tasks.build_report.apply_async([str(report.pk)], queue="kill-report")
        assert wait_until(lambda: now().progress >= operations.DRAWN, 60), (tmp_path / "first.log").read_text()
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert now().state == State.BUILDING
    assert not Edition.objects.exists()
    with worker(tmp_path / "second.log"), worker(tmp_path / "third.log"):
        for _message in range(4):  # the broker's, the sweeper's, and more than one at once
            tasks.build_report.apply_async([str(report.pk)], queue="kill-report")
        assert wait_until(lambda: now().state == State.READY, 60), (tmp_path / "second.log").read_text()
    assert Edition.objects.count() == 1
    assert ReportFile.objects.count() == 2
    assert now().tries == 2
    assert Alert.objects.filter(kind="reports.ready", subject_id=report.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_builders_at_once_one_builds(monkeypatch):
    report = asked()
    with connections.create_connection("default").cursor() as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"reports.{report.pk}"])
        building.build(report.pk)
        report.refresh_from_db()
        assert (report.state, report.tries) == (State.BUILDING, 0)
        other.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"reports.{report.pk}"])
    other.connection.close()
    building.build(report.pk)
    report.refresh_from_db()
    assert report.state == State.READY
