"""Where apps that build on requests add to them, and what the app's own parts share.

`waiting_columns` are what an app adds to each row of the waiting list, for all rows at once.

`before_parting` holds functions `check(request)` that raise ValidationError. Each runs, with the request locked, before
a decision is taken back, a decided request is reopened, or a request and a file are joined or parted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from refuge.registry import Registry

UNANSWERED = "intake.unanswered"
CALL_BACK_MISSED = "intake.call_back_missed"


@dataclass(frozen=True)
class WaitingColumn:
    """A column of the waiting list. `provide(user, requests)` answers {request id: what `template` draws as `cell`};
    it is called once a page, so that the page asks as often with fifty rows as with one."""

    label: str
    permission: str
    template: str
    provide: Callable
    order: int = 50


waiting_columns = Registry()
before_parting: list[Callable] = []


def check_parting(request) -> None:
    """Ask everybody; the first ValidationError ends the operation."""
    for check in before_parting:
        check(request)
