"""How many spaces each house had, month by month: from the dated periods of service, less the closures."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import Count, Value
from django.db.models.functions import Greatest, Least

from housing.models import ServicePeriod, SpaceClosure
from refuge.questions import ask

HOUSE = "space__unit__site"


@dataclass(frozen=True)
class Month:
    """Space-nights of one house in one month, and how many spaces that is on an average night."""

    in_service: int
    closed: int
    days: int

    @property
    def spaces(self) -> float:
        return self.in_service / self.days

    @property
    def usable(self) -> float:
        return (self.in_service - self.closed) / self.days


def capacity_of(year) -> list[tuple[str, list[Month]]]:
    """The name of every house that had a space that year, with its twelve months. Two queries, whatever the number of
    spaces: those in service or closed over the same days are counted together."""
    served = ask("housing.capacity.service", None, lambda: _in_service(year), year)
    closed = _nights(ask("housing.capacity.closed", None, lambda: _closed(year), year), year)
    names, service = {house: name for name, house, *_days in served}, _nights((row for _name, *row in served), year)
    lengths = [monthrange(year, month)[1] for month in range(1, 13)]
    # The houses stand in the order of their names.
    return [(name, _months(service[house], closed[house], lengths)) for house, name in names.items()]


def first_year() -> int | None:
    """The year of the first space; None before there is one."""
    first = ask("housing.capacity.first", None, _first_days)
    return first[0][0].year if first else None


def _first_days():
    return ServicePeriod.objects.order_by("starts_on").values_list("starts_on", flat=True)[:1]


def _in_service(year):
    first, beyond = _bounds(year)
    periods = _in_year(ServicePeriod, year)
    counted = _counted(periods, Greatest("starts_on", first), Least("ends_on", beyond), f"{HOUSE}__alias")
    return counted.order_by(f"{HOUSE}__alias")


def _closed(year):
    """A closed space takes nothing away while it is out of service anyway."""
    first, beyond = _bounds(year)
    served = "space__service_periods__"
    closures = _in_year(SpaceClosure, year).filter(space__service_periods__isnull=False)
    return _counted(
        closures, Greatest("starts_on", f"{served}starts_on", first), Least("ends_on", f"{served}ends_on", beyond)
    )


def _bounds(year) -> tuple[Value, Value]:
    return Value(date(year, 1, 1)), Value(date(year + 1, 1, 1))


def _in_year(model, year):
    return model.objects.filter(starts_on__lt=date(year + 1, 1, 1)).exclude(ends_on__lte=date(year, 1, 1))


def _counted(periods, first, end, *name):
    """(house, first day, day after the last, how many). PostgreSQL leaves an end that is not set out of the least."""
    periods = periods.annotate(first=first, end=end).order_by()
    return periods.values_list(*name, HOUSE, "first", "end").annotate(number=Count("pk"))


def _nights(counted, year) -> dict:
    """{house: the space-nights of each month}"""
    starts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    within, by_house = cache(lambda first, end: _by_month(first, end, starts)), defaultdict(lambda: [0] * 12)
    for house, first, end, number in counted:
        nights = by_house[house]
        for month, days in within(first, end):
            nights[month] += number * days
    return by_house


def _by_month(first, end, starts) -> list[tuple[int, int]]:
    """(month from 0 on, nights in it) between two days of the year, of each month that has any. Most spaces of most
    houses share theirs."""
    if end <= first:
        return []
    months = range(first.month - 1, (end - timedelta(days=1)).month)
    return [(month, (min(end, starts[month + 1]) - max(first, starts[month])).days) for month in months]


def _months(service, closed, lengths) -> list[Month]:
    return [Month(*month) for month in zip(service, closed, lengths, strict=True)]
