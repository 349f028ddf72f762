"""Reports for funders: asked for, watched while they are built, downloaded, made final."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import get_visible, page
from refuge.audit.operations import log_opening
from reports import operations
from reports.forms import BuildForm
from reports.models import Report, ReportFile, ReportTemplate, State
from reports.template_forms import CorrectionForm

SHOWN = 50
TONES = {
    State.DRAFT: "plain",
    State.BUILDING: "accent",
    State.READY: "calm",
    State.FAILED: "late",
    State.FINAL: "well",
}


def with_people():
    """Reports with what a row shows; the PDF itself stays in the database."""
    return Report.objects.select_related("asked_by", "finalised_by", "edition").defer(
        "edition__pdf", "edition__figures", "content"
    )


def row(report) -> dict:
    return {
        "report": report,
        "title": report.title,
        "tone": TONES[report.state],
        "edition": getattr(report, "edition", None),
        "sheets": hasattr(report, "edition"),
    }


@page("reports.view_reports")
@require_safe
def funders(request):
    return listing(request, BuildForm(templates=templates_for(request.user)))


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def build(request):
    """Queue a report; what prevents it stands in the form. A GET, after an error and a press of Enter, goes back."""
    if request.method == "GET":
        return redirect("reports:funders")
    form = BuildForm(request.POST, templates=templates_for(request.user))
    form.apply(operations.ask, by=request.user)
    if not form.done:
        return listing(request, form)
    messages.success(request, _("The report is being built. You may leave this page."))
    return redirect("reports:funders")


def templates_for(user) -> list[ReportTemplate]:
    return list(ReportTemplate.objects.visible_to(user).current().defer("logo").order_by("created_at", "code"))


def listing(request, form):
    reports = with_people().visible_to(request.user).order_by("-asked_at", "-id")[:SHOWN]
    return render(
        request,
        "reports/funders.html",
        {"rows": [row(each) for each in reports], "form": form, "templates": templates_for(request.user)},
    )


@page("reports.view_reports")
@require_safe
def progress(request, pk):
    """One row of the list, as it stands now: asked for every two seconds while the report is being built."""
    report = get_visible(with_people(), request.user, pk=pk)
    return render(request, "reports/report_row.html", {"row": row(report), "live": True})


def step(operation, done):
    """A view that posts one operation on one report, says what became of it, and goes back to the list."""

    @page("reports.build_report")
    @require_POST
    @wraps(operation)
    def view(request, pk):
        try:
            operation(report=get_visible(Report, request.user, pk=pk), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done())
        return redirect("reports:funders")

    return view


cancel = step(operations.cancel, lambda: _("The report is cancelled. It can be built again."))
retry = step(operations.retry, lambda: _("The report is being built. You may leave this page."))
discard = step(operations.discard, lambda: _("The report is removed."))
finalise = step(operations.make_final, lambda: _("The report is final. It will never change."))


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """A new version of a final report: why is asked first."""
    report = get_visible(with_people(), request.user, pk=pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.correct, report=report, by=request.user)
        if form.done:
            messages.success(request, _("The new version is being built. The earlier one stays."))
            return redirect("reports:funders")
    back = reverse("reports:funders")
    words = {"form_title": _("Correct a final report"), "about": report.title, "back": back, "save": _("Build it")}
    return render(request, "reports/form.html", {"form": form, **words})


@page("reports.view_reports")
@require_safe
def download(request, pk):
    """The PDF as it was built, never shown inside a page; every download is logged."""
    report = get_visible(Report.objects.select_related("edition"), request.user, pk=pk)
    if not hasattr(report, "edition"):
        raise Http404
    log_opening(request, report, detail="PDF")
    return sent(report, report.edition.pdf, "pdf")


@page("reports.view_reports")
@require_safe
def sheet(request, pk, kind):
    """The same figures for a spreadsheet, as they were built; logged like the PDF."""
    report = get_visible(Report, request.user, pk=pk)
    file = get_object_or_404(ReportFile, report=report, kind=kind)
    log_opening(request, report, detail=kind.upper())
    return sent(report, file.content, kind)


CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}


def sent(report, content, kind) -> HttpResponse:
    """The file as an attachment, named by template, period and language."""
    months = f"-{report.first.month:02}" if "/" in report.when else ""
    version = f"-v{report.version}" if report.version > 1 else ""
    extension = "csv.zip" if kind == "csv" else kind
    name = f"{report.template}-{report.first.year}{months}-{report.language}{version}.{extension}"
    return HttpResponse(
        bytes(content),
        content_type=CONTENT_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox",
        },
    )
