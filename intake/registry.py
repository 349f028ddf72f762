"""Where apps that build on requests say what would fall apart if a request went another way.

`before_parting` holds functions `check(request)` that raise ValidationError. Each runs, with the request locked, before
a decision is taken back, a decided request is reopened, or a request and a file are joined or parted.
"""

from collections.abc import Callable

before_parting: list[Callable] = []


def check_parting(request) -> None:
    """Ask everybody; the first ValidationError ends the operation."""
    for check in before_parting:
        check(request)
