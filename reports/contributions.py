"""What reports add to the shared pages: two entries of the navigation, and who took which report on the audit page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.audit.registry import Subject, Tracked, add_subject, add_tracked, details
from refuge.registry import NavigationEntry, navigation
from reports import parameters as parameters
from reports import policy as policy
from reports.models import Export, IssuedStatement, Report

SUBJECT = "reports.report"
VIEW = "reports.view_reports"


def name_reports(user, ids) -> dict:
    reports = Report.objects.visible_to(user).filter(pk__in=ids)
    return {report.pk: (report.title, reverse("reports:funders")) for report in reports}


def hidden_reports(user):
    return Report.objects.none().values("pk")


def find_report(user, text):
    return None


navigation.add(
    NavigationEntry(
        label=_("Figures"),
        url_name="reports:figures",
        icon="chart-column",
        permission="reports.view_page",
        group=_("Reports"),
        order=80,
    )
)
navigation.add(
    NavigationEntry(
        label=_("Funder reports"),
        url_name="reports:funders",
        icon="file-text",
        permission=VIEW,
        group=_("Reports"),
        order=81,
    )
)
navigation.add(
    NavigationEntry(
        label=_("Exports"),
        url_name="reports:exports",
        icon="download",
        permission="reports.export",
        group=_("Reports"),
        order=82,
    )
)


def name_exports(user, ids) -> dict:
    exports = Export.objects.visible_to(user).filter(pk__in=ids).defer("content")
    return {each.pk: (str(each), reverse("reports:exports")) for each in exports}


def name_statements(user, ids) -> dict:
    issued = IssuedStatement.objects.visible_to(user).filter(pk__in=ids).defer("lines")
    return {each.pk: (str(each), reverse("reports:statement", args=[each.code])) for each in issued}


def nothing_hidden(model):
    return lambda user: model.objects.none().values("pk")


add_subject(Subject("reports.export", name_exports, nothing_hidden(Export), find_report))
add_subject(Subject("reports.issuedstatement", name_statements, nothing_hidden(IssuedStatement), find_report))
add_subject(Subject(SUBJECT, name_reports, hidden_reports, find_report))
add_tracked(Tracked(Report, _("Report"), "pgh_obj_id", SUBJECT, {"state": VIEW, "first": VIEW, "last": VIEW}))
details["figure"] = _("list of a figure")
