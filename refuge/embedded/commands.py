"""`manage.py` beside a running house or without one: the database is up while a command needs it."""

import fcntl
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from refuge.embedded import environment
from refuge.embedded.locks import one_at_a_time, open_lock, try_lock
from refuge.embedded.postgres import Postgres
from refuge.embedded.trouble import Trouble

WITHOUT_DATABASE = {
    "collectstatic", "compile_translations", "compilemessages", "diffsettings", "findstatic", "help", "makemessages",
    "startapp", "version",
}  # fmt: skip


def execute(base_dir: Path, argv: list[str]) -> None:
    """Run one of Django's commands; what stops it before it begins is said in one line."""
    from django.core.management import execute_from_command_line

    try:
        with database(base_dir, argv):
            execute_from_command_line(argv)
    except Trouble as trouble:
        sys.exit(f"Cannot go on: {trouble}")


@contextmanager
def database(base_dir: Path, argv: list[str]):
    """The database of DATA_DIR, started if need be. The last one to use it stops it."""
    given = os.environ.get("DATABASE_URL")
    folder = environment.load(base_dir)
    if given or not needs_database(argv):
        yield
        return
    folder.make()
    server, users = Postgres(folder), open_lock(folder.root / "users.lock")
    with one_at_a_time(folder.root / "start.lock"):
        fcntl.flock(users, fcntl.LOCK_SH)
        server.start()
    try:
        yield
    finally:
        close_connections()
        with one_at_a_time(folder.root / "start.lock"):
            if try_lock(users, fcntl.LOCK_EX):
                server.stop()


def close_connections() -> None:
    """The pool too: it would complain about a server that goes away."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    with suppress(ImproperlyConfigured):
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()


def needs_database(argv: list[str]) -> bool:
    asks_for_help = {"-h", "--help", "--version"} & set(argv[1:])
    return len(argv) > 1 and argv[1] not in WITHOUT_DATABASE and not asks_for_help
