"""The four rights of one person: what was there at entry, where each stands, and the steps to it."""

from dataclasses import dataclass

from casework.models import Right, RightStep, Step
from casework.models.rights import AT_ENTRY
from housing.models.situation import Income
from refuge.questions import SOMEBODY, ask

TONES = {Step.OPENED: "well", Step.HAD: "well", Step.ASKED: "accent", Step.REFUSED: "late", Step.ENDED: "soon"}


@dataclass(frozen=True)
class RightRow:
    right: Right
    entry: RightStep | None
    newest: RightStep | None
    steps: list

    @property
    def tone(self) -> str:
        return TONES.get(self.newest.step, "soon") if self.newest else "plain"

    @property
    def is_open(self) -> bool:
        return bool(self.newest) and self.newest.step in (Step.OPENED, Step.HAD)


def rights_of(user, person) -> list[RightRow]:
    """One query."""
    steps = RightStep.objects.visible_to(user).kept().filter(person=person).select_related("organisation", "noted_by")
    found = list(steps.in_order())
    return [_row(right, [each for each in found if each.right == right]) for right in Right]


def _row(right, steps) -> RightRow:
    """What was at entry comes before everything else, on whatever day it was noted."""
    entry = next((each for each in steps if each.step in AT_ENTRY), None)
    after = [each for each in steps if each.step not in AT_ENTRY]
    newest = after[-1] if after else entry
    return RightRow(right, entry, newest, ([entry] if entry else []) + after)


def income_by_rights(user, person, since) -> dict:
    """What the rights say of somebody's income, to be proposed where it is asked: the integration income, once it was
    opened (from `since` on, the day of an arrival) or was there already, and did not end."""
    steps = ask("rights.income", user, lambda: _income_of_somebody(user), stand_ins={SOMEBODY: person.pk})
    step, happened_on = steps[-1] if steps else (None, None)
    if step not in (Step.OPENED, Step.HAD) or (since and happened_on < since):
        return {}
    return {"income": Income.RIS.value} if step == Step.OPENED or not since else {}


def _income_of_somebody(user):
    steps = RightStep.objects.visible_to(user).kept().filter(person=SOMEBODY, right=Right.INCOME)
    return steps.in_order().values_list("step", "happened_on")
