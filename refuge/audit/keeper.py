"""The keeper: the one database function that may change or empty tables that only grow (rule 7).

It runs as a role of its own, takes only tables that carry the `keeper_only` trigger, and writes down what it did.
Erasure replaces values in history, retention removes rows past their term, re-encryption puts a new ciphertext in
the place of an old one, and the tests empty their database with it.
"""

import json

from django.db import connection

from refuge.history import KEEPER_ROLE
from refuge.operations import operation

FUNCTION = "refuge_keep"


@operation
def replace(*, model, changes: dict, reason: str, by=None) -> int:
    """Set columns in rows of an append-only table: `changes` is {primary key: {column: value}}; bytes are written
    as bytea. Returns how many rows changed; raises when the table is not append-only."""
    return _keep("replace", model, {str(pk): _plain(columns) for pk, columns in changes.items()}, reason, by)


@operation
def remove(*, model, ids, reason: str, by=None) -> int:
    """Delete rows of an append-only table whose retention has passed. Returns how many."""
    return _keep("remove", model, [str(pk) for pk in ids], reason, by)


def empty_test_database(tables) -> None:
    """Truncate `tables`. The function refuses in a database whose name does not begin with test_."""
    _call("flush", None, json.dumps(list(tables)), "test flush", None)


def _plain(columns: dict) -> dict:
    return {name: f"\\x{bytes(v).hex()}" if isinstance(v, bytes | memoryview) else v for name, v in columns.items()}


def _keep(action, model, what, reason, by) -> int:
    return _call(action, model._meta.db_table, json.dumps(what, default=str), reason, by.pk if by else None)


def _call(action, table, what, reason, by):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FUNCTION}(%s, %s, %s::jsonb, %s, %s::uuid)", [action, table, what, reason, by])
        return cursor.fetchone()[0]


def grant_keeper() -> None:
    """Give the keeper's role what its function needs on the tables of now. Runs after each migration."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO {KEEPER_ROLE}"
        )
