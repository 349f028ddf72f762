"""The safety plan: written for the team, with the five conditions under which it was shared."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.models import SafetyPlan
from casework.psychology import operations
from casework.psychology.forms import SafetyPlanForm
from casework.views.acting import data_of, fill_in, press
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.page import header_of, person_of
from refuge.questions import SOMEBODY, read


@page("casework.view_safety_plan")
@require_safe
def plans(request, reference):
    """The plan that holds, and those before it with their conditions."""
    person = person_of(request, reference)
    log_opening(request, person, detail="safety_plan")
    user, of_person = request.user, {SOMEBODY: person.pk}
    context = {
        "plans": read("casework.safety_plans_seen", user, lambda: _plans_of_somebody(user), stand_ins=of_person),
        "may_write": allows(request.user, "casework.write_safety_plan") and not person.has_died,
        "may_end": allows(request.user, "casework.end_safety_plan"),
    }
    return render(request, "casework/psychology/plans.html", {**header_of(person), **context})


def _plans_of_somebody(user):
    plans = SafetyPlan.objects.visible_to(user).filter(alert__person=SOMEBODY)
    return plans.select_related("alert", "written_by").newest_first()


@page("casework.write_safety_plan")
@require_http_methods(["GET", "POST"])
def write(request, reference):
    """Begins with the words of the plan that holds; the conditions are ticked anew."""
    person = person_of(request, reference)
    standing = SafetyPlan.objects.standing().filter(alert__person=person).select_related("alert").newest_first().first()
    initial = {"line": standing.alert.text, "text": standing.text} if standing else None
    form = SafetyPlanForm(data_of(request), initial=initial)
    return fill_in(
        request, person, form, operations.write_safety_plan, title=_("Safety plan for the team"),
        said=_("The safety plan holds: the whole team reads it."), back=_page(person), person=person,
        note=_("Written for the whole team, and read by all of it. Nothing is shared unless all five conditions hold."),
    )  # fmt: skip


@page("casework.end_safety_plan")
@require_POST
def end(request, pk):
    plan = get_visible(SafetyPlan.objects.standing().select_related("alert__person"), request.user, pk=pk)
    person = plan.alert.person
    said = _("The safety plan holds no more; its line can be put back among the team alerts.")
    return press(request, operations.end_safety_plan, said=said, back=_page(person), plan=plan)


def _page(person) -> str:
    return reverse("casework:safety_plans", args=[person.reference])
