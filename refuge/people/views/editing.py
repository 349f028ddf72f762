"""The road that every small form of the file takes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from refuge.audit.operations import log_opening
from refuge.people.choices import PRONOUNS
from refuge.people.views.page import header_of
from refuge.ui.undo import offer_undo


def panel_url(person, key: str) -> str:
    return reverse("people:panel", args=[person.reference, key])


def edit(request, person, form, operation, /, *, title, said, back, note="", undo=None, **fixed):
    """Show `form`, or apply `operation` with it, say so (with `undo` a way back) and go back to the panel `back`.

    What was typed stays when it is refused. The form is an opening of the file like any other.
    """
    if request.method == "POST":
        form.apply(operation, by=request.user, **fixed)
        if form.done:
            _say(request, person, said, undo)
            return redirect(panel_url(person, back))
    log_opening(request, person, detail="edit")
    context = {
        "form": form,
        "form_title": title,
        "note": note,
        "back": panel_url(person, back),
        "pronoun_choices": PRONOUNS,
    }
    return render(request, "people/form.html", {**header_of(person), **context})


def data_of(request):
    return request.POST if request.method == "POST" else None


def step(request, person, operation, /, *, said, back, undo=None, **arguments):
    """Run an operation at the press of a button, say so (with `undo`, an address name and its arguments, a way back)
    and return to the panel `back`; what the operation refuses is said there instead."""
    try:
        operation(by=request.user, **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(panel_url(person, back))
    _say(request, person, said, undo)
    return redirect(panel_url(person, back))


def _say(request, person, said, undo) -> None:
    if undo:
        name, *ids = undo
        offer_undo(request, said, reverse(name, args=[person.reference, *ids]))
    else:
        messages.success(request, said)
