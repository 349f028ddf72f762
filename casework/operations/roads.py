"""The usual roads: one put into a plan, and the house's own words for them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import EditedRoad, Goal
from casework.operations.actions import add_action, remove_action
from casework.operations.goals import add_goal, remove_goal
from casework.roads import road_of
from refuge.operations import operation

MOST_STEPS = 12


@operation
def apply_road(*, plan, code, language, steps, responsible, by) -> Goal:
    """Set the goal of a road, with those of its steps whose numbers are in `steps`, each due so many days from today.

    ValidationError without any step, or if `responsible` may not open the plan."""
    road = road_of(code, language)
    chosen = [step for number, step in enumerate(road.steps) if number in steps]
    if not chosen:
        raise ValidationError({"steps": ValidationError(_("Choose at least one step."), code="required")})
    goal = add_goal(plan=plan, domain=road.domain, wording=road.wording, by=by)
    for text, days in chosen:
        due_on = timezone.localdate() + timedelta(days=days)
        add_action(goal=goal, text=text, due_on=due_on, responsible=responsible, by=by)
    return goal


@operation
def take_road_back(*, goal, by) -> None:
    """Remove a goal with its steps, none of which is done: it was put in by mistake."""
    for action in goal.actions.order_by("pk"):
        remove_action(action=action, by=by)
    remove_goal(goal=goal, by=by)


@operation
def edit_road(*, code, language, wording, steps, by) -> EditedRoad:
    """Put a road into the house's own words, in one language. Plans that have it already stay as they are."""
    words = {"wording": wording.strip(), "steps": [[text.strip(), days] for text, days in steps], "changed_by": by}
    return EditedRoad.objects.update_or_create(code=code, language=language, defaults=words)[0]


@operation
def reset_road(*, code, language, by) -> int:
    """Back to the words it came with. How many were changed: one or none."""
    return EditedRoad.objects.filter(code=code, language=language).delete()[0]
