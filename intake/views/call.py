"""Noting a call, and taking it back."""

import re
import secrets

from django.http import Http404, QueryDict
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

DRAFTS = "intake:new:"
TOKEN = re.compile(r"[a-z0-9]{1,40}")


@page("intake.log_call")
@require_http_methods(["GET", "POST"])
def new(request):
    """The call form. What is typed is kept as a draft until it is saved; `?with=` is another request of the call.

    Each form that is opened has a draft of its own, `?draft=`: two tabs are two calls. Calls left unfinished are
    offered, never filled in unasked.
    """
    other, token = _same_call(request), _token(request)
    draft = DRAFTS + (token or secrets.token_hex(8))
    typed = drafts.restore(request, draft) if token else None
    form = CallForm(request.POST or None, user=request.user, initial=typed)
    if request.method == "POST":
        noted = form.apply(operations.log_call, by=request.user, together_with=other)
        if form.done:
            drafts.discard(request, draft)
            say(request, noted, _("The call is noted as %(ref)s.") % {"ref": noted.reference}, "intake:undo")
            return _onwards(request, noted)
    return render(request, "intake/new.html", _context(request, form, other, draft))


def _context(request, form, other, draft) -> dict:
    address = QueryDict(mutable=True)
    address.update({"draft": draft.removeprefix(DRAFTS)} | ({"with": other.reference} if other else {}))
    left = [] if form.is_bound or form.initial else drafts.unfinished(request, DRAFTS)
    return {
        "form": form,
        "other": other,
        "draft": draft,
        "token": draft.removeprefix(DRAFTS),
        "draft_page": f"?{address.urlencode()}",
        "unfinished": [(key, key.removeprefix(DRAFTS), at) for key, at in left if key != draft],
        "pronouns": PRONOUNS,
    }


@about_request("intake.log_call")
@require_POST
def undo(request, help_request):
    """Take back a call noted by mistake; what speaks against it is said on its page."""
    return move(request, help_request, operations.undo_log_call, _("The call is removed."), to="intake:inbox")


def _token(request) -> str:
    """Which of their forms this is; "" for one just opened."""
    token = request.POST.get("draft_token") or request.GET.get("draft", "")
    return token if TOKEN.fullmatch(token) else ""


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
