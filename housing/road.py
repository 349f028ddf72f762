"""The road of a stay at a glance: offer, promise, arrival, moves, extensions, departure; and the chain of stays that it
is part of. Made from what the page holds already: no query."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Status
from housing.words import near


@dataclass(frozen=True)
class Step:
    """One step. `state`: done, waiting (somebody must act), ahead (agreed), late (ahead, and past)."""

    day: date
    name: str
    detail: str = ""
    state: str = "done"


@dataclass(frozen=True)
class Stage:
    """One stay of a chain: its nights so far, and those between it and the one before."""

    stay: object
    nights: int
    gap: int
    is_this: bool


def road_of(stay, occupancies, extensions, absences) -> list[Step]:
    """Every step in its order; of those on one day, in the order in which they follow from each other."""
    slept = sorted(
        (each for each in occupancies if each.status != Status.CANCELLED),
        key=lambda each: (each.starts_on, each.created_at),
    )
    steps = [*_promised(stay, slept), *_moves(stay, slept, absences)]
    steps += [step for extension in extensions for step in _extension(extension)]
    steps = sorted(steps, key=lambda step: step.day)
    return [*steps, _end(stay)]


def _promised(stay, slept):
    """How the space was given, where it was not given at once."""
    first = slept[0] if slept else None
    if first and first.planned_from:
        offered, promised = _day(first.created_at), _day(first.promised_at)
        if offered != promised:
            yield Step(min(offered, stay.arrived_on), _("Offered"), _code(first))
        if promised:
            yield Step(min(promised, stay.arrived_on), _("Promised"), _code(first))
    yield Step(stay.arrived_on, _("Arrival"), _code(first) if first else "")


def _moves(stay, slept, absences):
    freed = {absence.freed_on for absence in absences if absence.freed_on}
    back = {absence.returned_on for absence in absences if absence.freed_on and absence.returned_on}
    for absence in absences:
        if absence.freed_on:
            yield Step(absence.freed_on, _("Space freed"), absence.get_kind_display())
    for before, after in pairwise(slept):
        returned = before.ended_on in freed and after.starts_on in back
        name = _("Back") if returned else _("Moved") if before.space_id != after.space_id else _("Stayed on")
        yield Step(after.starts_on, name, _code(after))


def _extension(extension):
    until = {"day": near(extension.until)}
    asked = _day(extension.asked_at)
    if extension.approved is None:
        yield Step(asked, _("Extension asked"), _("until %(day)s") % until, "waiting")
        return
    decided = _day(extension.decided_at)
    name = _("Extension approved") if extension.approved else _("Extension refused")
    yield Step(decided, name, _("until %(day)s") % until)


def _end(stay) -> Step:
    if stay.departed_on:
        return Step(stay.departed_on, _("Departed"), stay.get_destination_display())
    late = stay.agreed_until < timezone.localdate()
    return Step(stay.agreed_until, _("Leaves by"), "", "late" if late else "ahead")


def chain_of(stay, stays) -> list[Stage]:
    """The stays that follow from each other, this one among them: emergency, then post-shelter, or back within a few
    nights. Nothing for a stay that stands alone. `stays` are all the person's."""
    by_id = {each.pk: each for each in stays} | {stay.pk: stay}
    following = {each.previous_id: each for each in by_id.values() if each.previous_id}
    first = stay
    while first.previous_id in by_id and first.previous_id != first.pk:
        first = by_id[first.previous_id]
    chain = [first]
    while chain[-1].pk in following:
        chain.append(following[chain[-1].pk])
    if len(chain) == 1:
        return []
    before = [None, *chain[:-1]]
    return [_stage(each, earlier, stay) for each, earlier in zip(chain, before, strict=True)]


def _stage(each, earlier, stay) -> Stage:
    end = each.departed_on or timezone.localdate()
    gap = (each.arrived_on - earlier.departed_on).days if earlier and earlier.departed_on else 0
    return Stage(each, max((end - each.arrived_on).days, 0), max(gap, 0), each.pk == stay.pk)


def _day(moment):
    return timezone.localdate(moment) if moment else None


def _code(occupancy) -> str:
    return occupancy.space.code if occupancy.space_id else "?"
