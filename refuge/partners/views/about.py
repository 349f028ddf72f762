"""What every page of the directory begins with, and how a step on it ends."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from refuge.access import get_visible
from refuge.partners.models import Organisation
from refuge.ui.undo import offer_undo


def organisation_of(request, pk) -> Organisation:
    return get_visible(Organisation, request.user, pk=pk, kept="partners.organisation")


def show_form(request, form, *, title, back, note="", save="", **context):
    """One form on a page of its own; `back` is where Cancel leads."""
    context = {"form": form, "form_title": title, "back": back, "note": note, "save": save, **context}
    return render(request, "partners/form.html", context)


def step(request, operation, *, done, to, undo="", **arguments):
    """Run an operation at the press of a button, say `done` (with `undo`, an address that takes it back) and go to
    `to`; what the operation refuses is said there instead."""
    try:
        operation(by=request.user, **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(to)
    say(request, done, undo)
    return redirect(to)


def say(request, done, undo="") -> None:
    if undo:
        offer_undo(request, done, undo)
    else:
        messages.success(request, done)


def page_of(organisation_id) -> str:
    return reverse("partners:organisation", args=[organisation_id])


def data_of(request):
    return request.POST if request.method == "POST" else None
