"""One PostgreSQL and one Valkey of their own for the whole run, in a folder that goes with it. `var/` is not touched.

The process that starts the run starts the servers; the workers it starts find them through the environment. With
DATABASE_URL or REDIS_URL set, those servers are used.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import datetime, time
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from refuge.embedded import environment
from refuge.embedded.folder import DataFolder
from refuge.embedded.postgres import Postgres
from refuge.embedded.valkey import Valkey
from tests.house import House

BASE_DIR = Path(__file__).resolve().parents[1]
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
# Plain HTTP and no second factor, as Django's test client comes; tests of the strict settings set them themselves.
FOR_TESTS = {"DJANGO_SETTINGS_MODULE": "refuge.settings", "HTTPS": "false", "MFA_REQUIRED": "false"}
TEMPLATE = "REFUGE_TEST_TEMPLATE"
servers = []


def prepare_environment():
    """Before anything reads the settings."""
    given = {name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="refuge-tests-")
    os.environ.update({name: os.environ.get(name, value) for name, value in FOR_TESTS.items()})
    folder = environment.load(BASE_DIR)
    if "DATABASE_URL" not in given:
        servers.append(Postgres(folder, durable=False))
        os.environ[TEMPLATE] = "refuge"
    if "REDIS_URL" not in given:
        servers.append(Valkey(folder))


if not IS_WORKER:
    prepare_environment()


def compile_translations():
    """A fresh clone has none compiled, and pages are read in French."""
    from refuge.embedded.management.commands.compile_translations import compile_catalogue, sources

    for source in sources():
        compile_catalogue(source)


def pytest_configure(config):
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Without the manifest of collected files, which a run of the tests has no need to make.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    if not IS_WORKER:
        compile_translations()
        # With servers that were given, too: WhiteNoise warns for each request while the folder is missing.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if servers and not config.option.collectonly:
        DataFolder.from_environment(BASE_DIR).make()
        for server in servers:
            server.start(on_parent_death=signal.SIGTERM)


def pytest_unconfigure(config):
    if not IS_WORKER:
        for server in reversed(servers):
            server.stop()
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One worker runs all of tests/browser/: they share one house and one browser.

    By the folder, because pytest 9.2 and xdist 3.8 together do not see the mark `xdist_group` (xdist's issue 1386).
    """
    from xdist.scheduler import LoadScopeScheduling

    class OneHouse(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return "house" if nodeid.startswith("tests/browser/") else nodeid

    return OneHouse(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Migrate once, for all workers: each copies its database from the migrated one."""
    from django.conf import settings

    if TEMPLATE not in os.environ:
        return
    with (settings.DATA_DIR / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = settings.DATA_DIR / "template.done"
        if not done.exists():
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(migrate, cwd=BASE_DIR, check=True)
            done.touch()
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = os.environ[TEMPLATE]


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly():
    """After a test that commits."""
    from django.test import TransactionTestCase

    from tests.emptying import empty

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", empty):
        yield


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The real house with its demo shelter, one for all tests in tests/browser/."""
    house = House(tmp_path_factory.mktemp("house") / "var")
    house.start()
    yield house
    if house.process.poll() is None:
        house.stop()


@pytest.fixture
def own_connections():
    """Threads open their own connections instead of sharing the pool's few."""
    from django.db import connection

    connection.close()
    options = connection.settings_dict["OPTIONS"]
    pool = options.pop("pool", None)
    yield
    connection.close()
    if pool:
        options["pool"] = pool


@pytest.fixture
def on_its_day(request, time_machine):
    """Noon of the TODAY that the module of the test was read on: a run may well begin before midnight and go on."""
    time_machine.move_to(datetime.combine(request.module.TODAY, time(12), ZoneInfo("Europe/Brussels")))
