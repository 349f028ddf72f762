"""The waiting list made ready for the eye: why somebody stands where they stand, and when to call them next."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, DateTimeField, F, Window
from django.db.models.functions import Greatest
from django.utils import timezone

from intake.models import Request
from intake.parameters import CONTACT_DAYS, of_today
from intake.registry import waiting_columns
from intake.rows import Patience
from refuge.people.models.person import AGE_FIELDS
from refuge.questions import SOME_TIME, read

ON_TODAY = 5
# What a line shows of these records and reckons with: they have many columns more.
SHOWN = (
    "reference", "received_at", "channel", "caller_organisation", "urgency", "state", "answered_at", "call_back_due",
    "reached_at", "failed_attempts", "worker__name", "decision__decided_at",
    *(f"person__{each}" for each in ("chosen_name", "pronouns", "residence", "adult_from", "minor_until", *AGE_FIELDS)),
)  # fmt: skip


@dataclass(frozen=True)
class WaitingRow:
    """One line: the request, since when it waits, its last contact and the day by which the next is due."""

    record: Request
    since: object
    last_contact: object
    next_due: date
    is_overdue: bool
    marks: list
    cells: list = field(default_factory=list)


def waiting_for(user):
    """Those on the list that `user` may see. `kept_alive_at`: they were last reached, or else put on the list."""
    kept_alive = Greatest("reached_at", F("decision__decided_at"), output_field=DateTimeField())
    requests = Request.objects.visible_to(user).waiting().select_related("person", "worker", "decision")
    return requests.annotate(kept_alive_at=kept_alive).with_waiting_place().only(*SHOWN)


def _longest_first(user):
    """Those whom nobody has reached since SOME_TIME."""
    late = waiting_for(user).filter(kept_alive_at__lt=SOME_TIME)
    return late.annotate(count=Window(Count("pk"))).order_by("kept_alive_at")[:ON_TODAY]


def contact_days(request) -> timedelta:
    """After how long whoever waits is called again."""
    return timedelta(days=of_today(request)[CONTACT_DAYS.code])


def rows_of(request, records) -> tuple[list, list]:
    """The columns that other apps add, and the rows with a cell for each. A query of each column, however many rows."""
    records = list(records)
    columns = waiting_columns.shown_to(request.user) if records else []
    told = [(column, column.provide(request.user, records)) for column in columns]
    patience, pause = Patience(request), contact_days(request)
    return columns, [_row(patience, pause, record, told) for record in records]


def _row(patience, pause, record, told=()) -> WaitingRow:
    due = record.kept_alive_at + pause
    return WaitingRow(
        record=record,
        since=record.decision.decided_at,
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
    rows = [_row(patience, pause, each) for each in longest]
    return {"rows": rows, "count": longest[0].count} if longest else None
