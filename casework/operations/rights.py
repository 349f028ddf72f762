"""Rights opened: each step is noted, and taken back as a whole."""

from django.utils import timezone

from casework.models import RightStep
from casework.operations.plans import check_not_to_come
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def note_right(*, person, right, step, by, happened_on=None, organisation=None, detail="") -> RightStep:
    """Note a step of a right. RuleBroken if it says what was there at entry, and that is noted already."""
    check_alive(person)
    check_not_to_come(happened_on, "happened_on")
    return RightStep.objects.create(
        person=person, right=right, step=step, happened_on=happened_on or timezone.localdate(),
        organisation=organisation, detail=detail.strip(), noted_by=by,
    )  # fmt: skip


@operation
def remove_right(*, step, by) -> RightStep:
    """It was noted by mistake: the right stands where it stood before. History keeps it."""
    return _set_removed(step, timezone.now())


@operation
def restore_right(*, step, by) -> RightStep:
    """Undo `remove_right`. RuleBroken where another step has taken its place at entry."""
    return _set_removed(step, None)


def _set_removed(step, moment) -> RightStep:
    step = RightStep.objects.select_for_update(of=("self",)).select_related("person").get(pk=step.pk)
    check_alive(step.person)
    step.removed_at = moment
    step.save(update_fields=["removed_at"])
    return step
