"""What reports tell: one is ready, one failed, a funder's deadline comes. Each once."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify
from refuge.notifications.registry import Kind, declare, worded_subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from reports.models import Report, ReportTemplate, State
from reports.parameters import DEADLINE_DAYS


def _due(params: dict) -> str:
    days = params["days"]
    if days <= 0:
        return gettext("A report for a funder is due today")
    text = ngettext(
        "A report for a funder is due in %(days)d day", "A report for a funder is due in %(days)d days", days
    )
    return text % {"days": days}


MANAGEMENT = frozenset({Role.MANAGEMENT})
READY = declare(Kind("reports.ready", _("A report is ready"), tone="well", icon="file-text", label=_("Reports ready")))
FAILED = declare(Kind("reports.failed", _("A report could not be built"), MANAGEMENT, tone="late", icon="file-x"))
DEADLINE = declare(Kind("reports.deadline", _due, MANAGEMENT, tone="soon", icon="calendar-clock"))


def tell(report: Report) -> None:
    """Tell who asked for the report that it is there, or that it failed."""
    if report.asked_by is not None:
        kind = READY if report.state == State.READY else FAILED
        notify(kind=kind, subject=report, recipients=[report.asked_by], url=reverse("reports:funders"))


def next_deadline(template: ReportTemplate, today: date) -> date | None:
    """The next day by which the funder expects the report of the year before; the month's last where it has no such."""
    if not template.deadline_month:
        return None
    days = (day_of(year, template.deadline_month, template.deadline_day) for year in (today.year, today.year + 1))
    return next(day for day in days if day >= today)


def day_of(year, month, day) -> date:
    for each in range(day, 27, -1):
        try:
            return date(year, month, each)
        except ValueError:
            continue
    return date(year, month, day)


@operation
def send_report_alerts(today=None) -> int:
    """Tell management of each deadline that comes, once; nothing where the report is final already. Returns how many
    alerts were new: a run that comes twice adds nothing."""
    today = today or timezone.localdate()
    lead = timedelta(days=value_of(DEADLINE_DAYS.code, today))
    people = list(User.objects.with_role(Role.MANAGEMENT))
    return sum(
        len(
            notify(
                kind=DEADLINE,
                subject=template,
                recipients=people,
                url=reverse("reports:year"),
                due_on=due - lead,
                params={"days": (due - today).days},
            )
        )
        for template, due in deadlines(today)
        if due - today <= lead and not is_made(template, due)
    )


def deadlines(today) -> list[tuple[ReportTemplate, date]]:
    """The templates that somebody waits for, with the day, the nearest first."""
    waited = ReportTemplate.objects.current().filter(deadline_month__isnull=False).defer("logo")
    return sorted(((each, next_deadline(each, today)) for each in waited), key=lambda pair: (pair[1], pair[0].code))


def is_made(template, due) -> bool:
    """Whether the report of the year before the deadline is final."""
    return Report.objects.filter(template=template.code, state=State.FINAL, first__year=due.year - 1).exists()


def name_reports(user, ids) -> dict:
    return {each.pk: each.title for each in Report.objects.visible_to(user).filter(pk__in=ids)}


def name_templates(user, ids) -> dict:
    return {
        each.pk: each.funder_name for each in ReportTemplate.objects.visible_to(user).filter(pk__in=ids).defer("logo")
    }


worded_subjects["reports.report"] = name_reports
worded_subjects["reports.reporttemplate"] = name_templates
