"""What the two commands promise: a start that works or says why not, and data that outlives any end."""

import gettext
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from refuge.celery import app
from refuge.embedded import environment
from refuge.embedded.beat import OneBeat
from refuge.embedded.folder import DataFolder
from refuge.embedded.postgres import Postgres
from tests.house import BASE_DIR, gone, manage, refusal, start_in_vain

ORDINARY_USER = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def contents(folder):
    """Every file but the one in which PostgreSQL notes how it was started."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "postmaster.opts")
    return {path: path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def served_once(tmp_path_factory):
    """A data folder whose database was served and stopped."""
    folder = DataFolder(tmp_path_factory.mktemp("served") / "var")
    folder.make()
    server = Postgres(folder)
    server.start(on_parent_death=signal.SIGTERM)
    server.stop()
    for ring in ("data", "psychology"):
        shutil.copy(Path(os.environ["DATA_DIR"], "keys", f"{ring}.json"), folder.keys)
    return folder


@pytest.fixture
def cluster(served_once, tmp_path):
    subprocess.run(["cp", "-a", served_once.root, tmp_path], check=True)
    return DataFolder(tmp_path / "var")


def test_a_taken_port_is_named(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in refusal(start_in_vain(tmp_path / "var", PORT=port))


def test_a_port_that_is_none_is_named(tmp_path):
    assert "PORT=eighty" in refusal(start_in_vain(tmp_path / "var", PORT="eighty"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    assert f"DATA_DIR {tmp_path}/file/var" in refusal(start_in_vain(tmp_path / "file" / "var"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda cluster: (cluster / "PG_VERSION").unlink(), "PG_VERSION is missing"),
        (lambda cluster: (cluster / "PG_VERSION").write_text("\0\0"), "PG_VERSION is not a version"),
        (lambda cluster: (cluster / "PG_VERSION").write_text("15\n"), "is of PostgreSQL 15, here is 18"),
        (lambda cluster: (cluster / "global" / "pg_control").write_bytes(b"short"), "pg_control"),
        (lambda cluster: (cluster / "global" / "pg_control").write_bytes(bytes(8192)), "pg_control is not whole"),
        (lambda cluster: shutil.rmtree(cluster / "pg_wal"), "PostgreSQL did not start"),
    ],
    ids=["no version", "bad version", "other version", "short control file", "empty control file", "no log"],
)
def test_a_damaged_database_is_named_and_left_as_it_is(cluster, damage, said):
    damage(cluster.cluster)
    before = contents(cluster.cluster)
    assert said in refusal(start_in_vain(cluster.root))
    after = contents(cluster.cluster)
    assert {path: after.get(path) for path in before} == before


def test_a_lost_key_ring_is_not_replaced(cluster):
    (cluster.keys / "data.json").unlink()
    assert "data.json is missing beside its database" in refusal(start_in_vain(cluster.root))
    assert not (cluster.keys / "data.json").exists()


def test_a_damaged_key_ring_is_named(cluster):
    (cluster.keys / "data.json").write_text("{}")
    assert "data.json is damaged" in refusal(start_in_vain(cluster.root))


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path):
    manage(tmp_path / "var", "version")
    before = contents(tmp_path / "var" / "keys")
    manage(tmp_path / "var", "version")
    assert contents(tmp_path / "var" / "keys") == before
    assert {path.name for path in before} == {"secret", "data.json", "psychology.json"}
    assert {path.stat().st_mode & 0o777 for path in before} == {0o600}
    ring = json.loads((tmp_path / "var" / "keys" / "data.json").read_text())
    assert re.fullmatch("[0-9a-f]{4}", ring["current"])


def test_a_long_path_still_has_room_for_its_sockets(tmp_path):
    deep = tmp_path / ("a long name with spaces " * 5) / "var"
    done = manage(deep, "shell", "--no-imports", "-c", "from django.db import connection as c; c.ensure_connection()")
    assert (done.returncode, done.stderr) == (0, "")
    assert gone(deep)


def test_what_is_set_wins_over_what_the_folder_says(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "MFA_REQUIRED", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MFA_REQUIRED", "true")
    folder = DataFolder(tmp_path)
    folder.save_settings({"MFA_REQUIRED": "false", "SITE_URL": "http://localhost:9000"})
    environment.load(BASE_DIR)
    assert os.environ["MFA_REQUIRED"] == "true"
    assert os.environ["SITE_URL"] == "http://localhost:9000"
    assert os.environ["DATABASE_URL"] == folder.database_url


def test_translations_are_compiled_when_they_changed_and_only_then(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(head + 'msgid "Bed"\nmsgstr "Lit"\n')
    call_command("compile_translations")
    compiled = source.with_suffix(".mo")
    assert gettext.GNUTranslations(compiled.open("rb")).gettext("Bed") == "Lit"
    first = compiled.stat().st_mtime_ns
    call_command("compile_translations")
    assert compiled.stat().st_mtime_ns == first
    source.write_text(head + 'msgid "Bed"\nmsgstr "Place"\n')
    os.utime(source, ns=(first + 1, first + 1))
    call_command("compile_translations")
    assert gettext.GNUTranslations(compiled.open("rb")).gettext("Bed") == "Place"


def test_words_compiled_while_a_process_runs_are_used_in_it(tmp_path, settings):
    """The first start fills in what it keeps in three languages: with words, not with the English of the code."""
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(head + 'msgid "Bedstead"\nmsgstr "Lit"\n')
    try:
        translation_file_changed(None, tmp_path / "none.mo")
        with translation.override("fr"):
            assert translation.gettext("Bedstead") == "Bedstead"
        call_command("compile_translations")
        with translation.override("fr"):
            assert translation.gettext("Bedstead") == "Lit"
    finally:
        translation_file_changed(None, tmp_path / "none.mo")


def test_healthz_answers_without_database_and_for_any_name(client):
    answer = client.get("/healthz", headers={"host": "unknown.example"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_which_part_fails_and_nothing_more(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "failing"}


@pytest.mark.django_db
def test_one_beat_sends_and_the_next_when_it_is_gone(tmp_path):
    first, second = (OneBeat(app, schedule_filename=str(tmp_path / name), lazy=True) for name in "ab")
    assert first.holds_lock()
    assert not second.holds_lock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [first.line.db.connection.info.backend_pid])
    assert not first.holds_lock()
    assert second.holds_lock()
    assert not first.holds_lock()
    second.leave()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(not os.stat(BASE_DIR).st_mode & 0o005, reason="the project is closed to others")
def test_manage_py_starts_and_stops_the_database_for_an_ordinary_user(tmp_path):
    home = Path("/tmp", f"refuge-ordinary-{os.getpid()}")  # noqa: S108
    home.mkdir()
    os.chown(home, 65534, 65534)
    try:
        done = manage(home, "showmigrations", "accounts", prefix=ORDINARY_USER, HOME=home)
        assert (done.returncode, done.stderr) == (0, "")
        assert "[ ] 0001_initial" in done.stdout
        assert (home / "postgres").stat().st_uid == 65534
        assert gone(home)
    finally:
        shutil.rmtree(home)


def test_every_page_is_read_before_the_workers_part_and_no_connection_is_open():
    """A worker that replaces another one serves at once; neither a connection nor a pool's threads outlive a fork."""
    said = (
        "import refuge.wsgi, sys, threading; from django.db import connection; from django.template import engines; "
        "from refuge.ui.icons import archive; loader = engines['django'].engine.template_loaders[0]; "
        "print('reports.views.figures' in sys.modules, len(loader.get_template_cache) > 300, "
        "archive.cache_info().currsize, connection.connection, threading.active_count())"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=BASE_DIR)
    assert told.stdout.split() == ["True", "True", "1", "None", "1"]
