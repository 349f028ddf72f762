"""How every page of the room ends: say what was done, with its way back, and go on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

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


def to_stay(stay):
    return redirect("housing:stay", stay.pk)


def to_space(space):
    return redirect("housing:space", space.code)
