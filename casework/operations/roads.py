"""The usual roads: one put into a plan, and the house's own words for them."""

from datetime import timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import EditedRoad, Goal, OwnRoad
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
def add_road(*, name, domain, language, wording, steps, by) -> OwnRoad:
    """Add a template of the house's own, written in one language; until it is written in the others it stands there in
    that one."""
    road = OwnRoad.objects.create(code=f"own-{uuid4().hex[:12]}", domain=domain, created_by=by)
    edit_road(code=road.code, language=language, name=name, wording=wording, steps=steps, by=by)
    return road


@operation
def remove_road(*, code, by) -> OwnRoad:
    """Take one of the house's own templates out of the list. Plans that have it already stay as they are."""
    return _set_removed(code, timezone.now())


@operation
def restore_road(*, code, by) -> OwnRoad:
    """Undo `remove_road`."""
    return _set_removed(code, None)


def _set_removed(code, moment) -> OwnRoad:
    road = OwnRoad.objects.select_for_update(of=("self",)).get(code=code)
    road.removed_at = moment
    road.save(update_fields=["removed_at"])
    return road


@operation
def edit_road(*, code, language, wording, steps, by, name="") -> EditedRoad:
    """Put a road into the house's own words, in one language. Plans that have it already stay as they are. `name` is
    that of a template of the house's own, which needs one."""
    if not name.strip() and OwnRoad.objects.filter(code=code).exists():
        raise ValidationError({"name": ValidationError(_("A template needs a name."), code="required")})
    words = {"wording": wording.strip(), "steps": [[text.strip(), days] for text, days in steps], "changed_by": by}
    words["name"] = name.strip()
    return EditedRoad.objects.update_or_create(code=code, language=language, defaults=words)[0]


@operation
def reset_road(*, code, language, by) -> int:
    """Back to the words it came with. How many were changed: one or none. A template of the house's own came with none:
    it keeps the last ones it has."""
    rows = EditedRoad.objects.select_for_update().filter(code=code)
    if OwnRoad.objects.filter(code=code).exists() and len(rows) <= 1:
        message = _("It is written in this language alone: remove the template instead.")
        raise ValidationError(message, code="last")
    return EditedRoad.objects.filter(code=code, language=language).delete()[0]
