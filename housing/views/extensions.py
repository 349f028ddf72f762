"""Extensions: what waits for management, the decision, and its way back."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing import operations
from housing.forms import DecideForm
from housing.models import Extension
from housing.policy import may
from housing.stays import stay_card
from housing.views.common import from_board, in_dialog, opened, run, said, to_stay
from refuge.access import get_visible, page
from refuge.people.views.page import header_of
from refuge.questions import read

RECENT = 20


def about_extension(permission):
    def decorate(view):
        @page(permission)
        @from_board
        @wraps(view)
        def found(request, pk):
            extensions = Extension.objects.select_related("stay__person__worker", "asked_by", "decided_by")
            extension = get_visible(extensions, request.user, pk=pk, kept="housing.extension")
            return opened(request, extension.stay.person, view(request, extension))

        return found

    return decorate


@page("housing.view_extensions")
@require_safe
def waiting(request):
    """What waits for a decision, the nearest end first; and what was decided last."""
    user = request.user
    context = {
        "waiting": read("housing.extensions.waiting", user, lambda: _waiting(user)),
        "decided": read("housing.extensions.decided", user, lambda: _decided(user)),
        "may": may(user),
    }
    return render(request, "housing/extensions.html", context)


def _waiting(user):
    return _shown(user).waiting().order_by("stay__agreed_until", "pk")


def _decided(user):
    return _shown(user).filter(approved__isnull=False).order_by("-decided_at")[:RECENT]


def _shown(user):
    """Without the reasons: those stand on the page of the stay and before whoever decides."""
    extensions = Extension.objects.visible_to(user).defer("reason", "decision_reason", "next_step_note")
    return extensions.select_related("stay__person", "asked_by")


@about_extension("housing.decide_extension")
@require_http_methods(["GET", "POST"])
def decide(request, extension):
    """Approve or refuse, with the stay's clock before one's eyes."""
    stay, form = extension.stay, DecideForm(request.POST or None)
    if request.method == "POST":
        form.apply(operations.decide_extension, extension=extension, by=request.user)
        if form.done:
            said(request, _("The decision is recorded."), "housing:revoke_decision", extension.pk)
            return redirect("housing:extensions")
    context = {**header_of(stay.person), **stay_card(stay), "extension": extension, "form": form}
    context["in_dialog"] = in_dialog(request)
    return render(request, "housing/decide.html", context)


@about_extension("housing.ask_extension")
@require_POST
def withdraw(request, extension):
    run(request, operations.withdraw_extension, _("The extension is no longer asked for."), extension=extension)
    return to_stay(extension.stay)


@about_extension("housing.decide_extension")
@require_POST
def revoke(request, extension):
    run(request, operations.revoke_decision, _("The decision is taken back."), extension=extension)
    return redirect("housing:extensions")
