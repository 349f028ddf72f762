"""How every page of the room ends: say what was done, with its way back, and go on."""

from datetime import date
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from refuge.audit.operations import log_opening
from refuge.ui.forms import check_day
from refuge.ui.undo import offer_undo


def said(request, text, undo="", *args) -> None:
    """Tell what was done, with a way back where there is one."""
    if undo:
        offer_undo(request, text, reverse(undo, args=args))
    else:
        messages.success(request, text)


def run(request, operation, done, **kwargs) -> bool:
    """Run an operation that needs no form; what it refuses is said on the next page."""
    try:
        operation(by=request.user, **kwargs)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


def day_of(request, name) -> date | None:
    """The day that the address gives under `name`; None for none, or one outside what a shelter has to do with."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
        check_day(day)
    except (ValueError, ValidationError):
        return None
    return day


DIALOG = "board-menu"


def in_dialog(request) -> bool:
    """Whether the page is asked for from the board, to be shown in its dialog."""
    return bool(request.htmx) and request.htmx.target == DIALOG


def in_place(request, response):
    """What was done in the board's dialog leads nowhere else: the board is drawn anew where it stands."""
    if in_dialog(request) and response.status_code == HTTPStatus.FOUND:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Trigger": "board-changed"})
    return response


def from_board(view):
    """A view that the board opens in its dialog too: done there, it leads back to the board."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        return in_place(request, view(request, *args, **kwargs))

    return answered


def opened(request, person, response):
    """The response, noted as an opening of the file of `person` (if any) where it is a page about them."""
    if person and response.status_code == HTTPStatus.OK:
        log_opening(request, person, detail="stay")
    return response


def to_stay(stay):
    return redirect("housing:stay", stay.pk)


def to_space(space):
    return redirect("housing:space", space.code)
