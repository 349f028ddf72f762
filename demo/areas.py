"""Life areas of those who stay, gone through at entry and after four weeks, and of some who left;
rights opened."""

from datetime import timedelta

from casework import operations
from casework.models import Area, LifeMeasurement, Moment, Right, RightStep, Step
from refuge.partners.models import Organisation

SAID = (
    "Je dors enfin, mais je regarde encore derrière moi dans la rue.",
    "Le plus dur, c’est de ne rien avoir à faire de mes journées.",
    "Je voudrais reprendre les cours, je ne sais pas encore où.",
    "Ça va mieux depuis que la mutuelle est en ordre.",
)


def build_areas(stays, staff, chance, moment) -> list[LifeMeasurement]:
    """Two of three are up to date: whoever is left out is due in the caseload."""
    made = []
    for number, stay in enumerate(stays.values()):
        if number % 3 == 2:
            continue
        levels = {area: chance.randint(1, 3) for area in Area.values if chance.random() < 0.92}
        days = [(Moment.ENTRY, 5), (Moment.WEEKS, 29)] + ([(Moment.EXIT, 80)] if stay.departed_on else [])
        for each, after in days:
            on = stay.arrived_on + timedelta(days=after)
            if on > moment.day(0):
                break
            made.append(_measured(stay.person, each, levels, on, staff, chance))
            levels = {area: min(5, max(1, level + chance.choice([0, 0, 1, 1, -1]))) for area, level in levels.items()}
    return made


def _measured(person, moment, levels, on, staff, chance) -> LifeMeasurement:
    return operations.measure_areas(
        person=person, moment=moment, levels=levels, held_on=on, comment=chance.choice(SAID), by=staff["coordinator"]
    )


def build_rights(stays, staff, chance, moment) -> list[RightStep]:
    """What was there when they arrived, and what has been asked for and opened since."""
    cpas = Organisation.objects.current().filter(type="cpas").order_by("name_key").first()
    made = []
    for number, stay in enumerate(stays.values()):
        for place, right in enumerate(Right):
            lacked, day = chance.random() < 0.6, stay.arrived_on
            steps = [(Step.LACKED if lacked else Step.HAD, day, None)]
            if lacked and (number + place) % 3:
                steps.append((Step.ASKED, day + timedelta(days=6), cpas))
                steps.append((chance.choice([Step.OPENED, Step.OPENED, Step.REFUSED]), day + timedelta(days=31), cpas))
            made += [_stepped(stay.person, right, step, staff) for step in steps if step[1] <= moment.day(0)]
    return made


def _stepped(person, right, step, staff) -> RightStep:
    kind, day, organisation = step
    return operations.note_right(
        person=person, right=right, step=kind, happened_on=day, organisation=organisation, by=staff["educator"]
    )
