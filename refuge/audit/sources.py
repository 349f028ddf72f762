"""The tables of the list of openings and changes, each with the SQL of its share.

The SQL is written here and not by Django: for forty tables that takes longer than PostgreSQL takes to answer. Every
share is asked so that it can be read from its newest row on and left as soon as it has enough: nothing is joined to
the table before that, a row's file is looked up row by row. Where a file is wanted, its rows are looked up instead.
"""

from dataclasses import dataclass

from refuge.audit import registry
from refuge.audit.models import Opening
from refuge.questions import kept

LOG = 0  # the access log's place among the sources; the tracked tables follow it


def event_model(table):
    """The model of a tracked model's history."""
    return table.model._meta.get_field("events").related_model


def _as_many(subjects) -> str:
    return ", ".join(["%s::uuid"] * len(subjects))


class Log:
    """The access log."""

    number, at, key, subject = LOG, "at", "id", "row.subject_id"

    def rows(self, user) -> tuple[str, list]:
        return '"audit_opening" row', []

    def told(self, closed) -> tuple[str, list]:
        return "NOT row.subject_id = ANY(%s::uuid[])", [closed]

    def about(self, subjects) -> tuple[str, list]:
        # The index begins with the label.
        return f"row.subject_label = ANY(%s) AND row.subject_id IN ({_as_many(subjects)})", [
            [*registry.subjects],
            *subjects,
        ]

    def by(self, colleague) -> tuple[str, list]:
        return "row.user_id = %s", [colleague]

    @property
    def details(self) -> str:
        return (
            "SELECT 0, row.id, row.what, row.subject_label, row.user_id, row.page, row.detail, '', "
            'NULL::jsonb, NULL::jsonb FROM "audit_opening" row WHERE row.id = ANY(%s)'
        )


@dataclass(frozen=True)
class History:
    """The history of a tracked model. A row whose parent is gone is not told: nobody can say whose it was."""

    number: int
    table: registry.Tracked

    at, key = "pgh_created_at", "pgh_id"

    @property
    def name(self) -> str:
        return event_model(self.table)._meta.db_table

    @property
    def way(self) -> tuple[str, str, str]:
        """From a row to its file: the row's own column, the parents joined, and the column that names the file."""
        *parents, column = self.table.subject.split("__")
        if not parents:
            return f'row."{column}"', "", f'row."{column}"'
        field = event_model(self.table)._meta.get_field(parents[0])
        own, joined = f'row."{field.column}"', f'"{field.related_model._meta.db_table}" p0'
        for number, name in enumerate(parents[1:], 1):
            field = field.related_model._meta.get_field(name)
            table = field.related_model._meta.db_table
            joined += f' JOIN "{table}" p{number} ON p{number}.id = p{number - 1}."{field.column}"'
        return own, joined, f'p{len(parents) - 1}."{column}"'

    @property
    def subject(self) -> str:
        own, parents, file = self.way
        return f"(SELECT {file} FROM {parents} WHERE p0.id = {own})" if parents else file  # noqa: S608

    def rows(self, user) -> tuple[str, list]:
        if self.table.hidden is registry.nothing:
            return f'"{self.name}" row', []
        sql, values = kept("audit", user, lambda: self._not_hidden(user), self.number)
        return f"({sql}) row", [*values]

    def _not_hidden(self, user):
        return event_model(self.table).objects.exclude(self.table.hidden(user)).query.sql_with_params()

    def told(self, closed) -> tuple[str, list]:
        own, parents, file = self.way
        # Not known of a row that names no file (a call before it had one): not told to whom any file is closed.
        told = f"NOT {file} = ANY(%s::uuid[])"
        # As a value and not as EXISTS, which PostgreSQL would turn into a join of the whole table.
        return (f"(SELECT {told} FROM {parents} WHERE p0.id = {own})" if parents else told), [closed]  # noqa: S608

    def about(self, subjects) -> tuple[str, list]:
        own, parents, file = self.way
        theirs = f"{file} IN ({_as_many(subjects)})"
        return (f"{own} IN (SELECT p0.id FROM {parents} WHERE {theirs})" if parents else theirs), subjects  # noqa: S608

    def by(self, colleague) -> tuple[str, list]:
        contexts = "SELECT FROM pghistory_context c WHERE c.id = row.pgh_context_id AND c.metadata ->> 'user' = %s"
        return f"EXISTS ({contexts})", [str(colleague)]

    @property
    def details(self) -> str:
        before = (
            f'SELECT to_jsonb(earlier) FROM "{self.name}" earlier WHERE earlier.pgh_obj_id = row.pgh_obj_id '  # noqa: S608
            "AND earlier.pgh_id < row.pgh_id ORDER BY earlier.pgh_id DESC LIMIT 1"
        )
        context = "(c.metadata ->> 'user')::uuid, c.metadata ->> 'url', '', c.metadata ->> 'why'"
        return (
            f"SELECT {self.number}, row.pgh_id, row.pgh_label, '{self.table.subject_label}', {context}, "  # noqa: S608
            f'to_jsonb(row), ({before}) FROM "{self.name}" row '
            "LEFT JOIN pghistory_context c ON c.id = row.pgh_context_id WHERE row.pgh_id = ANY(%s)"
        )


def sources_of(kind: str, models: tuple) -> list:
    """Those that have rows of this kind (all, if it is empty), and of these models if any are named."""
    found = [Log()] if kind in ("", *Opening.What.values) else []
    if kind in ("", "change"):
        tables = enumerate(registry.tracked, LOG + 1)
        found += [History(number, table) for number, table in tables if not models or table.model in models]
    return found


def source_at(number: int):
    return History(number, registry.tracked[number - LOG - 1]) if number != LOG else Log()
