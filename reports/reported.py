"""What final reports said of a period, to stand beside what is counted now."""

from dataclasses import dataclass
from datetime import datetime

from reports.models import Edition, Report, State


@dataclass(frozen=True)
class Reported:
    """What was reported of one figure, in which report, made final when."""

    value: float | int | None
    title: str
    on: datetime


def reported_for(user, period) -> dict[str, list[Reported]]:
    """{indicator: what final reports over exactly this period said, the newest first}, of the reports that `user` may
    read. One query; a narrowed period was never reported."""
    found = {}
    if period.within:
        return found
    final = Report.objects.visible_to(user).filter(state=State.FINAL, first=period.first, last=period.last)
    editions = Edition.objects.filter(report__in=final).select_related("report").defer("pdf")
    for edition in editions.order_by("-report__finalised_at"):
        for code, value in values_in(edition.figures).items():
            said = Reported(value, edition.report.title, edition.report.finalised_at)
            found.setdefault(code, []).append(said)
    return found


def values_in(figures: dict) -> dict:
    """{indicator: value} of an edition's data."""
    sections = figures.get("sections", []) if isinstance(figures, dict) else []
    return {
        each["code"]: each["value"]
        for section in sections
        for each in section.get("indicators", [])
        if "code" in each and "value" in each
    }
