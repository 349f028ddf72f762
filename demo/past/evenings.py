"""The evenings of the past: how many people were turned away, on most nights noted by somebody."""

from demo.past.team import EVENING
from housing.models import TurnedAway

FORGOTTEN = 0.06  # of the nights nobody noted
A_SPACE = 0.03  # people turned away on an average night, for each space of the house


def note_evenings(rows, staff, chance, first, spaces) -> None:
    """From the day `first` to yesterday; tonight is still to be noted."""
    for day in range(first, 0):
        number, forgotten = chance.number(A_SPACE * spaces), chance.happens(FORGOTTEN)
        who, minute, id = chance.choice(staff), EVENING + chance.randint(90, 330), chance.id()
        if not forgotten:
            rows.add(
                TurnedAway(
                    id=id, night=rows.day(day), people=number, noted_by=who, noted_at=rows.moment(day, minute)
                )
            )  # fmt: skip
            rows.flush_batch()
