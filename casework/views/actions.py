"""Actions under a goal."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework import operations
from casework.forms import ActionForm
from casework.models import Action
from casework.views.acting import data_of, fill_in, press
from casework.views.goals import goal_of
from casework.views.plans import plan_url
from refuge.access import get_visible, page, require


def action_of(request, pk) -> Action:
    actions = Action.objects.select_related("goal__plan__person__worker")
    return get_visible(actions, request.user, pk=pk, kept="casework.action")


@page("casework.add")
@require_http_methods(["GET", "POST"])
def add(request, pk):
    goal = goal_of(request, pk)
    form = ActionForm(data_of(request), initial={"responsible": request.user})
    words = {"title": _("An action"), "said": _("The action is on the list."), "note": goal.wording}
    return fill_in(
        request, goal.plan.person, form, operations.add_action, **words,
        back=plan_url(goal.plan), undo=lambda action: reverse("casework:action_remove", args=[action.pk]), goal=goal,
    )  # fmt: skip


@page("casework.change")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    action = action_of(request, pk)
    plan = action.goal.plan
    now = {"text": action.text, "due_on": action.due_on, "responsible": action.responsible_id}
    words = {"title": _("Change the action"), "said": _("The action is changed.")}
    form = ActionForm(data_of(request), initial=now)
    return fill_in(request, plan.person, form, operations.change_action, **words, back=plan_url(plan), action=action)


@page("casework.view_plan")
@require_POST
def done(request, pk):
    """Done; back to the page where the box stood."""
    action = action_of(request, pk)
    require(request.user, "casework.do_action", action)
    undo = reverse("casework:action_undo", args=[action.pk])
    return press(request, operations.do_action, said=_("Done."), undo=undo, action=action)


@page("casework.view_plan")
@require_POST
def undo(request, pk):
    action = action_of(request, pk)
    require(request.user, "casework.do_action", action)
    said = _("The action is to be done again.")
    return press(request, operations.undo_action, said=said, back=plan_url(action.goal.plan), action=action)


@page("casework.add")
@require_POST
def remove(request, pk):
    """Whoever may change plans removes any action; the others what they have just added."""
    action = action_of(request, pk)
    _require_own(request.user, action)
    back, undo = plan_url(action.goal.plan), reverse("casework:action_restore", args=[action.pk])
    said = _("The action is removed.")
    return press(request, operations.remove_action, said=said, back=back, undo=undo, action=action)


@page("casework.add")
@require_POST
def restore(request, pk):
    action = get_visible(Action.with_removed.select_related("goal__plan"), request.user, pk=pk)
    _require_own(request.user, action)
    back = plan_url(action.goal.plan)
    return press(request, operations.restore_action, said=_("The action is back."), back=back, action=action)


def _require_own(user, action) -> None:
    if action.created_by_id != user.pk:
        require(user, "casework.change")
