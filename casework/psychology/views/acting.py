"""The road that every page of the room takes: one follow-up, its opening noted in the room's log, a form, a press."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.models import FollowUp
from casework.psychology.opening import log_opening
from refuge.access import get_visible
from refuge.people.views.page import header_of
from refuge.ui.undo import offer_undo

GET_POST = ["GET", "POST"]


def followup_of(request, pk) -> FollowUp:
    """The follow-up behind an address, or Http404 for everybody but who is in charge and who stands in today."""
    return get_visible(_with_holder, request.user, pk=pk, kept="casework.followup")


def _with_holder():
    return FollowUp.objects.select_related("person__worker", "psychologist")


def record_of(request, model, pk):
    """A record of a follow-up that they may open: of a model, or one of a queryset."""
    related, is_model = ("followup__person__worker", "followup__psychologist"), isinstance(model, type)
    kept = f"casework.followup.{model.__name__}" if is_model else ""
    rows = model.objects if is_model else model
    return get_visible(lambda: rows.select_related(*related), request.user, pk=pk, kept=kept)


def url_of(followup) -> str:
    return reverse("casework:followup", args=[followup.pk])


def data_of(request):
    return request.POST if request.method == "POST" else None


def fill_in(
    request, followup, form, operation, /, *, title, said, back="", undo=None, note="", template="", more=None, **fixed
):
    """Show `form` under the person's header, or apply `operation` with it, say so and go back to the follow-up.

    `back(result)` or `back` is another address to go to. What was typed stays when it is refused.
    """
    if request.method == "POST":
        result = form.apply(operation, by=request.user, **fixed)
        if form.done:
            say(request, said, undo(result) if undo else "")
            return redirect((back(result) if callable(back) else back) or url_of(followup))
    log_opening(request, followup)
    context = {"form": form, "form_title": title, "note": note, "followup": followup, "back": url_of(followup)}
    context |= header_of(followup.person) | (more or {})
    return render(request, template or "casework/psychology/form.html", context)


def press(request, operation, *, said, back, undo="", **arguments):
    """Run an operation, say so (with a way back) and go to `back`; a refusal is said there instead."""
    try:
        operation(by=request.user, **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        say(request, said, undo)
    return redirect(back)


def say(request, said, undo="") -> None:
    if undo:
        offer_undo(request, said, undo)
    else:
        messages.success(request, said)
