"""The board and the evening."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from housing import board as drawing
from housing import tonight as evening
from housing.evening import rounds
from housing.evening.nights import night_now
from housing.models import Programme, Site, Space
from housing.policy import may
from housing.views.common import day_of
from refuge.access import allows, page


@page("housing.view_board")
@require_safe
def board(request):
    """Spaces over days. View, first day, site and programme stand in the address."""
    today = timezone.localdate()
    window = drawing.Window.of(_one_of(request, "view", drawing.VIEWS, "8w"), day_of(request, "from"), today)
    sites = list(Site.objects.order_by("alias"))
    site = _one_of(request, "site", {str(each.pk): each for each in sites}, "")
    programme = _one_of(request, "programme", Programme.values, "")
    spaces = Space.objects.filter(
        **({"unit__site": site} if site else {}), **({"programme": programme} if programme else {})
    )
    rows = drawing.rows_of(request.user, window, spaces)
    context = {
        "window": window,
        "views": drawing.VIEWS,
        "groups": drawing.groups_of(rows),
        "sites": sites,
        "site": site,
        "programmes": Programme.choices,
        "programme": programme,
        "summary": evening.summary(today),
        "may": may(request.user),
    }
    return render(request, "housing/board.html", context)


@page("housing.view_board")
@require_safe
def tonight(request):
    """Who sleeps where until when, what is free, who is late, who comes and who goes."""
    today = timezone.localdate()
    places, night = evening.places(request.user, today), night_now()
    # Before noon the round is still last night's, whose people may have left: it has a page of its own.
    reads = allows(request.user, "housing.view_presence")
    rows = rounds.attach(request.user, night, places) if reads and night == today else []
    context = {
        "night": night,
        "rows": rows,
        "counted": rounds.counted(rows),
        "late": [place for place in places if reads and place.is_late(today)],
        "away": rounds.away_tonight(request.user, today) if reads else [],
        "today": today,
        "units": evening.by_unit(places),
        "held": sum(1 for place in places if place.occupant),
        "free": [place for place in places if place.is_free],
        "arrivals": evening.arrivals(places),
        "departures": evening.departures(request.user, today),
        "may": may(request.user),
    }
    return render(request, "housing/tonight.html", context)


def _one_of(request, name, choices, default):
    wanted = request.GET.get(name, "")
    return wanted if wanted in choices else default
