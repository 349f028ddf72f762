"""What is missing or contradictory in the records: each app declares in `contributions.py` how to find it, and where it
is mended. The yearly round of the reports shows what is left."""

from collections.abc import Callable
from dataclasses import dataclass

from refuge.access import allows
from refuge.counting import number
from refuge.indicators import Period

# So many are named; the rest is counted.
SHOWN = 20


@dataclass(frozen=True)
class Gap:
    """One record that somebody should look at."""

    title: str
    url: str
    detail: str = ""
    # The young person whose file it tells of, for the log.
    about: object = None


@dataclass(frozen=True)
class Check:
    """One question to the records of a period. `find(period, user)` is a queryset that begins from `visible_to(user)`
    and takes the period's days as they are (`refuge/counting.py`); `gaps(records)` tells a few of them, with as many
    queries however many there are."""

    code: str
    name: str
    permission: str
    find: Callable[[Period, object], object]
    gaps: Callable[[list], list[Gap]]
    order: int = 50


@dataclass(frozen=True)
class Found:
    """What a check found: how many, and the first of them."""

    check: Check
    count: int
    gaps: list[Gap]


_checks: dict[str, Check] = {}


def declare(check: Check) -> Check:
    """Add a check; its code is taken once."""
    if check.code in _checks:
        raise ValueError(f"check {check.code} is declared twice")
    _checks[check.code] = check
    return check


def found_for(user, period: Period) -> list[Found]:
    """What each check finds in the period of what `user` may see: two queries a check."""
    checks = sorted(_checks.values(), key=lambda each: (each.order, each.code))
    return [look(each, user, period) for each in checks if allows(user, each.permission)]


def look(check: Check, user, period: Period) -> Found:
    count = number(check.find, period, user=user)
    return Found(check, count, check.gaps(list(check.find(period, user)[:SHOWN])) if count else [])
