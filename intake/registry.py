"""Where apps that build on requests add to them, and what the app's own parts share.

`waiting_columns` are what an app adds to each row of the waiting list, for all rows at once.

`before_parting` holds functions `check(request)` that raise ValidationError. Each runs, with the request locked, before
a decision is taken back, a decided request is reopened, or a request and a file are joined or parted.

`due_sources` add rows to the card of what is due on Today, in its one query.
"""

from collections.abc import Callable
from dataclasses import dataclass

from refuge.registry import Registry

UNANSWERED = "intake.unanswered"
CALL_BACK_MISSED = "intake.call_back_missed"


@dataclass(frozen=True)
class WaitingColumn:
    """A column of the waiting list. `provide(user, requests)` answers {request id: cell}; it is called once a page, so
    that the page asks as often with fifty rows as with one. `draw(cell)` gives safe HTML: it is called for each row."""

    label: str
    permission: str
    draw: Callable
    provide: Callable
    order: int = 50


# The columns of a row of what is due: which source, 0 for what cannot be made good and 1 for the rest, the day, a fact
# for its words, the chosen name, where to go on.
DUE_ROW = ("what", "weight", "due_on", "fact", "name", "file")


@dataclass(frozen=True)
class DueSource:
    """What an app adds to the card of what is due. `rows(user, today)` gives querysets of DUE_ROW, whose SQL is kept
    for a day (refuge/questions.py) and whose `what` begins with `prefix`; `about(row)` gives {"words", "url"}."""

    prefix: str
    rows: Callable
    about: Callable


waiting_columns = Registry()
due_sources: list[DueSource] = []
before_parting: list[Callable] = []


def check_parting(request) -> None:
    """Ask everybody; the first ValidationError ends the operation."""
    for check in before_parting:
        check(request)
