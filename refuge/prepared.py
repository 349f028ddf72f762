"""Questions that a connection keeps planned: PostgreSQL takes longer to plan a union of many tables than to answer it.

Django binds values on our side and so never has anything prepared, and no statement with django-pghistory's context
before it can be: these questions alone go another way, and they only read.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import sql


@dataclass(frozen=True)
class Question:
    """SQL with all values written in but the `blanks`, which differ each time that it is asked."""

    text: str
    blanks: tuple = ()

    def values(self, filling: dict) -> list | None:
        """What stands in the blanks; None if there are none, and the text is taken as it is."""
        return [filling.get(blank, blank) for blank in self.blanks] or None


def question(text: str, values, blanks) -> Question:
    """`text` in Django's words, in which those of `values` that are among `blanks` stay open."""
    connection.ensure_connection()
    is_blank = [isinstance(value, UUID | date | str) and value in blanks for value in values]
    written = ["%s" if blank else _literal(value) for blank, value in zip(is_blank, values, strict=True)]
    left_open = tuple(value for blank, value in zip(is_blank, values, strict=True) if blank)
    if left_open:
        # Read once more by psycopg, for the blanks.
        text = text.replace("%%", "%%%%")
        written = [word if word == "%s" else word.replace("%", "%%") for word in written]
    return Question(text % tuple(written), left_open)


def _literal(value) -> str:
    return sql.Literal(value).as_string(connection.connection)


class PlannedCursor(ServerBindingCursor):
    # django-pghistory puts its context before everything that does not begin with SELECT (a union does not), unless the
    # cursor has a name; and two statements in one cannot be prepared.
    name = "planned"


def cursor():
    """A cursor of Django's, wrappers and all, whose questions are planned when they come for the second time
    (`prepare_threshold` in the settings)."""
    connection.ensure_connection()
    usual, connection.connection.cursor_factory = connection.connection.cursor_factory, PlannedCursor
    try:
        return connection.cursor()
    finally:
        connection.connection.cursor_factory = usual


class Preparing:
    """A connection for a compiler of Django's, whose questions are kept planned."""

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def cursor(self):
        return cursor()
