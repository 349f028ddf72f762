"""Goals of a plan."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework import operations
from casework.forms import GoalForm
from casework.models import Goal, GoalState
from casework.views.acting import data_of, fill_in, press
from casework.views.plans import plan_of, plan_url
from refuge.access import get_visible, page


def goal_of(request, pk) -> Goal:
    return get_visible(Goal.objects.select_related("plan__person__worker"), request.user, pk=pk, kept="casework.goal")


@page("casework.add")
@require_http_methods(["GET", "POST"])
def add(request, pk):
    plan = plan_of(request, pk)
    words = {"title": _("A goal"), "said": _("The goal is set.")}
    return fill_in(
        request, plan.person, GoalForm(data_of(request)), operations.add_goal, **words,
        back=plan_url(plan), undo=lambda goal: reverse("casework:goal_remove", args=[goal.pk]), plan=plan,
    )  # fmt: skip


@page("casework.change")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    goal = goal_of(request, pk)
    form = GoalForm(data_of(request), initial={"domain": goal.domain, "wording": goal.wording})
    words = {"title": _("The goal in other words"), "said": _("The goal is changed.")}
    return fill_in(
        request, goal.plan.person, form, operations.change_goal, **words, back=plan_url(goal.plan), goal=goal
    )


@page("casework.change")
@require_POST
def end(request, pk):
    """Reached or dropped, as the button says."""
    goal, state = goal_of(request, pk), request.POST.get("state")
    said = {GoalState.REACHED: _("The goal is reached."), GoalState.DROPPED: _("The goal is dropped.")}
    if state not in said:
        raise Http404
    back, undo = plan_url(goal.plan), reverse("casework:goal_resume", args=[goal.pk])
    return press(request, operations.end_goal, said=said[state], back=back, undo=undo, goal=goal, state=state)


@page("casework.change")
@require_POST
def resume(request, pk):
    goal = goal_of(request, pk)
    said = _("The goal is in progress again.")
    return press(request, operations.resume_goal, said=said, back=plan_url(goal.plan), goal=goal)


@page("casework.change")
@require_POST
def remove(request, pk):
    goal = goal_of(request, pk)
    said, undo = _("The goal is removed."), reverse("casework:goal_restore", args=[goal.pk])
    return press(request, operations.remove_goal, said=said, back=plan_url(goal.plan), undo=undo, goal=goal)


@page("casework.change")
@require_POST
def restore(request, pk):
    goal = get_visible(Goal.with_removed.select_related("plan"), request.user, pk=pk)
    return press(request, operations.restore_goal, said=_("The goal is back."), back=plan_url(goal.plan), goal=goal)
