"""`/intake/waiting/`: who waits for a space, in which order and why, and leaving the list with a reason."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import operations
from intake.forms import LeaveForm, WaitingForm
from intake.forms.waiting import Leaving
from intake.models.choices import State
from intake.views.about import about_request, move, say, to_page
from intake.waiting import contact_days, rows_of, to_list, waiting_for
from refuge.access import allows, page
from refuge.accounts import drafts
from refuge.ui.lists import Listing


@page("intake.view_request")
@require_safe
def waiting_list(request):
    pause = contact_days(request)
    filters = {"user": request.user, "last_contact_before": timezone.now() - pause}
    listing = Listing(
        request,
        WaitingForm,
        lambda: to_list(waiting_for(request.user)),
        {"place": "place"},
        sort="place",
        form_kwargs=filters,
        kept="intake.waiting",
    )
    columns, rows = rows_of(request, listing.rows)
    may_leave = allows(request.user, "intake.decide_request")
    context = {"rows": rows, "columns": columns, "days": pause.days, "may_leave": may_leave}
    return listing.render("intake/waiting.html", context)


@about_request("intake.decide_request")
@require_http_methods(["GET", "POST"])
def leave(request, help_request):
    """Off the list with a reason, and a way back."""
    draft = f"intake:leave:{help_request.pk}"
    why = request.GET.get("why", "")
    proposed = {"why": why} if why in Leaving.values else None
    form = LeaveForm(request.POST or None, initial=drafts.restore(request, draft) or proposed)
    if request.method == "POST":
        form.apply(_leave, form=form, request=help_request, by=request.user)
        if form.done:
            drafts.discard(request, draft)
            say(request, help_request, _("The request has left the waiting list."), "intake:wait_again")
            return to_page(help_request)
    context = {"record": help_request, "form": form, "draft": draft, "waits": help_request.state == State.WAITING}
    return render(request, "intake/leave.html", context)


@about_request("intake.decide_request")
@require_POST
def wait_again(request, help_request):
    done = _("The request is on the waiting list again.")
    return move(request, help_request, operations.return_to_waiting_list, done)


def _leave(*, form, request, by, **_said):
    return operations.leave_waiting_list(request=request, by=by, **form.decision())
