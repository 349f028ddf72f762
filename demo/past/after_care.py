"""The contacts after a departure of the past: made, not reached, or due these days."""

from datetime import timedelta

from demo.past.chance import Weighted
from housing import clock
from housing.models import AfterCare, Destination, Outcome
from housing.models.choices import GROUPS, DestinationGroup
from housing.parameters import AFTER_CARE_MONTHS

FRESH = timedelta(days=6)  # what was due in these days is still to be made
LASTING = Weighted({Outcome.HOUSED: 70, Outcome.NOT_HOUSED: 6, Outcome.UNKNOWN: 6, Outcome.NOT_REACHED: 18})
OTHERS = Weighted({Outcome.HOUSED: 24, Outcome.NOT_HOUSED: 24, Outcome.UNKNOWN: 10, Outcome.NOT_REACHED: 42})
LIVES = {Outcome.HOUSED: Destination.FLATSHARE, Outcome.NOT_HOUSED: Destination.FRIENDS_TEMPORARY}


def contacts_after(rows, time, departed_on, destination, own, terms) -> None:
    """Rows of after-care for a stay that ended on a day."""
    outcomes = LASTING if destination in GROUPS[DestinationGroup.STABLE] else OTHERS
    for months in terms.of(AFTER_CARE_MONTHS, departed_on):
        due_on = clock.months_after(departed_on, months)
        done = {}
        if due_on < rows.today - FRESH:
            outcome, days = outcomes.draw(own), own.randint(0, 5)
            done = {
                "outcome": outcome,
                "done_on": due_on + timedelta(days=days),
                "lives": _lives(outcome, destination),
                "done_by": time.call.worker,
                "recorded_at": rows.moment((due_on - rows.today).days + days, 15 * 60),
            }
        rows.add(AfterCare(id=own.id(), stay_id=time.id, months=months, due_on=due_on, next_on=due_on, **done))


def _lives(outcome, destination) -> str:
    """Still housed: where they went, if that is a home."""
    if outcome == Outcome.HOUSED and destination in GROUPS[DestinationGroup.STABLE]:
        return destination
    return LIVES.get(outcome, "")
