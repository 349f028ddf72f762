"""The exit-first board, and the planned exit of one resident."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from housing.exits.forms import BlockerForm, ExitPlanForm, ExitsForm
from housing.exits.rows import SHOWN, plan_of, row_of, rows_of, stays_leaving
from housing.exits.spaces import ahead
from housing.models import ExitBlocker
from housing.operations import exits as operations
from housing.policy import may
from housing.views.common import opened, run, said
from housing.views.stays import about_stay
from housing.words import soon_days
from refuge.access import allows, get_visible, page
from refuge.people.views.page import header_of
from refuge.questions import SOMEBODY, read
from refuge.ui.lists import Listing

PLAN, VIEW = "housing.plan_exit", "housing.view_exits"


@page(VIEW)
@require_safe
def exits(request):
    """Who leaves when and where to, what that frees, and who waits for it."""
    today = timezone.localdate()
    listing = Listing(
        request, ExitsForm, lambda: stays_leaving(request.user).only(*SHOWN), {"leaves": "leaves"}, sort="leaves",
        kept="housing.exits", ids_first=True,
    )  # fmt: skip
    context = {"rows": rows_of(listing.rows), "may": may(request.user), "may_plan_exit": allows(request.user, PLAN)}
    # Filtering swaps the rows alone: what stands above them is not asked for again.
    return listing.render("housing/exits.html", context | {"ahead": lambda: ahead(request.user, today)})


@about_stay(VIEW)
@require_safe
def exit_plan(request, stay):
    """The plan of one resident, what blocks it, and what was resolved."""
    return _shown(request, stay)


def _shown(request, stay, form=None, blocker_form=None):
    plan = plan_of(stay)
    this = {SOMEBODY: stay.pk}
    blockers = read("exits.blockers", None, _blockers_of_some_stay, stand_ins=this)
    may_plan = allows(request.user, PLAN) and stay.is_open
    initial = {each: getattr(plan, each) for each in ("destination", "leaves_on", "chance", "note")} if plan else {}
    found = read("exits.of_stay", request.user, lambda: stays_leaving(request.user).filter(pk=SOMEBODY), stand_ins=this)
    context = {
        **header_of(stay.person),
        "stay": stay,
        "plan": plan,
        "row": row_of(found[0], timezone.localdate(), soon_days()) if found else None,
        "open": [each for each in blockers if each.is_open],
        "resolved": [each for each in blockers if not each.is_open],
        "form": (form or ExitPlanForm(initial=initial)) if may_plan else None,
        "blocker_form": (blocker_form or BlockerForm(auto_id="blocker_%s")) if may_plan else None,
        "may": may(request.user),
    }
    return render(request, "housing/exit.html", context)


def _blockers_of_some_stay():
    blockers = ExitBlocker.objects.filter(stay=SOMEBODY).select_related("noted_by", "resolved_by")
    return blockers.order_by("noted_at")


@about_stay(PLAN)
@require_http_methods(["GET", "POST"])
def set_plan(request, stay):
    if request.method == "GET":
        return redirect("housing:exit_plan", stay.pk)
    form = ExitPlanForm(request.POST)
    form.apply(operations.set_exit_plan, stay=stay, by=request.user)
    if not form.done:
        return _shown(request, stay, form=form)
    said(request, _("The exit plan is saved."))
    return redirect("housing:exit_plan", stay.pk)


@about_stay(PLAN)
@require_http_methods(["GET", "POST"])
def add_blocker(request, stay):
    """After an error the address bar shows this address: reloaded, it leads back to the plan."""
    if request.method == "GET":
        return redirect("housing:exit_plan", stay.pk)
    form = BlockerForm(request.POST, auto_id="blocker_%s")
    blocker = form.apply(operations.note_blocker, stay=stay, by=request.user)
    if not form.done:
        return _shown(request, stay, blocker_form=form)
    said(request, _("Noted: it stands in the way."), "housing:blocker_drop", blocker.pk)
    return redirect("housing:exit_plan", stay.pk)


def about_blocker(view):
    """An act on one thing that stands in the way."""

    @page(PLAN)
    @require_POST
    @wraps(view)
    def found(request, pk):
        blocker = get_visible(ExitBlocker.objects.select_related("stay__person"), request.user, pk=pk)
        view(request, blocker)
        return opened(request, blocker.stay.person, redirect("housing:exit_plan", blocker.stay_id))

    return found


@about_blocker
def resolve(request, blocker):
    try:
        operations.resolve_blocker(blocker=blocker, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said(request, _("Resolved."), "housing:blocker_reopen", blocker.pk)


@about_blocker
def reopen(request, blocker):
    run(request, operations.reopen_blocker, _("It stands in the way again."), blocker=blocker)


@about_blocker
def drop(request, blocker):
    run(request, operations.drop_blocker, _("It is no longer noted."), blocker=blocker)
