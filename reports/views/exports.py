"""Exports: asked for, watched, downloaded, deleted; and the monthly statements."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.exports import pages, statements
from refuge.indicators import Period
from reports import exports as operations
from reports import sheets
from reports import statements as monthly
from reports.export_forms import ExportForm
from reports.models.export import FIGURES, Export, ExportState, IssuedStatement
from reports.views.funders import CONTENT_TYPES

SHOWN = 30
MONTHS_BACK = 24
TONES = {"building": "accent", "ready": "well", "failed": "late", "deleted": "plain"}


@page("reports.view_exports")
@require_safe
def exports(request):
    """All of it for who may export; for others the exports that have a page elsewhere and are theirs."""
    if not allows(request.user, "reports.export"):
        return render(request, "reports/exports.html", {"pages": pages_for(request.user)})
    return listing(request, ExportForm(sources=operations.sources_for(request.user)))


def listing(request, form, rare=0):
    if not rare:  # there is no warning to have read
        del form.fields["confirmed"]
    names = names_for(request.user)
    newest = Export.objects.visible_to(request.user).select_related("asked_by").defer("content")
    context = {
        "form": form,
        "rare": rare,
        "rows": [row(each, names) for each in newest.order_by("-asked_at", "-id")[:SHOWN]],
        "pages": pages_for(request.user),
        "statements": [each for each in statements.values() if allows(request.user, each.permission)],
    }
    return render(request, "reports/exports.html", context)


def pages_for(user):
    """Exports that have a page elsewhere."""
    return [{"label": each.label, "hint": each.hint, "url": reverse(each.url_name)} for each in pages.shown_to(user)]


def names_for(user) -> dict:
    return {FIGURES: _("Figures"), **{code: each.name for code, each in operations.sources_for(user).items()}}


def row(export, names) -> dict:
    return {"export": export, "name": names.get(export.kind, export.kind), "tone": TONES[export.state]}


@page("reports.export")
@require_http_methods(["GET", "POST"])
def export_ask(request):
    """Queue a file. Rows of which some could be recognised are told first, with how many, and asked for again."""
    if request.method == "GET":
        return redirect("reports:exports")
    form = ExportForm(request.POST, sources=operations.sources_for(request.user))
    form.apply(operations.ask_export, by=request.user)
    if form.done:
        messages.success(request, _("The export is being built. You may leave this page."))
        return redirect("reports:exports")
    return listing(request, form, rare=rare_of(form, request.user))


def rare_of(form, user) -> int:
    data = form.cleaned_data if hasattr(form, "cleaned_data") else {}
    if data.get("kind") in (None, FIGURES) or "first" not in data:
        return 0
    return operations.rare_rows(data["kind"], Period(data["first"], data["last"]), user)


@page("reports.export")
@require_safe
def export_row(request, pk):
    """One row of the list, as it stands now."""
    export = get_visible(Export.objects.select_related("asked_by").defer("content"), request.user, pk=pk)
    return render(request, "reports/export_row.html", {"row": row(export, names_for(request.user))})


@page("reports.export")
@require_safe
def export_file(request, pk):
    """The file, as an attachment; every download is logged."""
    export = get_visible(Export, request.user, pk=pk)
    if export.state != ExportState.READY:
        raise Http404
    log_opening(request, export, detail=export.format.upper())
    kind = "xlsx" if export.format == "xlsx" else "csv" if export.kind == FIGURES else "text"
    extension = {"xlsx": "xlsx", "csv": "csv.zip", "text": "csv"}[kind]
    content_type = {**CONTENT_TYPES, "text": "text/csv; charset=utf-8"}[kind]
    return attachment(export.content, content_type, f"{export.kind}-{export.first.year}.{extension}")


def attachment(content, content_type, name) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(bytes(content), content_type=content_type, headers=headers)


@page("reports.export")
@require_POST
def export_delete(request, pk):
    operations.delete_export(export=get_visible(Export, request.user, pk=pk), by=request.user)
    messages.success(request, _("The file is deleted."))
    return redirect("reports:exports")


def statement_of(request, code):
    found = statements.get(code)
    if found is None or not allows(request.user, found.permission):
        raise Http404
    return found


def months_offered() -> list[date]:
    """The last months that are over, the newest first."""
    over = timezone.localdate().replace(day=1) - monthly.MONTH
    return [over - monthly.MONTH * back for back in range(MONTHS_BACK)]


def month_in(text) -> date:
    """The month of an address, the last one that is over without another."""
    offered = {f"{each:%Y-%m}": each for each in months_offered()}
    if not text:
        return next(iter(offered.values()))
    if text not in offered:
        raise Http404
    return offered[text]


@page("reports.export")
@require_safe
def statement(request, code):
    """A month as it was sent, or as it would be. Logged: it names files by their numbers."""
    found, month = statement_of(request, code), month_in(request.GET.get("month"))
    issued = IssuedStatement.objects.visible_to(request.user).filter(code=code, month=month).first()
    if issued:
        log_opening(request, issued)
    context = {
        "statement": found,
        "month": month,
        "issued": issued,
        "lines": issued.lines if issued else monthly.lines_of(found, month),
        "unnumbered": 0 if issued else found.unnumbered(month, month + monthly.MONTH),
        "earlier": IssuedStatement.objects.visible_to(request.user).filter(code=code).select_related("issued_by")
        .defer("lines").order_by("-month")[:MONTHS_BACK],
        "months": months_offered(),
    }  # fmt: skip
    return render(request, "reports/statement.html", context)


@page("reports.export")
@require_POST
def statement_issue(request, code):
    found, month = statement_of(request, code), month_in(request.POST.get("month"))
    try:
        monthly.issue(statement=found, month=month, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The statement is issued. What changes later stands on the next one."))
    return redirect(f"{reverse('reports:statement', args=[code])}?month={month:%Y-%m}")


@page("reports.export")
@require_safe
def statement_file(request, pk):
    """An issued statement for that party alone; logged."""
    issued = get_visible(IssuedStatement, request.user, pk=pk)
    log_opening(request, issued, detail="XLSX")
    head = [_("Month"), _("File number"), _("Nights"), _("Correction")]
    rows = [head, *([each["month"], each["number"], each["nights"], "x" if each["correction"] else ""]
                    for each in issued.lines)]  # fmt: skip
    book = sheets.workbook([(_("Statement"), rows, (12, 24, 10, 12))], issued.issued_at)
    return attachment(book, CONTENT_TYPES["xlsx"], f"{issued.code}-{issued.month:%Y-%m}.xlsx")
