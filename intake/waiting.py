"""The waiting list made ready for the eye: why somebody stands where they stand, and when to call them next."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, DateTimeField, F, Window
from django.db.models.functions import Greatest
from django.utils import timezone

from intake.models import Request
from intake.parameters import CONTACT_DAYS, of_today
from intake.registry import waiting_columns
from intake.rows import Patience
from refuge.people.models import Person
from refuge.people.models.person import AGE_FIELDS
from refuge.questions import SOME_TIME, read

ON_TODAY = 5
# What a line shows and reckons with, as tuples: requests, people and decisions have many columns more.
OF_REQUEST = (
    "pk", "reference", "received_at", "channel", "caller_organisation", "urgency", "state", "answered_at",
    "call_back_due", "reached_at", "failed_attempts", "worker__name", "decision__decided_at", "kept_alive_at", "place",
)  # fmt: skip
OF_PERSON = ("chosen_name", "pronouns", "residence", "adult_from", "minor_until", *AGE_FIELDS)
SHOWN = (*OF_REQUEST, "person", *(f"person__{each}" for each in OF_PERSON))


class Young(NamedTuple):
    """The person of a request, as a line shows them."""

    chosen_name: str
    pronouns: str
    residence: str
    adult_from: date | None
    minor_until: date | None
    birth_date: date | None
    birth_year: int | None
    stated_age: int | None
    stated_on: date | None

    age_status = Person.age_status
    age_words = Person.age_words


class OnTheList(NamedTuple):
    """A request that waits for a space. `kept_alive_at`: they were last reached, or else put on the list."""

    pk: UUID
    reference: str
    received_at: datetime
    channel: str
    caller_organisation: str
    urgency: str
    state: str
    answered_at: datetime | None
    call_back_due: datetime | None
    reached_at: datetime | None
    failed_attempts: int
    worker: str | None  # by name
    decided_at: datetime
    kept_alive_at: datetime
    place: timedelta
    person: Young | None

    is_open = Request.is_open


@dataclass(frozen=True)
class WaitingRow:
    """One line: the request, since when it waits, its last contact and the day by which the next is due."""

    record: OnTheList
    since: object
    last_contact: object
    next_due: date
    is_overdue: bool
    marks: list
    cells: list = field(default_factory=list)


def waiting_for(user):
    """Those on the list that `user` may see. `kept_alive_at`: they were last reached, or else put on the list."""
    kept_alive = Greatest("reached_at", F("decision__decided_at"), output_field=DateTimeField())
    return Request.objects.visible_to(user).waiting().annotate(kept_alive_at=kept_alive).with_waiting_place()


def to_list(requests):
    """With what a line shows, in one query."""
    return requests.values_list(*SHOWN, named=True)


def _longest_first(user):
    """Those whom nobody has reached since SOME_TIME, and how many there are."""
    late = waiting_for(user).filter(kept_alive_at__lt=SOME_TIME).annotate(count=Window(Count("pk")))
    return late.order_by("kept_alive_at").values_list("count", *SHOWN)[:ON_TODAY]


def _told(row) -> OnTheList:
    """Of a row of `SHOWN`."""
    end = len(OF_REQUEST)
    return OnTheList(*row[:end], Young(*row[end + 1 :]) if row[end] else None)


def contact_days(request) -> timedelta:
    """After how long whoever waits is called again."""
    return timedelta(days=of_today(request)[CONTACT_DAYS.code])


def rows_of(request, records) -> tuple[list, list]:
    """The columns that other apps add, and the rows with a cell for each. A query of each column, however many rows."""
    records = [_told(row) for row in records]
    columns = waiting_columns.shown_to(request.user) if records else []
    told = [(column, column.provide(request.user, records)) for column in columns]
    patience, pause = Patience(request), contact_days(request)
    return columns, [_row(patience, pause, record, told) for record in records]


def _row(patience, pause, record, told=()) -> WaitingRow:
    due = record.kept_alive_at + pause
    return WaitingRow(
        record=record,
        since=record.decided_at,
        last_contact=record.reached_at,
        next_due=timezone.localdate(due),
        is_overdue=due < patience.now,
        marks=patience.marks(record),
        cells=[(column, cells.get(record.pk)) for column, cells in told],
    )


def overdue(request, record) -> dict | None:
    """For Today: those on the list whom nobody has reached for too long; None when there is nobody."""
    patience, pause = Patience(request), contact_days(request)
    since = {SOME_TIME: patience.now - pause}
    longest = read("today.waiting", request.user, lambda: _longest_first(request.user), stand_ins=since)
    rows = [_row(patience, pause, _told(row)) for _count, *row in longest]
    return {"rows": rows, "count": longest[0][0]} if longest else None
