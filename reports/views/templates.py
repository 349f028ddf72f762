"""A funder's template: its lines in order, what it says of itself, and how it will look."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from refuge import indicators
from refuge.access import get_visible, page
from refuge.indicators import Period
from refuge.parameters.registry import value_of
from refuge.ui.undo import offer_undo
from reports import fields
from reports import template_operations as operations
from reports.building import thresholds_of, version
from reports.content import content_of, report_data
from reports.figures import allowed
from reports.forms import years
from reports.models import PartKind, ReportTemplate, TemplatePart
from reports.parameters import SMALL_COUNT
from reports.pdf import page_of
from reports.protection import protect
from reports.standing import as_it_stands
from reports.template_forms import FigureForm, SectionForm, TemplateForm
from reports.words import CODES

SETTINGS = ("funder", "title", "introduction", "audience", "span", "language", "deadline_day", "deadline_month")


def template_of(request, pk) -> ReportTemplate:
    return get_visible(ReportTemplate, request.user, pk=pk)


def part_of(request, pk) -> TemplatePart:
    return get_visible(TemplatePart.objects.select_related("template"), request.user, pk=pk)


def page_url(template) -> str:
    return reverse("reports:template", args=[template.pk])


@page("reports.build_report")
@require_safe
def template(request, pk):
    """The lines of a template, each with what can be done to it. A figure that nobody counts any more says so."""
    found = template_of(request, pk)
    declared = {each.code: each for each in indicators.declared()}
    lines = [line_of(part, declared) for part in found.parts.current()]
    return render(request, "reports/template.html", {"template": found, "lines": lines})


def line_of(part, declared) -> dict:
    indicator = declared.get(part.indicator)
    shown = [by.name for by in indicator.breakdowns if by.code in part.breakdowns] if indicator else []
    return {
        "part": part,
        "is_section": part.kind == PartKind.SECTION,
        "name": indicator.name if indicator else str(part),
        "is_gone": part.kind == PartKind.FIGURE and indicator is None,
        "breakdowns": shown,
    }


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def template_settings(request, pk):
    found = template_of(request, pk)
    initial = {name: getattr(found, name) for name in SETTINGS}
    form = TemplateForm(request.POST or None, request.FILES or None, initial=initial)
    words = {"form_title": _("What the report says of itself"), "upload": True, "has_fields": True}
    return edited(request, form, operations.change_template, found, words, template=found)


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def section_new(request, pk):
    found = template_of(request, pk)
    form = SectionForm(request.POST or None)
    words = {"form_title": _("Add a heading"), "has_fields": True}
    return edited(request, form, operations.add_part, found, words, template=found, kind=PartKind.SECTION)


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def figure_new(request, pk):
    found = template_of(request, pk)
    words = {"form_title": _("Add a figure"), "has_fields": True, "chooses": True}
    form = figure_form(request)
    return edited(request, form, operations.add_part, found, words, template=found, kind=PartKind.FIGURE)


def figure_form(request, initial=None) -> FigureForm:
    """The form of a figure; where only a figure was chosen (`choose`), unsaved and with its breakdowns."""
    figures = allowed(request.user)
    if "choose" in request.POST:
        return FigureForm.of_typed(request.POST, figures=figures)
    return FigureForm(request.POST or None, initial=initial, figures=figures)


@page("reports.build_report")
@require_http_methods(["GET", "POST"])
def part(request, pk):
    """One line, edited."""
    found = part_of(request, pk)
    initial = {name: getattr(found, name) for name in ("title", "text", "indicator", "breakdowns")}
    if found.kind == PartKind.SECTION:
        form = SectionForm(request.POST or None, initial=initial)
        words = {"form_title": _("Edit the heading")}
    else:
        form = figure_form(request, initial)
        words = {"form_title": _("Edit the figure"), "chooses": True}
    return edited(request, form, operations.change_part, found.template, {**words, "has_fields": True}, part=found)


def edited(request, form, operation, about, words, **kwargs):
    """A form about a template on a page of its own; saved, it goes back to the template."""
    if request.method == "POST":
        form.apply(operation, by=request.user, **kwargs)
        if form.done:
            messages.success(request, _("Saved."))
            return redirect(page_url(about))
    names = [(each.code, each.name) for each in allowed(request.user)] if words.get("has_fields") else []
    context = {"form": form, "about": about, "back": page_url(about), "names": names, "general": fields.GENERAL}
    return render(request, "reports/form.html", {**context, **words})


def press(find, operation, said="", undo="", **kwargs):
    """A view that posts one operation on a template or one of its lines and goes back to the template."""

    @page("reports.build_report")
    @require_POST
    @wraps(operation)
    def view(request, pk):
        found = find(request, pk)
        name = "part" if isinstance(found, TemplatePart) else "template"
        try:
            result = operation(**{name: found}, by=request.user, **kwargs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            result = found
        else:
            tell(request, said, undo, found)
        return redirect(after(result))

    return view


def tell(request, said, undo, found) -> None:
    if undo:
        offer_undo(request, said(), reverse(undo, args=[found.pk]))
    elif said:
        messages.success(request, said())


def after(result) -> str:
    if isinstance(result, TemplatePart):
        return page_url(result.template)
    return reverse("reports:funders") if result.archived_at else page_url(result)


template_copy = press(template_of, operations.copy_template, lambda: _("Copied. Edit this copy; the example stays."))
template_archive = press(
    template_of, operations.archive_template, lambda: _("The template is archived."), "reports:template_restore"
)
template_restore = press(template_of, operations.restore_template, lambda: _("The template is back."))
part_up = press(part_of, operations.move_part, up=True)
part_down = press(part_of, operations.move_part, up=False)
part_remove = press(part_of, operations.remove_part, lambda: _("The line is removed."), "reports:part_restore")
part_restore = press(part_of, operations.restore_part, lambda: _("The line is back."))


@page("reports.view_reports")
@require_safe
@as_it_stands()
def preview(request, pk):
    """The report as it would be built now, as a page: what is hidden is hidden here too. `year`, `language` and `part`
    (a section's number, or nothing for all of it) stand in the address."""
    found = template_of(request, pk)
    year = chosen(request.GET.get("year"), years(), timezone.localdate().year - 1, int)
    language = chosen(request.GET.get("language"), CODES, found.language, str)
    thresholds = thresholds_of(found.audience, Period.year(year).last)
    limit = next(iter(thresholds.values()), 0)
    with override(language):
        guard = value_of(SMALL_COUNT.code, Period.year(year).last)
        data = protect(report_data(content_of(found), Period.year(year)), limit, guard=guard)
        sheet = page_of(data, limit, version())
        numbers = range(1, len(sheet["sections"]) + 1)
        part = chosen(request.GET.get("part"), numbers, 0, int)
        sheet["shown"] = [sheet["sections"][part - 1]] if part else sheet["sections"]
    context = {
        "template": found, "paper": sheet, "year": year, "years": years(), "paper_language": language,
        "languages": ReportTemplate._meta.get_field("language").choices, "part": part,
    }  # fmt: skip
    return render(request, "reports/preview.html", context)


def chosen(text, offered, default, kind):
    """The value in the address; `default` without one. Http404 for one that is not offered."""
    if not text:
        return default
    found = next((each for each in offered if str(each) == text), None)
    if found is None:
        raise Http404
    return kind(found)


@page("reports.view_reports")
@require_safe
def logo(request, pk):
    found = template_of(request, pk)
    if not found.logo:
        raise Http404
    return HttpResponse(bytes(found.logo), content_type="image/png", headers={"Content-Security-Policy": "sandbox"})
