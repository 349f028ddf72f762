"""What the house counts: each app declares its indicators in `contributions.py`, reports shows and prints them.

An indicator says in words how it is counted, so that a figure can always be asked. It is computed for any period by
set-wise queries; what several indicators rest on is asked of the database once a period.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.utils import timezone

PERSONS, REQUESTS, STAYS, NIGHTS = "persons", "requests", "stays", "nights"
DAYS, HOURS, SHARE = "days", "hours", "share"
ARRIVALS, INCIDENTS = "arrivals", "incidents"
# A number of something for each of something else, with one decimal; and an amount of money.
RATE, EUROS = "rate", "euros"
FTE = "fte"  # full-time equivalents, with two decimals
REFERRALS, ORGANISATIONS = "referrals", "organisations"
SESSIONS = "sessions"
ACTIONS, GOALS = "actions", "goals"
# Counts of these tell about somebody when they are small.
TELLING = {PERSONS, REQUESTS, STAYS, REFERRALS, SESSIONS, ARRIVALS, INCIDENTS, ACTIONS, GOALS}
FIGURES = "reports.view_figures"
DAY = timedelta(days=1)
NUMERATOR, DENOMINATOR = "numerator", "denominator"
# The periods of a series as a table; a moment is compared with the first moment of a day in Brussels.
STEPS = """
    WITH steps AS (
        SELECT place, first, "end", nights_end, first::timestamp AT TIME ZONE 'Europe/Brussels' AS first_moment,
               "end"::timestamp AT TIME ZONE 'Europe/Brussels' AS end_moment
        FROM unnest(%(firsts)s::date[], %(ends)s::date[], %(nights_ends)s::date[]) WITH ORDINALITY
            AS step (first, "end", nights_end, place)
    )
"""

# How much a figure tells of somebody. PLAIN: nothing by itself. SENSITIVE: what only some may read of a file; who may
# not read it there (`Indicator.reads`) gets no small counts either. COUNTS: never anything but a number, to anybody,
# and of whole months alone: that of one day tells of whoever was there.
PLAIN, SENSITIVE, COUNTS = "plain", "sensitive", "counts"


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted. Nights count up to the last one that is over on `today`.

    `within` narrows what is counted: {"site": id, "programme": "emergency"}. Only an indicator that says so in
    `narrows` is asked for a narrowed period; the others always get the whole one.
    """

    first: date
    last: date
    today: date = field(default_factory=timezone.localdate)
    within: dict = field(default_factory=dict, compare=False)
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
    def now(self) -> datetime:
        """This moment, for what is over at an hour."""
        return timezone.now()

    @property
    def last_night(self) -> date:
        """The last night that is over, where one is."""
        return self.nights_end - DAY

    @property
    def is_over(self) -> bool:
        return self.end <= self.today

    @property
    def months(self) -> int:
        """How many whole calendar months it is; 0 where it does not begin and end with one."""
        whole = self.first.day == 1 and self.end.day == 1
        return (self.end.year - self.first.year) * 12 + self.end.month - self.first.month if whole else 0

    def back(self, *, months: int = 0, days: int = 0):
        """The same period so much earlier; whole months stay whole months."""
        step = relativedelta(months=months, days=days)
        return replace(self, first=self.first - step, last=self.end - step - timedelta(days=1), _asked={})

    def before(self):
        """The period as long as this one that ends where this one begins."""
        return self.back(months=self.months) if self.months else self.back(days=(self.end - self.first).days)

    def year_before(self):
        return self.back(months=12)

    def cut_like(self, other):
        """As many days of this period as are over of `other`: what runs is compared with what had run by then."""
        over = (other.nights_end - other.first).days
        if other.is_over or not over:
            return self
        return replace(self, last=min(self.last, self.first + (over - 1) * DAY), _asked={})

    def narrowed(self, **within):
        """The same days, counting less."""
        return replace(self, within={name: value for name, value in within.items() if value}, _asked={})

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
class Line:
    """One line of the list of what a figure counts. `about` is the young person whose file it tells of, for the log."""

    title: str
    url: str = ""
    reference: str = ""
    detail: str = ""
    day: date | None = None
    about: object = None


@dataclass(frozen=True)
class Source:
    """The records that a figure counts, for whom may open them.

    `find(period, user)` is a queryset that begins from `visible_to(user)`; `lines(records)` tells a page of them, with
    as many queries however many there are; `order` is a column that is never null. A share has a source for what is
    above the line and one for what is below it. `all_are_sorted`: no index gives those of a period in this order, so
    that all are found for a page and counted by the way.
    """

    code: str
    name: str
    find: Callable
    lines: Callable[[list], list[Line]]
    permission: str
    order: str = "pk"
    all_are_sorted: bool = False


