"""The board and the evening."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from housing import tonight as evening
from housing.board.drawing import Pen
from housing.board.parts import part_of
from housing.board.window import VIEWS, Window
from housing.evening import rounds, turned_away
from housing.evening.nights import night_now
from housing.forms import WithdrawForm
from housing.models import Extension, Occupancy, Programme, Site
from housing.policy import may
from housing.stays import steps_back_for
from housing.views.common import day_of
from refuge.access import allows, get_visible, page
from refuge.questions import ask
from refuge.ui.widgets import drawn_options

SHAPES = {"": _("Drawing"), "table": _("Table")}
ALL = "all"
PARTS = {str(number): number for number in range(1, 1000)}
# Where the board stands in its page: asked for under this name it is drawn anew, with what is to be said.
BOARD = "board-now"


@page("housing.view_board")
@require_safe
def board(request):
    """Spaces over days. View, first day, site, programme, shape and part stand in the address.

    A part further down is asked for by htmx when it comes into view: its rows alone are the answer. Without
    JavaScript it is a page of its own, and `part=all` is the whole house, to be printed. After something was done in
    the dialog the parts in view are asked for at once (`part=1-3`), and drawn anew where they stand.
    """
    shape = _one_of(request, "as", SHAPES, "")
    window = Window.of(_one_of(request, "view", VIEWS, "8w"), day_of(request, "from"), timezone.localdate())
    sites = [(str(pk), alias) for pk, alias in ask("housing.sites", None, _sites)]
    site = _one_of(request, "site", {pk for pk, _alias in sites}, "")
    programme = _one_of(request, "programme", Programme.values, "")
    narrowed = {"unit__site": site, "programme": programme}
    number, last = _parts_asked(request)
    narrowed = {name: value for name, value in narrowed.items() if value}
    part = part_of(request.user, window, number=number, last=last, **narrowed)
    context = {"window": window, "part": part, "groups": _drawn(part, window) if not shape else part.groups}
    if request.htmx and request.htmx.target != BOARD:
        return render(request, _fragment(shape, part), context)
    context |= {
        "views": VIEWS,
        "shapes": SHAPES,
        "shape": shape,
        "sites": sites,
        "site_options": mark_safe(drawn_options(sites, {site})),  # noqa: S308 escaped where it is drawn
        "site": site,
        "programmes": Programme.choices,
        "programme": programme,
        "summary": evening.summary(window.today),
        "may": may(request.user),
    }
    return render(request, "housing/board_anew.html" if request.htmx else "housing/board.html", context)


@page("housing.view_board")
@require_safe
def menu(request, pk):
    """What can be done with a bar of the board, as far as the reader may do it. It tells no more than the bar."""
    occupancies = Occupancy.objects.select_related("person", "space", "stay")
    occupancy = get_visible(occupancies.exclude(space=None), request.user, pk=pk)
    context = {"occupancy": occupancy, "stay": occupancy.stay, "may": may(request.user), "withdraw": WithdrawForm()}
    if occupancy.stay:
        context |= _extensions(occupancy.stay) | steps_back_for(request.user, occupancy)
    return render(request, "housing/board_menu.html", context)


def _extensions(stay) -> dict:
    """The one that waits for an answer; else the last, where its answer can still be taken back."""
    last = Extension.objects.filter(stay=stay).order_by("-asked_at").first()
    if last is None or last.approved is None:
        return {"asked": last}
    stands = not last.approved or last.until == stay.agreed_until
    return {"decided": last if stands else None}


@page("housing.view_board")
@require_safe
def tonight(request):
    """Who sleeps where until when, what is free, who is late, who comes and who goes."""
    today = timezone.localdate()
    places, night = evening.places(request.user, today), night_now()
    # Before noon the round is still last night's, whose people may have left: it has a page of its own.
    reads = allows(request.user, "housing.view_presence")
    away = rounds.away_tonight(request.user, today) if reads else []
    rows = rounds.attach(request.user, night, places, away) if reads and night == today else []
    context = {
        "night": night,
        "rows": rows,
        "counted": rounds.counted(rows),
        "late": [place for place in places if reads and place.is_late(today)],
        "away": away,
        "today": today,
        "units": evening.by_unit(places),
        "held": sum(1 for place in places if place.occupant),
        "free": [place for place in places if place.is_free],
        "arrivals": evening.arrivals(places),
        "departures": evening.departures(request.user, today),
        "turned_away": turned_away.nights() if allows(request.user, "housing.view_turned_away") else [],
        "may": may(request.user),
    }
    return render(request, "housing/tonight.html", context)


def _sites():
    return Site.objects.order_by("alias").values_list("pk", "alias")


def _parts_asked(request) -> tuple[int | None, int]:
    """The first and the last one; None for all."""
    asked = request.GET.get("part", "")
    if asked == ALL:
        return None, 0
    first, _dash, last = asked.partition("-")
    return PARTS.get(first, 1), PARTS.get(last, 0)


def _drawn(part, window) -> list[tuple]:
    """The groups of the part, their rows drawn."""
    pen = Pen(window)
    return [(of, pen.rows(rows)) for of, rows in part.groups]


def _fragment(shape, part) -> str:
    if not shape:
        return "housing/board_rows.html"
    return "housing/board_table_rows.html" if part.previous else "housing/board_table.html"


def _one_of(request, name, choices, default):
    wanted = request.GET.get(name, "")
    return wanted if wanted in choices else default
