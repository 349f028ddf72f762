"""What is known of how somebody lives, made ready for forms and pages."""

from dataclasses import dataclass

from housing.models import EarlierCare, Situation, Stay
from housing.models.situation import At, Care
from refuge.access import allows
from refuge.questions import SOMEBODY, read

# What later apps know: each (user, person, since) gives fields to propose, {"income": "ris"}; `since` is the day from
# which it has to be so, None for ever. Filled by contributions.py.
hints = []
FIELDS = ("income", "occupation")


def came_with(stay, stays):
    """The stay with which somebody came into the house: `stay`, or what it moved on from. `stays` are all of theirs."""
    seen = {stay.pk}
    while earlier := _moved_from(stay, stays, seen):
        stay = earlier
        seen.add(stay.pk)
    return stay


def _moved_from(stay, stays, seen):
    for each in stays:
        if each.departed_on == stay.arrived_on and each.programme != stay.programme and each.pk not in seen:
            return each
    return None


def moved_on(stay, stays) -> bool:
    """Whether it ended by a move within the house."""
    return any(_moved_from(each, [stay], {each.pk}) for each in stays)


@dataclass(frozen=True)
class Known:
    """A moment as a page shows it: the stay that tells of it, and the row if somebody asked."""

    moment: At
    stay: Stay
    row: Situation | None


def situations_of(stay) -> list[Known]:
    """On arrival, and at departure where there was one. One query, and one for their stays if they are not known."""
    rows = read("stays.situations", None, _situations_of_somebody, stand_ins={SOMEBODY: stay.person_id})
    found = {(row.stay_id, row.moment): row for row in rows}
    stays = stays_with(stay)
    first = came_with(stay, stays)
    known = [Known(At.ENTRY, first, found.get((first.pk, At.ENTRY)))]
    if not stay.is_open and not moved_on(stay, stays):
        known.append(Known(At.EXIT, stay, found.get((stay.pk, At.EXIT))))
    return known


def stays_with(stay) -> list[Stay]:
    """All stays of the person, the first one first; asked once for a page, or known from the spaces slept in."""
    if not hasattr(stay, "of_theirs"):
        stay.of_theirs = read("stays.of_somebody", None, _stays_of_somebody, stand_ins={SOMEBODY: stay.person_id})
    return stay.of_theirs


def _stays_of_somebody():
    return Stay.objects.filter(person=SOMEBODY).order_by("arrived_on")


def _situations_of_somebody():
    return Situation.objects.filter(stay__person=SOMEBODY).select_related("noted_by")


def proposed_on_arrival(user, person) -> dict:
    """What was so when they were here last, and what the team knows since."""
    last = read("stays.last_situation", user, lambda: _last_of_somebody(user), stand_ins={SOMEBODY: person.pk})
    return _fields(last[0] if last else None) | _hinted(user, person, None)


def _last_of_somebody(user):
    rows = Situation.objects.visible_to(user).filter(stay__person=SOMEBODY)
    return rows.order_by("-stay__arrived_on", "-moment")[:1]  # "exit" comes after "entry"


def proposed_at_departure(user, stay) -> dict:
    """As on arrival, but for what the team knows to be new since."""
    entry, *_rest = situations_of(stay)
    return _fields(entry.row) | _hinted(user, stay.person, entry.stay.arrived_on)


def _fields(row) -> dict:
    return {name: getattr(row, name) for name in FIELDS} if row else {}


def _hinted(user, person, since) -> dict:
    found = {}
    for hint in hints:
        found |= hint(user, person, since)
    return found


def _care_of_somebody():
    return EarlierCare.objects.filter(person=SOMEBODY)[:1]


def earlier_care_of(user, person) -> dict:
    """For the page: whether the reader may know, and the places in words; None where nobody asked."""
    if not allows(user, "housing.view_earlier_care"):
        return {"may_know": False}
    noted = next(iter(read("stays.care", None, _care_of_somebody, stand_ins={SOMEBODY: person.pk})), None)
    words = [Care(place).label for place in noted.places] if noted else None
    return {"may_know": True, "places": words, "may_note": allows(user, "housing.note_earlier_care")}
