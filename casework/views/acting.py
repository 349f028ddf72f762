"""The road that every step in casework takes: a form about somebody, or the press of a button."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of
from refuge.ui.undo import offer_undo
from refuge.ui.views import safe_next


def fill_in(
    request, person, form, operation, /, *, title, said, back, undo=None, draft="", note="", cancel="", **fixed
):
    """Show `form` under the person's header (None: it is about nobody), or apply `operation` with it, say so and go to
    `back`.

    `undo(result)` is the address that takes the step back, `cancel` where Cancel leads if that is not `back`. What was
    typed stays when it is refused.
    """
    if request.method == "POST":
        result = form.apply(operation, by=request.user, **fixed)
        if form.done:
            if draft:
                drafts.discard(request, draft)
            say(request, said, undo(result) if undo else "")
            return redirect(back(result) if callable(back) else back)
    if person:
        log_opening(request, person, detail="edit")
    context = {
        "form": form,
        "form_title": title,
        "note": note,
        "draft": draft,
        "back": cancel or ("" if callable(back) else back),
    }
    return render(request, "casework/form.html", {**(header_of(person) if person else {}), **context})


def press(request, operation, *, said, back="", undo="", **arguments):
    """Run an operation, say so (with a way back) and return to `back`, or where the button stood; a refusal is said
    there instead."""
    try:
        operation(by=request.user, **arguments)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        say(request, said, undo)
    return redirect(back or safe_next(request))


def say(request, said, undo="") -> None:
    if undo:
        offer_undo(request, said, undo)
    else:
        messages.success(request, said)


def data_of(request):
    return request.POST if request.method == "POST" else None
