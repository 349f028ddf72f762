"""The board as a drawing: rows are spaces, columns days, bars what is held, promised or closed.

Positions are percentages of the window, so that a page under a strict policy needs no style attribute.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.models import Occupancy, ServicePeriod, Space, SpaceClosure, Status
from housing.models.choices import COMING
from housing.words import near, soon_days
from refuge.access import allows
from refuge.ui.words import initials

VIEWS = {"2w": gettext_lazy("2 weeks"), "8w": gettext_lazy("8 weeks"), "year": gettext_lazy("Year")}
SPAN = {"2w": relativedelta(weeks=2), "8w": relativedelta(weeks=8), "year": relativedelta(years=1)}


THINNEST = 0.4  # percent: a single night in a year is still seen


@dataclass
class Bar:
    """One stretch of a row. `kind` names its look; `label` stands in it, `title` tells it whole."""

    x: str
    width: str
    kind: str
    label: str
    title: str
    short: str = ""
    url: str = ""
    ending: bool = False
    private: bool = False


@dataclass
class Row:
    space: Space
    bars: list = field(default_factory=list)


@dataclass
class Window:
    """The days that the board shows, `end` not among them."""

    view: str
    start: date
    end: date
    today: date

    @classmethod
    def of(cls, view: str, start: date | None, today: date) -> "Window":
        """From a day on, or by itself: this week, two weeks before it, or last month's first."""
        monday = today - timedelta(days=today.weekday())
        by_itself = {
            "2w": monday,
            "8w": monday - timedelta(weeks=2),
            "year": today.replace(day=1) - relativedelta(months=1),
        }
        start = start or by_itself[view]
        return cls(view, start, start + SPAN[view], today)

    @property
    def before(self) -> date:
        return self.start - SPAN[self.view] / 2 if self.view != "year" else self.start - relativedelta(months=6)

    @property
    def after(self) -> date:
        return self.start + SPAN[self.view] / 2 if self.view != "year" else self.start + relativedelta(months=6)

    def x(self, day: date) -> float:
        """Where a day begins, in percent, kept within the window."""
        inside = min(max(day, self.start), self.end)
        return round(100 * (inside - self.start).days / (self.end - self.start).days, 3)

    @property
    def today_x(self) -> str | None:
        return f"{self.x(self.today):g}" if self.start <= self.today < self.end else None

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """(place, words) of each day, Monday or month."""
        if self.view == "year":
            months = [self.start.replace(day=1) + relativedelta(months=number) for number in range(13)]
            return [(f"{self.x(day):g}", near(day).split(" ", 1)[1]) for day in months if self.start <= day < self.end]
        step = 1 if self.view == "2w" else 7
        days = [self.start + timedelta(days=number) for number in range(0, (self.end - self.start).days, step)]
        return [(f"{self.x(day):g}", near(day) if day == days[0] or day.day <= step else str(day.day)) for day in days]


def rows_of(user, window: Window, spaces) -> list[Row]:
    """Every space in service at some time of the window, with its bars. Four queries."""
    periods = ServicePeriod.objects.filter(starts_on__lt=window.end).exclude(ends_on__lte=window.start)
    rows = {space.pk: Row(space) for space in spaces.filter(pk__in=periods.values("space")).in_order()}
    draw = Drawing(user, window)
    for closure in SpaceClosure.objects.filter(starts_on__lt=window.end).exclude(ends_on__lte=window.start):
        if row := rows.get(closure.space_id):
            row.bars.append(draw.closure(closure))
    occupancies = Occupancy.objects.in_window(window.start, window.end).exclude(status=Status.CANCELLED)
    known = occupancies.with_known(user).with_risk(window.today).select_related("person", "stay")
    for occupancy in known.order_by("starts_on"):
        if row := rows.get(occupancy.space_id):
            row.bars.extend(draw.occupancy(occupancy, row.space))
    return list(rows.values())


def groups_of(rows: list[Row]) -> list[tuple]:
    """(unit, its rows), in order."""
    return [(unit, list(group)) for unit, group in groupby(rows, key=lambda row: row.space.unit)]


class Drawing:
    """Bars for one reader and one window."""

    def __init__(self, user, window: Window):
        self.window, self.soon = window, soon_days()
        self.opens_stays = allows(user, "housing.view_stay")
        self.opens_plans = allows(user, "housing.record")

    def bar(self, start, end, kind, label, title, **more) -> Bar:
        x = self.window.x(start)
        return Bar(f"{x:g}", f"{max(self.window.x(end) - x, THINNEST):g}", kind, label, title, **more)

    def closure(self, closure) -> Bar:
        end = closure.ends_on
        until = _("until %(day)s") % {"day": near(end)} if end else _("until further notice")
        text = f"{closure.reason} · {until}"
        return self.bar(
            closure.starts_on, end or self.window.end, "closed", text, _("Closed: %(text)s") % {"text": text}
        )

    def occupancy(self, occupancy, space) -> list[Bar]:
        if occupancy.status in COMING:
            return [self.plan(occupancy)]
        if occupancy.status == Status.ENDED:
            return [self.held(occupancy, space, occupancy.ended_on)] if occupancy.ended_on > occupancy.starts_on else []
        return self.going_on(occupancy, space)

    def plan(self, occupancy) -> Bar:
        promised = occupancy.status == Status.PROMISED
        text = _("Promised: %(name)s") if promised else _("Offered: %(name)s")
        name, when = self.name(occupancy), _("from %(day)s") % {"day": near(occupancy.starts_on)}
        title = f"{text % {'name': name}} · {when}"
        if occupancy.at_risk:
            title = _("At risk") + " · " + title
        return self.bar(
            occupancy.starts_on, occupancy.agreed_until, "risk" if occupancy.at_risk else "promise", title, title,
            short=initials(name), private=occupancy.known,
            url=reverse("housing:plan", args=[occupancy.pk]) if self.opens_plans and occupancy.known else "",
        )  # fmt: skip

    def held(self, occupancy, space, end, **more) -> Bar:
        name, until = self.name(occupancy), near(end)
        title = _("%(space)s: %(name)s, from %(start)s until %(end)s") % {
            "space": space.code, "name": name, "start": near(occupancy.starts_on), "end": until,
        }  # fmt: skip
        return self.bar(
            occupancy.starts_on, end, space.programme, f"{name} · {until}", title, short=f"{initials(name)} · {until}",
            url=self.stay_url(occupancy), private=occupancy.known, **more,
        )  # fmt: skip

    def going_on(self, occupancy, space) -> list[Bar]:
        """As agreed, with an edge where the end is near; and beyond it, until tonight, a stretch of its own."""
        today, agreed = self.window.today, max(occupancy.agreed_until, occupancy.starts_on)
        days = (today - occupancy.stay.agreed_until).days
        ending = (agreed - today).days <= self.soon
        bars = [self.held(occupancy, space, agreed, ending=ending)] if agreed > self.window.start else []
        if days > 0:
            label = f"+{days}" if bars else f"{self.name(occupancy)} · +{days}"
            title = _("%(name)s is %(days)d days beyond the date") % {"name": self.name(occupancy), "days": days}
            tomorrow = today + timedelta(days=1)
            bars.append(self.bar(agreed, tomorrow, "over", label, title, url=self.stay_url(occupancy)))
        return bars

    def name(self, occupancy) -> str:
        return occupancy.person.chosen_name if occupancy.known else _("taken")

    def stay_url(self, occupancy) -> str:
        return reverse("housing:stay", args=[occupancy.stay_id]) if self.opens_stays and occupancy.known else ""
