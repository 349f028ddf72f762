"""What was told to funders: last year's report to one of them, made final, and how this year's looks so far."""

from datetime import date

from refuge.accounts.models import Role, User
from reports import building, operations
from reports.models import Report, ReportTemplate

FUNDER = "city"


def build_reports(today: date) -> list[Report]:
    """Built here, as a worker would: the demo waits for them, some seconds."""
    management = User.objects.with_role(Role.MANAGEMENT).earliest("email")
    template = ReportTemplate.objects.get(example=FUNDER)
    last, this = (build_report(template, year, management) for year in (today.year - 1, today.year))
    return [operations.make_final(report=last, by=management), this]


def build_report(template, year: int, by) -> Report:
    first, last = date(year, 1, 1), date(year, 12, 31)
    report = operations.ask(
        template=template.code, first=first, last=last, language=template.language, by=by, build_here=True
    )
    building.build(report.pk)
    report.refresh_from_db()
    return report