@dataclass(frozen=True)
class Narrowing:
    """Something by which figures can be narrowed. `choices()` gives (value, words); the value stands in addresses."""

    code: str
    label: str
    choices: Callable[[], list[tuple[str, str]]]


@dataclass(frozen=True)
class Indicator:
    """A figure and how it is counted. `numerator` and `denominator` say in words what is divided by what.

    `series(periods)` gives one figure a period in as many queries however many periods there are; without it each
    period is asked by itself. `is_profile`: the whole is the same for several indicators and only its parts tell.
    """

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
    # Which side of the division that is: incidents for each 1,000 nights tell about the incidents.
    tells: str = DENOMINATOR
    # The heading it stands under; without one that of its app.
    topic: str = ""
    sensitivity: str = PLAIN
    # The permission that reads the same fact in a file, where the figure is sensitive.
    reads: str = ""
    # For the house alone: in no report to somebody outside, and in no file.
    inside: bool = False
    narrows: frozenset[str] = frozenset()
    series: Callable[[list[Period]], list[Figure]] | None = None
    is_profile: bool = False
    # It depends on `period.now`: what was reckoned of it stands for a minute at most.
    is_of_the_hour: bool = False

    def __post_init__(self):
        if self.sensitivity == SENSITIVE and not self.reads:
            raise ValueError(f"indicator {self.code} is sensitive and says not who reads the fact itself")

    @property
    def app(self) -> str:
        """The app that declares it: housing, refuge.partners."""
        parts = self.compute.__module__.split(".")
        return ".".join(parts[:2]) if parts[0] == "refuge" else parts[0]

    @property
    def sources(self) -> list[Source]:
        return _sources.get(self.code, [])

    def is_given_for(self, period: Period) -> bool:
        """Whether there is a figure for these days: of what is counted only, for whole months, quarters and years."""
        return self.sensitivity != COUNTS or period.months > 0

    def period_for(self, period: Period) -> Period:
        """The period narrowed as far as this indicator can be: the same object for all that can as much."""
        able = {name: value for name, value in period.within.items() if name in self.narrows}
        if able == period.within:
            return period
        return period.once(_narrowed_alike)[frozenset(able.items())]

    def figures(self, periods: list[Period]) -> list[Figure]:
        """One figure for each period."""
        series = self.series or _series.get(self.code)
        if series:
            return series(periods)
        return [self.compute(each) for each in periods]

    def telling_number(self, figure: Figure):
        """The number of people, or of what stands for people, that `figure` tells about; None for nights and days."""
        if (self.of or self.unit) not in TELLING:
            return None
        return getattr(figure, self.tells) if self.of else figure.value


class _Alike(dict):
    def __init__(self, period):
        super().__init__()
        self.period = period

    def __missing__(self, within):
        self[within] = self.period.narrowed(**dict(within))
        return self[within]


def _narrowed_alike(period: Period) -> _Alike:
    return _Alike(period)


_indicators: dict[str, Indicator] = {}
_sources: dict[str, list[Source]] = {}
_series: dict[str, Callable] = {}
narrowings: dict[str, Narrowing] = {}


def declare(indicator: Indicator) -> Indicator:
    """Add an indicator; its code is taken once."""
    if indicator.code in _indicators:
        raise ValueError(f"indicator {indicator.code} is declared twice")
    _indicators[indicator.code] = indicator
    return indicator


def tell(code: str, *sources: Source) -> None:
    """Say which records an indicator counts. Apart from `declare`, so that a list can stand beside its page's rows."""
    if code in _sources:
        raise ValueError(f"the records of indicator {code} are told twice")
    _sources[code] = list(sources)


def count_at_once(code: str, sql: str, prepare: Callable = lambda sql, period: sql) -> None:
    """Give an indicator its series by one query over all periods.

    `sql` joins `steps` (place, first, "end", in order) with what it counts and gives (place, number) rows; a place
    without a row counts nothing. `prepare(sql, period)` narrows it. Nights end with `nights_end`, days with "end".
    """

    def series(periods: list[Period]) -> list[Figure]:
        if not periods:
            return []
        wanted = {
            "firsts": [each.first for each in periods],
            "ends": [each.end for each in periods],
            "nights_ends": [each.nights_end for each in periods],
            **periods[0].within,
        }
        with connection.cursor() as cursor:
            cursor.execute(STEPS + prepare(sql, periods[0]), wanted)
            numbers = dict(cursor.fetchall())
        return [Figure(numbers.get(place) or 0) for place in range(1, len(periods) + 1)]

    _series[code] = series


def add_narrowing(narrowing: Narrowing) -> Narrowing:
    narrowings[narrowing.code] = narrowing
    return narrowing


def declared() -> list[Indicator]:
    """Every indicator, in reading order."""
    return sorted(_indicators.values(), key=lambda each: (each.order, each.code))


def get(code: str) -> Indicator:
    return _indicators[code]
