"""How those who stay now lived when they came, and where some were before. The last to come are still to be asked."""

from demo.past.chance import Chance
from demo.past.situations import ASKED_OF_CARE, DOING, ON_ARRIVAL, WHERE
from housing import operations
from housing.models import Situation
from housing.models.situation import At
from housing.situations import came_with

NOT_YET_ASKED = 2


def build_situations(stays, staff, chance: Chance) -> list[Situation]:
    """After the stays. Noted on the stay with which each came into the house."""
    latest = sorted(stays.values(), key=lambda stay: (stay.arrived_on, str(stay.person.chosen_name)))
    made = []
    for stay in latest[:-NOT_YET_ASKED]:
        income, occupation = ON_ARRIVAL.draw(chance), DOING.draw(chance)
        first = came_with(stay, list(stay.person.stays.all()))
        made.append(
            operations.note_situation(
                stay=first, moment=At.ENTRY, income=income, occupation=occupation, by=staff["educator"]
            )
        )
        places, asked = WHERE.draw(chance), chance.happens(ASKED_OF_CARE)
        if asked and not hasattr(stay.person, "earlier_care"):
            operations.set_earlier_care(person=stay.person, places=list(places), by=staff["coordinator"])
    return made
