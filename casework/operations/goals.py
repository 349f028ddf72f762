"""Goals of a plan: set, put in other words, reached or dropped, and taken up again."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Goal, GoalState
from casework.operations.plans import locked_open
from refuge.operations import operation


def locked_goal(goal) -> Goal:
    """The goal as it is now, its plan held and open; refused once it is removed."""
    plan = locked_open(goal.plan)
    goal = Goal.with_removed.select_related("plan").get(pk=goal.pk, plan=plan)
    if goal.removed_at:
        raise ValidationError(_("This goal has been removed."), code="removed")
    return goal


@operation
def add_goal(*, plan, domain, wording, by) -> Goal:
    """Set a goal in one of the nine domains."""
    return Goal.objects.create(plan=locked_open(plan), domain=domain, wording=wording.strip(), set_by=by)


@operation
def change_goal(*, goal, domain, wording, by) -> Goal:
    """Put a goal into other words, or another domain."""
    goal = locked_goal(goal)
    goal.domain, goal.wording = domain, wording.strip()
    goal.save(update_fields=["domain", "wording"])
    return goal


@operation
def end_goal(*, goal, state, by) -> Goal:
    """The goal is reached, or dropped: its actions leave everybody's list."""
    goal = locked_goal(goal)
    goal.state, goal.ended_on = GoalState(state), timezone.localdate()
    goal.save(update_fields=["state", "ended_on"])
    return goal


@operation
def resume_goal(*, goal, by) -> Goal:
    """Take a goal up again; actions that were not done are on their lists again."""
    goal = locked_goal(goal)
    goal.state, goal.ended_on = GoalState.OPEN, None
    goal.save(update_fields=["state", "ended_on"])
    return goal


@operation
def remove_goal(*, goal, by) -> None:
    """Remove a goal set by mistake, as long as no action stands under it: nobody sees it any more, history keeps it."""
    goal = locked_goal(goal)
    if goal.actions.exists():
        raise ValidationError(_("Actions stand under this goal. Drop it instead."), code="has_actions")
    goal.removed_at = timezone.now()
    goal.save(update_fields=["removed_at"])


@operation
def restore_goal(*, goal, by) -> Goal:
    """Undo `remove_goal`."""
    plan = locked_open(goal.plan)
    goal = Goal.with_removed.select_related("plan").get(pk=goal.pk, plan=plan)
    goal.removed_at = None
    goal.save(update_fields=["removed_at"])
    return goal
