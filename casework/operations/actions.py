"""Actions under a goal: who does what by when, done and not done after all."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Action, Plan
from casework.operations.goals import locked_goal
from casework.operations.plans import locked_open
from refuge.access import allows
from refuge.operations import operation


def locked_action(action) -> Action:
    """The action as it is now, its plan held and open; refused once it is removed."""
    action = _locked(action)
    if action.removed_at:
        raise ValidationError(_("This action has been removed."), code="removed")
    return action


def _locked(action) -> Action:
    locked_open(action.goal.plan)
    return Action.with_removed.select_related("goal__plan").get(pk=action.pk)


@operation
def add_action(*, goal, text, due_on, responsible, by) -> Action:
    """Put a step on somebody's list. ValidationError if they may not open this plan, or the goal is ended."""
    goal = locked_goal(goal)
    if not goal.is_open:
        raise ValidationError(_("This goal is no longer in progress. Take it up again first."), code="ended")
    check_responsible(responsible, goal.plan)
    return Action.objects.create(goal=goal, text=text.strip(), due_on=due_on, responsible=responsible, created_by=by)


@operation
def change_action(*, action, text, due_on, responsible, by) -> Action:
    """Put it into other words, on another day, or on somebody else's list."""
    action = locked_action(action)
    if responsible.pk != action.responsible_id:
        check_responsible(responsible, action.goal.plan)
    action.text, action.due_on, action.responsible = text.strip(), due_on, responsible
    action.save(update_fields=["text", "due_on", "responsible"])
    return action


@operation
def do_action(*, action, by) -> Action:
    """It is done. Done twice, the first time stays."""
    action = locked_action(action)
    if action.done_at is None:
        action.done_at, action.done_by = timezone.now(), by
        action.save(update_fields=["done_at", "done_by"])
    return action


@operation
def undo_action(*, action, by) -> Action:
    """It is not done after all."""
    action = locked_action(action)
    action.done_at = action.done_by = None
    action.save(update_fields=["done_at", "done_by"])
    return action


@operation
def remove_action(*, action, by) -> None:
    """Remove an action that is not needed: nobody sees it any more, history keeps it. One that was done stays."""
    action = locked_action(action)
    if action.done_at:
        raise ValidationError(_("This action was done, so it stays in the plan."), code="done")
    action.removed_at = timezone.now()
    action.save(update_fields=["removed_at"])


@operation
def restore_action(*, action, by) -> Action:
    """Undo `remove_action`; refused while its goal is removed."""
    action = _locked(action)
    locked_goal(action.goal)
    action.removed_at = None
    action.save(update_fields=["removed_at"])
    return action


def check_responsible(user, plan) -> None:
    """Nobody is given a step in a plan that they cannot open."""
    reads = user.is_active and allows(user, "casework.view_plan")
    if not (reads and Plan.objects.visible_to(user).filter(pk=plan.pk).exists()):
        message = _("This colleague cannot open this plan.")
        raise ValidationError({"responsible": ValidationError(message, code="may_not_read")})
