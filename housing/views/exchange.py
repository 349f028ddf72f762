"""A swap or a ring of any length, as one; and who would live with whom after it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from housing import operations
from housing.forms import LONGEST_RING, RING, ExchangeForm, moves_of, ring_names
from housing.together import flat_for
from housing.views.common import from_board, in_dialog, said
from refuge.access import page
from refuge.audit.operations import log_opening


@page("housing.plan")
@from_board
@require_http_methods(["GET", "POST"])
def exchange(request):
    """`?first=` is the stay it begins with; *One more person* makes the ring longer and keeps what was chosen."""
    typed = request.POST or None
    size = _size(request.POST)
    if "more" in request.POST:
        size, initial, typed = min(size + 1, LONGEST_RING), request.POST.dict(), None
    else:
        initial = {"first": request.GET.get("first")}
    form = ExchangeForm(typed, user=request.user, size=size, initial=initial)
    if typed:
        moved = form.apply(lambda **said_: operations.exchange(moves=form.moves(), on=said_["on"], by=request.user))
        if form.done:
            said(request, _("The exchange is recorded."), "housing:undo_move", moved[0].pk)
            return redirect("housing:tonight")
    context = {"form": form, "may_grow": size < LONGEST_RING, "in_dialog": in_dialog(request)}
    return render(request, "housing/exchange.html", context)


@page("housing.plan")
@require_safe
def flats(request):
    """Part of the exchange's page: for each of the ring the flat they come into, as it will be after the exchange."""
    form = ExchangeForm(None, user=request.user, size=_size(request.GET))
    chosen = form.chosen(request.GET)
    ring = list(dict.fromkeys(filter(None, (chosen.get(request.GET.get(name, "")) for name in form.names))))
    moves = moves_of(ring) if len(ring) > 1 else []
    found = [(stay.person, space, flat_for(request.user, stay.person, space, ring=moves)) for stay, space in moves]
    for person, _space, _flat in found:
        log_opening(request, person, detail="together")
    return render(request, "housing/exchange_flats.html", {"found": found})


def _size(typed) -> int:
    """As many as the form has, and four at least."""
    names = ring_names(LONGEST_RING)
    return max([len(RING), *(names.index(name) + 1 for name in typed if name in names)])
