"""One process at a time at one piece of work, whatever is sent twice, late or side by side."""

from contextlib import contextmanager

from django.db import connection


def wait_for_turn(key: str) -> None:
    """Let one transaction at a time be at `key`, until this one ends: what it reads of the others is whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


@contextmanager
def alone_with(key: str):
    """Whether this process is the only one at `key`. A killed one leaves no lock behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
