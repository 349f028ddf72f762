"""The figures of a year, each with how it was counted; charts at addresses of their own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from refuge import indicators
from refuge.access import allows, page, require
from refuge.indicators import Period
from reports import charts, numbers
from reports.figures import breakdown_data, figures_for
from reports.forms import years

FIRST_YEAR = 2000


def year_of(request) -> int:
    """The year in the address; this one without it. An address that makes no sense is none of ours."""
    text = request.GET.get("year", "")
    if not text:
        return timezone.localdate().year
    if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= timezone.localdate().year):
        raise Http404
    return int(text)


@require_safe
@page("reports.view_page")
def figures(request):
    year = year_of(request)
    period = Period.year(year)
    shown = [with_text(each) for each in figures_for(request.user, period)]
    drawn = [(figure, each) for figure in shown for each in figure["breakdowns"] if each["rows"]]
    return render(
        request,
        "reports/figures.html",
        {
            "figures": shown,
            "columns": [drawn[::2], drawn[1::2]],
            "may_build": allows(request.user, "reports.build_report"),
            "year": year,
            "years": years() if year in years() else [*years(), year],
            "period": period,
        },
    )


def with_text(indicator: dict) -> dict:
    """The indicator with its figures written out; nothing is hidden inside the house."""
    unit = indicator["unit"]
    breakdowns = [
        {**each, "rows": [{**row, "text": numbers.show(row["value"], unit)} for row in each["rows"]]}
        for each in indicator["breakdowns"]
    ]
    return {
        **indicator,
        "text": numbers.show(indicator["value"], unit),
        "word": numbers.unit_word(indicator["value"], unit),
        "parts": parts(indicator),
        "breakdowns": breakdowns,
    }


def parts(indicator: dict) -> list[tuple]:
    """What was divided by what: (words, number)."""
    pairs = [(indicator[f"{part}_words"], indicator[part]) for part in ("numerator", "denominator")]
    return [(words, numbers.count(number)) for words, number in pairs if words and number is not None]


@require_safe
@page("reports.view_page")
def chart(request, indicator, breakdown):
    """One breakdown of one indicator as SVG, for those who may see its figures."""
    period = Period.year(year_of(request))
    found, by = find(indicator, breakdown)
    require(request.user, found.permission)
    drawn = charts.svg(breakdown_data(found, by, period), found.unit)
    return HttpResponse(drawn, content_type="image/svg+xml")


def find(indicator: str, breakdown: str):
    """The indicator and its breakdown of those codes, or Http404."""
    for each in indicators.declared():
        for by in each.breakdowns:
            if (each.code, by.code) == (indicator, breakdown):
                return each, by
    raise Http404
