"""Noting a call, and taking it back."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake import operations
from intake.forms import CallForm
from intake.models import Request
from intake.views.about import about_request, move, say, to_page
from refuge.access import get_visible, page
from refuge.accounts import drafts
from refuge.people.choices import PRONOUNS

DRAFT = "intake:new"


@page("intake.log_call")
@require_http_methods(["GET", "POST"])
def new(request):
    """The call form. What is typed is kept as a draft until it is saved; `?with=` is another request of the call."""
    other = _same_call(request)
    form = CallForm(request.POST or None, user=request.user, initial=drafts.restore(request, DRAFT))
    if request.method == "POST":
        noted = form.apply(operations.log_call, by=request.user, together_with=other)
        if form.done:
            drafts.discard(request, DRAFT)
            say(request, noted, _("The call is noted as %(ref)s.") % {"ref": noted.reference}, "intake:undo")
            return _onwards(request, noted)
    context = {"form": form, "other": other, "draft": DRAFT, "pronouns": PRONOUNS}
    return render(request, "intake/new.html", context)


@about_request("intake.log_call")
@require_POST
def undo(request, help_request):
    """Take back a call noted by mistake; what speaks against it is said on its page."""
    return move(request, help_request, operations.undo_log_call, _("The call is removed."), to="intake:inbox")


def _same_call(request):
    reference = request.GET.get("with", "")
    if "\0" in reference:
        raise Http404
    return get_visible(Request, request.user, reference=reference) if reference else None


def _onwards(request, noted):
    """To the request, or to an empty form for the next person of the same call."""
    if "another" not in request.POST:
        return to_page(noted)
    return redirect(f"{request.path}?with={noted.reference}")
