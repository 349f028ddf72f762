"""One figure: its course, its parts, how it was counted, and who is in it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from refuge.access import allows, page
from refuge.audit.operations import log_openings
from refuge.indicators import COUNTS
from refuge.ui.lists import ListForm, Listing
from reports import showing
from reports.drawing import Pen
from reports.figures import series_data
from reports.periods import By, chosen, series_by, step_name, steps
from reports.reported import reported_for
from reports.standing import as_it_stands
from reports.views.figures import find

LIST_OF_A_FIGURE = "figure"
ROWS = "reports/figure_rows.html"


# What the address has where the list is asked for: by link, or by leafing through it.
LISTED = ("who", "of", "after", "before")


@page("reports.view_page")
@require_safe
@as_it_stands()
def figure(request, code):
    """The figure on its own. Who is in it comes when it is scrolled to; with `who` in the address it is there."""
    indicator = find(request.user, code)
    asked = chosen(request)
    shown = showing.shown(indicator, asked, request.user, reported_for(request.user, asked.period))
    pen = Pen(asked)
    context = {
        "asked": asked,
        "figure": shown,
        "beside": pen.beside(shown),
        "tables": [pen.table(shown, each) for each in shown["breakdowns"]],
        "series": course(indicator, asked, request.GET.get("by", "")),
        "steps": By.choices,
        "defined": showing.defined(indicator),
        "sources": sources_for(request.user, indicator),
    }
    if context["sources"] and any(name in request.GET for name in LISTED):
        return listed(request, indicator, asked, "reports/figure.html", context)
    return render(request, "reports/figure.html", context)


@page("reports.view_page")
@require_safe
def counted(request, code):
    """Who is in a figure, for its page."""
    indicator = find(request.user, code)
    if not sources_for(request.user, indicator):
        raise Http404
    return listed(request, indicator, chosen(request), "reports/figure_list.html", {"figure": {"code": code}})


def listed(request, indicator, asked, template, context):
    """With the list that the address asks for. It is logged, one entry a file that stands on the page."""
    sources = sources_for(request.user, indicator)
    source = wanted(sources, request.GET.get("of", ""))
    period = indicator.period_for(asked.period)
    listing = Listing(
        request, ListForm, source.find(period, request.user), {"order": source.order}, sort="order",
        counts_beside=source.all_are_sorted,
    )  # fmt: skip
    lines = source.lines(listing.rows)
    log_openings(request, [line.about for line in lines if line.about], detail=LIST_OF_A_FIGURE)
    context = {**context, "sources": sources, "source": source, "lines": lines, "rows_template": ROWS}
    return listing.render(template, context)


def course(indicator, asked, by: str) -> dict | None:
    """The figure step by step; of a profile the whole says nothing."""
    if indicator.is_profile:
        return None
    by = series_by(by, asked.period)
    periods = steps(asked.period, by)
    data = series_data(indicator, periods, [step_name(each, by) for each in periods])
    return {**showing.written(data, indicator.unit), "by": str(by)}


def sources_for(user, indicator) -> list:
    """The lists that `user` may open."""
    if indicator.sensitivity == COUNTS:
        return []
    return [each for each in indicator.sources if allows(user, each.permission)]


def wanted(sources, code: str):
    """The list that the address names, the first without it."""
    if not code:
        return sources[0]
    found = next((each for each in sources if each.code == code), None)
    if found is None:
        raise Http404
    return found
