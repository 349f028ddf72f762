"""One plan: its page, opening, closing, reopening."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.forms import ClosePlanForm, PlanForm
from casework.models import Plan, PlanKind
from casework.panels import plan_context
from casework.reviews import with_due
from casework.views.acting import data_of, fill_in, press
from refuge.access import get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of, person_of


def plan_of(request, pk) -> Plan:
    plans = Plan.objects.select_related("person__worker", "opened_by", "closed_by")
    return get_visible(plans, request.user, pk=pk, kept="casework.plan")


def plan_url(plan) -> str:
    return reverse("casework:plan", args=[plan.pk])


def _with_due():
    plans = Plan.objects.select_related("person__worker", "opened_by", "closed_by")
    return with_due(plans, timezone.localdate())


@page("casework.view_states")
@require_safe
def plan(request, pk):
    """Goals and actions by domain; for management their states and counts. Logged as an opening of the file."""
    plan = get_visible(_with_due, request.user, pk=pk, kept="casework.plan_with_due")
    log_opening(request, plan.person, detail="plan")
    return render(request, "casework/plan.html", {**header_of(plan.person), **plan_context(request, plan)})


@page("casework.add")
@require_http_methods(["GET", "POST"])
def open_plan(request, reference):
    person = person_of(request, reference)
    kind = request.GET.get("kind", "")
    form = PlanForm(data_of(request), initial={"kind": kind} if kind in PlanKind else None)
    words = {"title": _("Open a support plan"), "said": _("The plan is open. Now set a first goal.")}
    return fill_in(request, person, form, operations.open_plan, **words, back=plan_url, person=person)


@page("casework.change")
@require_http_methods(["GET", "POST"])
def close(request, pk):
    plan = plan_of(request, pk)
    form = ClosePlanForm(data_of(request))
    words = {"title": _("Close the plan"), "said": _("The plan is closed.")}
    note = _("Goals stay as they are. Actions that are not done leave everybody’s list.")
    undo = reverse("casework:reopen", args=[plan.pk])
    return fill_in(
        request, plan.person, form, operations.close_plan, **words,
        note=note, back=plan_url(plan), undo=lambda _plan: undo, plan=plan,
    )  # fmt: skip


@page("casework.change")
@require_POST
def reopen(request, pk):
    plan = plan_of(request, pk)
    return press(request, operations.reopen_plan, said=_("The plan is open again."), back=plan_url(plan), plan=plan)
