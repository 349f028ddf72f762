"""The figures of a period under their headings, compared with an earlier one; charts at addresses of their own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from refuge import indicators
from refuge.access import allows, page, require
from reports import charts, showing
from reports.drawing import Pen
from reports.figures import allowed, breakdown_data, series_data
from reports.periods import chosen, series_by, step_name, steps
from reports.reported import reported_for
from reports.topics import KNOWN, under_topics


@page("reports.view_page")
@require_safe
def figures(request):
    """All figures that the reader may see, or those under one heading."""
    asked = chosen(request)
    topic = request.GET.get("topic", "")
    if topic and topic not in KNOWN:
        raise Http404
    seen = allowed(request.user)
    reported = reported_for(request.user, asked.period)
    pen = Pen(asked)
    sections = [
        showing.section(heading, [showing.shown(each, asked, request.user, reported) for each in those], pen)
        for heading, those in under_topics(seen)
        if topic in ("", heading.code)
    ]
    return render(
        request,
        "reports/figures.html",
        {
            "asked": asked,
            "sections": sections,
            "topics": [heading for heading, _those in under_topics(seen)],
            "topic": topic,
            "is_empty": not any(each["has_something"] for each in sections),
            "may_build": allows(request.user, "reports.build_report"),
        },
    )


@page("reports.view_page")
@require_safe
def definitions(request):
    """How every figure is counted, made from the registry; to read, and to print."""
    found = under_topics(allowed(request.user))
    sections = [(heading, [showing.defined(each) for each in those]) for heading, those in found]
    return render(request, "reports/definitions.html", {"sections": sections})


@page("reports.view_page")
@require_safe
def chart(request, indicator, breakdown):
    """One breakdown of one indicator as SVG, or its course (`series`), for those who may see its figures."""
    found = find(request.user, indicator)
    asked = chosen(request)
    if breakdown == showing.SERIES:
        by = series_by(request.GET.get("by", ""), asked.period)
        periods = steps(asked.period, by)
        data = series_data(found, periods, [step_name(each, by) for each in periods])
    else:
        data = breakdown_data(found, part(found, breakdown), asked.period)
        data = showing.worth_drawing(showing.guarded(found, data, request.user, asked.period))
    return HttpResponse(charts.svg(data, found.unit), content_type="image/svg+xml")


def find(user, code: str):
    """The indicator of that code, or Http404 for what is none or not for `user`."""
    found = next((each for each in indicators.declared() if each.code == code), None)
    if found is None:
        raise Http404
    require(user, found.permission)
    return found


def part(indicator, code: str):
    """The breakdown of that code, or Http404."""
    found = next((each for each in indicator.breakdowns if each.code == code), None)
    if found is None:
        raise Http404
    return found
