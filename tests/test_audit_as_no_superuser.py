"""Rule 7 in a database as production has it: migrated and used by its owner, who is no superuser."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[1]
WORK = """
from django.db import Error, connection, transaction
from refuge.audit import keeper
from refuge.audit.models import KeeperRun, Opening

keeper.remove(model=Opening, ids=[0], reason="first")
run = KeeperRun.objects.get()
print("replaced", keeper.replace(model=KeeperRun, changes={run.pk: {"reason": "second"}}, reason="new words"))
print("reads", sorted(KeeperRun.objects.values_list("reason", flat=True)))
FORBIDDEN = (
    "SET ROLE refuge_keeper",
    "UPDATE audit_keeperrun SET reason = ''",
    "SET session_replication_role = replica",
)
for statement in FORBIDDEN:
    try:
        with transaction.atomic():
            connection.cursor().execute(statement)
        print("went through:", statement)
    except Error as error:
        print("refused:", statement)
"""


@pytest.fixture
def owner():
    """The name of a fresh role as docker/postgres.sh makes it, owning an empty database of the same name."""
    name = f"test_owner_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("needs a server on which it may make a role")
        cursor.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB CREATEROLE")
        # As a role gets them that makes the keeper's; on this server it is there already.
        cursor.execute(f"GRANT refuge_keeper TO {name} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        cursor.execute(f"CREATE DATABASE {name} OWNER {name} TEMPLATE template0")
        yield name
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cursor.execute(f"DROP ROLE {name}")


def test_the_owner_is_not_the_keeper_and_the_keeper_works(owner):
    host = connection.settings_dict["HOST"].replace("/", "%2F")
    environment = {**os.environ, "DATABASE_URL": f"postgres://{owner}@{host}/{owner}"}

    def manage(*argv):
        done = subprocess.run(
            [sys.executable, "manage.py", *argv], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity=0")
    said = manage("shell", "--no-imports", "--verbosity=0", "--command", WORK).splitlines()
    assert said == [
        "replaced 1",
        "reads ['new words', 'second']",
        "refused: SET ROLE refuge_keeper",
        "refused: UPDATE audit_keeperrun SET reason = ''",
        "refused: SET session_replication_role = replica",
    ]
