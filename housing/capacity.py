"""How many spaces each house had, month by month: from the dated periods of service, less the closures."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

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
    """Every house that had a space that year, with its twelve months. Three queries, whatever the number of spaces."""
    service, closed = defaultdict(list), defaultdict(list)
    for period in _in_year(ServicePeriod, year):
        service[period.space.unit.site_id].append(period)
    for closure in _in_year(SpaceClosure, year):
        closed[closure.space.unit.site_id].append(closure)
    sites = Site.objects.filter(pk__in=service).order_by("alias")
    return [(site, _months(service[site.pk], closed[site.pk], year)) for site in sites]


def first_year() -> int | None:
    """The year of the first space; None before there is one."""
    first = ServicePeriod.objects.order_by("starts_on").values_list("starts_on", flat=True).first()
    return first.year if first else None


def _in_year(model, year):
    rows = model.objects.filter(starts_on__lt=date(year + 1, 1, 1)).exclude(ends_on__lte=date(year, 1, 1))
    return rows.select_related("space__unit")


def _months(service, closed, year) -> list[Month]:
    months = []
    for number in range(1, 13):
        days = monthrange(year, number)[1]
        start = date(year, number, 1)
        end = start + timedelta(days=days)
        shut = sum(_closed_nights(closure, service, start, end) for closure in closed)
        months.append(Month(sum(nights(each, start, end) for each in service), shut, days))
    return months


def nights(period, start, end) -> int:
    """Nights of a period that lie from `start` up to, not on, `end`."""
    first, last = max(period.starts_on, start), min(period.ends_on or end, end)
    return max(0, (last - first).days)


def _closed_nights(closure, service, start, end) -> int:
    """A closed space takes nothing away while it is out of service anyway."""
    own = [each for each in service if each.space_id == closure.space_id]
    return sum(nights(closure, max(start, each.starts_on), min(end, each.ends_on or end)) for each in own)
