"""The inbox: what waits for a decision, the oldest unanswered first; by its filters everything, the newest first."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from intake import operations
from intake.forms import AssignManyForm, InboxForm, filters_in
from intake.models import Request, SavedView
from intake.models.choices import UNDECIDED
from intake.rows import Patience, rows_for
from refuge.access import allows, page
from refuge.questions import read
from refuge.ui.lists import Listing
from refuge.ui.undo import offer_undo

COLUMNS = {"received": "received_at", "place": "place"}
KEPT = ("state", "urgency", "channel", "caller", "worker", "mine")
GIVEN = "intake:given"


@page("intake.view_request")
@require_safe
def inbox(request):
    sort = "place" if request.GET.get("state", "") in ("", *UNDECIDED) else "-received"
    listing = Listing(
        request,
        InboxForm,
        lambda: Request.objects.visible_to(request.user).for_lists().with_place(),
        COLUMNS,
        sort=sort,
        form_kwargs={"user": request.user},
        kept="intake.inbox",
        keeps=KEPT,
    )
    query = filters_in(request.GET.urlencode())
    rows = rows_for(listing.rows, Patience(request))
    context = {
        "rows": rows,
        "query": query,
        "views": read("inbox.views", request.user, lambda: _views_of(request.user)),
        "may_assign": allows(request.user, "intake.assign_request") and any(row.is_open for row in rows),
        "workers": [choice for choice in listing.form.fields["worker"].choices if choice[0] not in ("", "nobody")],
    }
    return listing.render("intake/inbox.html", context)


def _views_of(user):
    return SavedView.objects.visible_to(user).current().order_by("name")


def to_inbox(text=""):
    """The inbox under the filters of a query string."""
    query = filters_in(text)
    return redirect(reverse("intake:inbox") + (f"?{query}" if query else ""))


@page("intake.assign_request")
@require_POST
def assign(request):
    """Give the chosen requests to one colleague; undo gives each back to who had it."""
    form = AssignManyForm(request.POST, user=request.user)
    before = form.apply(_give, by=request.user)
    if form.done:
        _offer_to_give_back(request, before, form.cleaned_data["worker"])
    else:
        messages.error(request, " ".join(message for _field, message in form.problems))
    return to_inbox(request.POST.get("query", ""))


def _id(text):
    return UUID(text) if text else None


def _ids(before) -> dict:
    return {UUID(pk): _id(worker) for pk, worker in before.items()}


def _give(*, request, worker, by) -> dict:
    return operations.assign_many(requests=request, worker=worker, by=by)


def _offer_to_give_back(request, before, worker) -> None:
    """Who had them stays in the session, so that the way back names nobody in an address."""
    mark = secrets.token_hex(8)
    had = {str(pk): str(worker_pk) if worker_pk else None for pk, worker_pk in before.items()}
    request.session[GIVEN] = {"mark": mark, "worker": str(worker.pk) if worker else None, "before": had}
    said = ngettext("%(number)s request has been given on.", "%(number)s requests have been given on.", len(before))
    offer_undo(request, said % {"number": len(before)}, reverse("intake:assign_back", args=[mark]))


@page("intake.assign_request")
@require_POST
def assign_back(request, mark):
    """Undo the last `assign` of this session."""
    given = request.session.get(GIVEN, {})
    if given.get("mark") != mark:
        messages.error(request, _("There is nothing to take back any more."))
        return to_inbox()
    del request.session[GIVEN]
    number, stayed = operations.assign_back(
        before=_ids(given["before"]), worker_id=_id(given["worker"]), by=request.user
    )
    said = ngettext(
        "%(number)s request is back with who had it.", "%(number)s requests are back with who had them.", number
    )
    messages.success(request, said % {"number": number})
    if stayed:
        said = ngettext(
            "%(number)s request stayed: who had it is not there any more, or may not open it.",
            "%(number)s requests stayed: who had them is not there any more, or may not open them.",
            stayed,
        )
        messages.warning(request, said % {"number": stayed})
    return to_inbox()
