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
from reports.standing import as_it_stands
from reports.topics import KNOWN, in_parts, under_topics


@page("reports.view_page")
@require_safe
@as_it_stands()
def figures(request):
    """The figures that the reader may see, or those under one heading. The first of them are drawn; htmx asks for the
    others as they come into view. With `all` in the address everything is there at once: to be printed, and without
    JavaScript."""
    asked = chosen(request)
    topic = request.GET.get("topic", "")
    if topic and topic not in KNOWN:
        raise Http404
    under = under_topics(allowed(request.user))
    sheet = Sheet(request.user, asked)
    wanted = [each for each in under if topic in ("", each[0].code)]
    sections = [] if request.GET.get("all") else sheet.begun(wanted)
    if not any(each.get("has_something") for each in sections):
        # Only all of them can say that nothing happened, and then there is next to nothing to count.
        sections = [{"heading": heading, **sheet.drawn(those)} for heading, those in wanted]
    return render(
        request,
        "reports/figures.html",
        {
            "asked": asked,
            "sections": sections,
            "is_whole": not any(each.get("next") for each in sections),
            "topics": [heading for heading, _those in under],
            "topic": topic,
            "is_empty": not any(each.get("has_something") for each in sections),
            "may_build": allows(request.user, "reports.build_report"),
        },
    )


@page("reports.view_page")
@require_safe
@as_it_stands()
def heading(request, topic, number):
    """The figures under a heading that come into view, for the page of figures: its part of that number, from 1."""
    under = {found.code: those for found, those in under_topics(allowed(request.user))}
    if topic not in under or not 0 < number <= len(in_parts(under[topic])):
        raise Http404
    sheet = Sheet(request.user, chosen(request))
    return render(request, "reports/figures_part.html", {"section": sheet.part(topic, under[topic], number)})


class Sheet:
    """Figures of one period as one reader sees them, drawn: all of them, or a part at a time."""

    def __init__(self, user, asked):
        self.user, self.asked, self.pen = user, asked, Pen(asked)
        self.reported = reported_for(user, asked.period)

    def drawn(self, indicators) -> dict:
        figures = [showing.shown(each, self.asked, self.user, self.reported) for each in indicators]
        return showing.drawn(figures, self.pen)

    def begun(self, under) -> list[dict]:
        """Every heading, the first one with its first figures."""
        return [
            {"heading": found, **(self.coming(found.code, 1) if place else self.part(found.code, those, 1))}
            for place, (found, those) in enumerate(under)
        ]

    def part(self, topic, indicators, number) -> dict:
        parts = in_parts(indicators)
        following = self.coming(topic, number + 1) if number < len(parts) else {}
        return {**self.drawn(parts[number - 1]), **following}

    def coming(self, topic, number) -> dict:
        """Where the figures that are not drawn yet are asked for, and where they stand without JavaScript."""
        return {
            "next": self.pen.address("reports:heading", topic, number),
            "whole": self.pen.address("reports:figures", topic=topic, all=1),
        }


@page("reports.view_page")
@require_safe
def definitions(request):
    """How every figure is counted, made from the registry; to read, and to print."""
    found = under_topics(allowed(request.user))
    sections = [(heading, [showing.defined(each) for each in those]) for heading, those in found]
    return render(request, "reports/definitions.html", {"sections": sections})


@page("reports.view_page")
@require_safe
@as_it_stands()
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
