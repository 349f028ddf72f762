"""How somebody of the past lived on arrival and at departure; and where they were before, for those who were asked."""

from demo.past.chance import Weighted
from housing.models import EarlierCare, Situation
from housing.models.choices import GROUPS, Destination, DestinationGroup
from housing.models.situation import NEET, At, Care, Income, Occupation

OFFICE = 15 * 60
NOT_KNOWN = 0.07
ASKED_OF_CARE = 0.55
ON_ARRIVAL = Weighted({
    Income.NONE: 52, Income.RIS: 15, Income.WAGE: 8, Income.UNEMPLOYMENT: 4, Income.SCHOLARSHIP: 5, Income.FAMILY: 7,
    Income.OTHER: 5, Income.UNSAID: 4,
})  # fmt: skip
DOING = Weighted({
    Occupation.NEITHER: 38, Occupation.SEEKING: 22, Occupation.STUDIES: 20, Occupation.WORK: 9, Occupation.TRAINING: 8,
    Occupation.UNSAID: 3,
})  # fmt: skip
# What comes of having none, for who leaves to a lasting place and for the others.
GOT = {
    True: Weighted({Income.RIS: 62, Income.WAGE: 14, Income.SCHOLARSHIP: 6, Income.OTHER: 4, Income.NONE: 14}),
    False: Weighted({Income.RIS: 36, Income.WAGE: 5, Income.OTHER: 3, Income.NONE: 56}),
}
BEGAN = {
    True: Weighted({Occupation.WORK: 18, Occupation.STUDIES: 12, Occupation.TRAINING: 20, Occupation.SEEKING: 30,
                    Occupation.NEITHER: 20}),
    False: Weighted({Occupation.WORK: 6, Occupation.STUDIES: 4, Occupation.TRAINING: 10, Occupation.SEEKING: 34,
                     Occupation.NEITHER: 46}),
}  # fmt: skip
WHERE = Weighted({
    (Care.NONE,): 58, (Care.YOUTH_CARE,): 20, (Care.PSYCHIATRY,): 10, (Care.PRISON,): 2,
    (Care.PSYCHIATRY, Care.YOUTH_CARE): 5, (Care.UNSAID,): 5,
})  # fmt: skip


def on_arrival(rows, time, own, asked_of) -> None:
    """The row of whoever comes into the house; of each person once also where they were before."""
    lived = (ON_ARRIVAL.draw(own), DOING.draw(own))
    time.lived = (Income.UNKNOWN, Occupation.UNKNOWN) if own.happens(NOT_KNOWN) else lived
    _note(rows, time, At.ENTRY, time.lived, time.arrived, own)
    asked, places = own.happens(ASKED_OF_CARE), WHERE.draw(own)
    care = EarlierCare(
        id=own.id(), person_id=time.young.id, places=sorted(places), noted_by=time.call.worker,
        noted_at=rows.moment(time.arrived, OFFICE),
    )  # fmt: skip
    if asked and time.young.id not in asked_of:
        asked_of.add(time.young.id)
        rows.add(care)


def at_departure(rows, time, day, destination, own) -> None:
    """The row of whoever leaves the house, unless without news."""
    if destination in (Destination.UNKNOWN, Destination.DECEASED):
        return
    income, occupation = time.lived
    lasting = destination in GROUPS[DestinationGroup.STABLE]
    got, began, not_known = GOT[lasting].draw(own), BEGAN[lasting].draw(own), own.happens(NOT_KNOWN)
    if not_known:
        lived = (Income.UNKNOWN, Occupation.UNKNOWN)
    else:
        lived = (got if income == Income.NONE else income, began if occupation in NEET else occupation)
    _note(rows, time, At.EXIT, lived, day, own)


def _note(rows, time, moment, lived, day, own) -> None:
    income, occupation = lived
    rows.add(
        Situation(
            id=own.id(), stay_id=time.id, moment=moment, income=income, occupation=occupation,
            noted_by=time.call.worker, noted_at=rows.moment(day, OFFICE),
        )
    )  # fmt: skip
