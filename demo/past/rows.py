"""Rows made in memory and written in bulk, in the order in which they refer to each other."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

import pghistory
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from psycopg import sql

from casework.models import Action, Goal, JournalNote, Plan, PlanReview
from housing.models import (
    AfterCare,
    EarlierCare,
    Extension,
    Occupancy,
    Situation,
    SpaceClosure,
    Stay,
    TurnedAway,
)
from intake.models import DangerAssessment, Decision, Request
from refuge.days import start_of
from refuge.parameters.operations import next_references
from refuge.people.models import Channel, Consent, Person

# Extensions before stays: a stay beyond its limit is asked for its extension at once, the keys only at commit.
ORDER = (
    Person, Channel, Consent, Request, DangerAssessment, Decision, Extension, Stay, Occupancy, AfterCare, Situation,
    EarlierCare, SpaceClosure, TurnedAway, Plan, Goal, Action, PlanReview, JournalNote,
)  # fmt: skip
BATCH = 5_000


class Rows:
    """What is made is kept until `flush`, or until there is a batch of it.

    Each flush is one transaction with history's author on it. Nothing is switched off: every trigger fires. A rule
    that a row breaks raises IntegrityError and leaves the batches before it written.
    """

    def __init__(self, today: date, by):
        self.today, self.by = today, by
        self.midnight = start_of(today)
        self.waiting = {model: [] for model in ORDER}
        self.written = dict.fromkeys(ORDER, 0)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, minute: int) -> datetime:
        """A minute of a day, as the clock in Brussels shows it."""
        wall = datetime.combine(self.day(offset), time(minute // 60, minute % 60))
        return wall.replace(tzinfo=self.midnight.tzinfo)

    def add(self, row) -> None:
        self.waiting[type(row)].append(row)

    def flush_batch(self) -> None:
        if sum(map(len, self.waiting.values())) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write all that is waiting."""
        with pghistory.context(user=str(self.by.pk)), transaction.atomic():
            tell_history()
            self.number()
            for model in ORDER:
                self._write(model)

    def number(self) -> None:
        """Give references to what has none yet: whoever comes from now on, through an operation too, comes after."""
        give_references("P", self.waiting[Person], "created_at")
        give_references("R", self.waiting[Request], "received_at")

    def _write(self, model) -> None:
        rows = self.waiting[model]
        if not rows:
            return
        copy(model, rows)
        if model is Decision:
            decide({row.request_id for row in rows})
        self.written[model] += len(rows)
        self.waiting[model] = []

    def name_workers(self) -> None:
        """Whoever is supported today has a worker in charge, the one who opened the plan; the others have left."""
        opened = Plan.objects.open().filter(person=OuterRef("pk"))
        with pghistory.context(user=str(self.by.pk)), transaction.atomic():
            supported = Person.objects.filter(worker=None, pk__in=Plan.objects.open().values("person"))
            supported.update(worker=Subquery(opened.values("opened_by")))

    def counted(self, more: dict) -> dict:
        """How many rows of what were written, by what staff call them, on top of `more`."""
        names = {"people": Person, "requests": Request, "stays": Stay, "plans": Plan, "notes": JournalNote}
        return more | {name: self.written[model] + more.get(name, 0) for name, model in names.items()}


def tell_history() -> None:
    """History's author reaches the database with the next statement, but not with COPY: this is one before it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def copy(model, rows: list) -> None:
    """Insert by COPY: triggers and constraints as with `bulk_create`, at a fraction of its cost."""
    fields = [each for each in model._meta.concrete_fields if not each.generated]
    columns = sql.SQL(", ").join(sql.Identifier(each.column) for each in fields)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as stream:
        for row in rows:
            stream.write_row([each.get_db_prep_save(each.pre_save(row, True), connection) for each in fields])


def give_references(series: str, rows: list, field: str) -> None:
    """In the order of time, one counter a year."""
    new = sorted((row for row in rows if not row.reference), key=attrgetter(field))
    for year, of_year in groupby(new, key=lambda row: timezone.localdate(getattr(row, field)).year):
        group = list(of_year)
        for row, reference in zip(group, next_references(series, year, len(group)), strict=True):
            row.reference = reference


def decide(requests) -> None:
    """The state of each request is its latest decision's (rule 11)."""
    latest = Decision.objects.filter(request=OuterRef("pk")).order_by("-decided_at", "-id")
    Request.objects.filter(pk__in=requests).update(
        decision=Subquery(latest.values("pk")[:1]), state=Subquery(latest.values("outcome")[:1])
    )
