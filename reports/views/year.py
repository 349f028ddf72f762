"""The yearly round: who waits for what until when, and what is missing in the records of the year."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from refuge.access import page
from refuge.audit.operations import log_openings
from refuge.checks import found_for
from refuge.indicators import Period
from reports.alerts import deadlines
from reports.forms import years
from reports.models import Report, State
from reports.views.templates import chosen

LIST_OF_THE_YEAR = "year"


@page("reports.build_report")
@require_safe
def year(request):
    """For a year, the one before this without another in the address. Whoever is named is logged."""
    today = timezone.localdate()
    wanted = chosen(request.GET.get("year"), years(), today.year - 1, int)
    states = latest_states(wanted)
    waited = [
        {"template": template, "due": due, "report": states.get(template.code), "days": (due - today).days}
        for template, due in deadlines(today)
    ]
    found = [each for each in found_for(request.user, Period.year(wanted)) if each.count]
    named = [gap.about for each in found for gap in each.gaps if gap.about]
    log_openings(request, named, detail=LIST_OF_THE_YEAR)
    context = {"waited": waited, "found": found, "year": wanted, "years": years()}
    return render(request, "reports/year.html", context)


def latest_states(year) -> dict:
    """{template: its report about the year that has come furthest}."""
    order = [State.DRAFT, State.FAILED, State.BUILDING, State.READY, State.FINAL]
    reports = Report.objects.filter(first__year=year).defer("content")
    return {each.template: each for each in sorted(reports, key=lambda each: order.index(each.state))}
