"""How many spaces each house had, month by month: from the dated periods of service, less the closures."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Value
from django.db.models.functions import Greatest, Least

from housing.models import ServicePeriod, Site, SpaceClosure


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


def capacity_of(year) -> list[tuple[Site, list[Month]]]:
    """Every house that had a space that year, with its twelve months. Three queries, whatever the number of spaces:
    those in service or closed over the same days are counted together."""
    service, closed = _nights(_in_service(year), year), _nights(_closed(year), year)
    sites = Site.objects.filter(pk__in=list(service)).order_by("alias")
    return [(site, _months(service[site.pk], closed[site.pk], year)) for site in sites]


def first_year() -> int | None:
    """The year of the first space; None before there is one."""
    first = ServicePeriod.objects.order_by("starts_on").values_list("starts_on", flat=True).first()
    return first.year if first else None


def _in_service(year):
    first, beyond = _bounds(year)
    periods = _in_year(ServicePeriod, year)
    return _counted(periods, Greatest("starts_on", first), Least("ends_on", beyond))


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


def _counted(periods, first, end):
    """(house, first day, day after the last, how many). PostgreSQL leaves an end that is not set out of the least."""
    periods = periods.annotate(first=first, end=end).order_by()
    return periods.values_list("space__unit__site", "first", "end").annotate(number=Count("pk"))


def _nights(counted, year) -> dict:
    """{house: the space-nights of each month}"""
    starts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    by_house = defaultdict(lambda: [0] * 12)
    for house, first, end, number in counted:
        nights = by_house[house]
        for month in range(first.month - 1, 12):
            if starts[month] >= end:
                break
            nights[month] += number * max(0, (min(end, starts[month + 1]) - max(first, starts[month])).days)
    return by_house


def _months(service, closed, year) -> list[Month]:
    return [Month(service[month], closed[month], monthrange(year, month + 1)[1]) for month in range(12)]
