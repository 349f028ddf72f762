"""What every page about one request begins with, and how a move on it ends."""

from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from intake.models import Request
from refuge.access import page
from refuge.audit.operations import log_opening
from refuge.questions import SOME_REFERENCE, read
from refuge.ui.undo import offer_undo


def about_request(permission):
    """A page about one request: the view gets the record, which 404 hides from whoever may not see it.

    To read a request about somebody is to open their file, and logged; a form that comes back with errors shows it too.
    """

    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, reference, **more):
            help_request = find(request.user, reference)
            response = view(request, help_request, **more)
            if help_request.person and response.status_code == HTTPStatus.OK:
                log_opening(request, help_request.person, detail="requests")
            return response

        return found

    return decorate


def find(user, reference) -> Request:
    """The request with what its page shows, or Http404."""
    who = {SOME_REFERENCE: reference}
    found = read("intake.its_page", user, lambda: _its_page(user), stand_ins=who)
    if not found:
        raise Http404
    return found[0]


def _its_page(user):
    return Request.objects.with_its_page().visible_to(user).filter(reference=SOME_REFERENCE)


def move(request, help_request, operation, done, *, undo="", to=""):
    """Run `operation` on the request, say `done` (with `undo`, the name of the address that takes it back), and go
    back to its page, or `to` another one; what the operation refuses is said on its page instead."""
    try:
        operation(request=help_request, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_page(help_request)
    say(request, help_request, done, undo)
    return redirect(to) if to else to_page(help_request)


def say(request, help_request, done, undo="") -> None:
    if undo:
        offer_undo(request, done, reverse(undo, args=[help_request.reference]))
    else:
        messages.success(request, done)


def to_page(help_request):
    return redirect("intake:detail", help_request.reference)
