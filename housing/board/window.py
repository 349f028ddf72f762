"""The days that the board shows, and where each stands in the drawing."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy

from housing.words import near

VIEWS = {"2w": gettext_lazy("2 weeks"), "8w": gettext_lazy("8 weeks"), "year": gettext_lazy("Year")}
SPAN = {"2w": relativedelta(weeks=2), "8w": relativedelta(weeks=8), "year": relativedelta(years=1)}


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
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def before(self) -> date:
        return self.start - SPAN[self.view] / 2 if self.view != "year" else self.start - relativedelta(months=6)

    @property
    def after(self) -> date:
        return self.start + SPAN[self.view] / 2 if self.view != "year" else self.start + relativedelta(months=6)

    def x(self, day: date) -> float:
        """Where a day begins, in percent, kept within the window."""
        inside = min(max(day, self.start), self.end)
        return round(100 * (inside - self.start).days / self.days, 3)

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
        days = [self.start + timedelta(days=number) for number in range(0, self.days, step)]
        return [(f"{self.x(day):g}", near(day) if day == days[0] or day.day <= step else str(day.day)) for day in days]
