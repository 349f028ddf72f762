"""What the house counts: each app declares its indicators in `contributions.py`, reports shows and prints them.

An indicator says in words how it is counted, so that a figure can always be asked. It is computed for any period by
set-wise queries; what several indicators rest on is asked of the database once a period.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

PERSONS, REQUESTS, STAYS, NIGHTS = "persons", "requests", "stays", "nights"
DAYS, HOURS, SHARE = "days", "hours", "share"
REFERRALS, ORGANISATIONS = "referrals", "organisations"
SESSIONS = "sessions"
# Counts of these tell about somebody when they are small.
TELLING = {PERSONS, REQUESTS, STAYS, REFERRALS, SESSIONS}
FIGURES = "reports.view_figures"


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted. Nights count up to the last one that is over on `today`."""

    first: date
    last: date
    today: date = field(default_factory=timezone.localdate)
    _asked: dict = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def year(cls, year: int, **kwargs):
        return cls(date(year, 1, 1), date(year, 12, 31), **kwargs)

    @property
    def is_calendar_year(self) -> bool:
        return self == Period.year(self.first.year, today=self.today)

    @property
    def end(self) -> date:
        """The day after the last one."""
        return self.last + timedelta(days=1)

    @property
    def nights_end(self) -> date:
        """The day after the last night that is over; `first` when none is."""
        return max(self.first, min(self.end, self.today))

    @property
    def is_over(self) -> bool:
        return self.end <= self.today

    def once(self, question: Callable):
        """`question(period)`, asked at most once of this period object."""
        if question not in self._asked:
            self._asked[question] = question(self)
        return self._asked[question]


@dataclass(frozen=True)
class Figure:
    """A value with what it was made of. None is not known: nothing to divide by."""

    value: float | int | None
    numerator: float | int | None = None
    denominator: float | int | None = None

    @classmethod
    def share(cls, part, whole):
        """`part` of `whole` as a share between 0 and 1, or None of nothing."""
        return cls(part / whole if whole else None, part, whole)


@dataclass(frozen=True)
class Row:
    """One line of a breakdown. `code` stays the same in every language."""

    code: str
    label: str
    figure: Figure


@dataclass(frozen=True)
class Breakdown:
    """The same figure by something. `compute(period)` gives rows in reading order; `adds_up`: they make the whole."""

    code: str
    name: str
    compute: Callable[[Period], list[Row]]
    chart: str = "bars"  # or "months"
    adds_up: bool = True


@dataclass(frozen=True)
class Indicator:
    """A figure and how it is counted. `numerator` and `denominator` say in words what is divided by what."""

    code: str
    name: str
    definition: str
    unit: str
    compute: Callable[[Period], Figure]
    numerator: str = ""
    denominator: str = ""
    breakdowns: tuple[Breakdown, ...] = ()
    permission: str = FIGURES
    order: int = 50
    # What the denominator counts, where the value is a share or a mean: a mean of three stays tells about three people.
    of: str = ""

    def telling_number(self, figure: Figure):
        """The number of people, or of what stands for people, that `figure` tells about; None for nights and days."""
        if (self.of or self.unit) not in TELLING:
            return None
        return figure.denominator if self.of else figure.value


_indicators: dict[str, Indicator] = {}


def declare(indicator: Indicator) -> Indicator:
    """Add an indicator; its code is taken once."""
    if indicator.code in _indicators:
        raise ValueError(f"indicator {indicator.code} is declared twice")
    _indicators[indicator.code] = indicator
    return indicator


def declared() -> list[Indicator]:
    """Every indicator, in reading order."""
    return sorted(_indicators.values(), key=lambda each: (each.order, each.code))


def get(code: str) -> Indicator:
    return _indicators[code]
