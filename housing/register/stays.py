"""The stays of a register: spaces as they were called there, nights as they were slept, the emergency clock."""

from collections import Counter, defaultdict
from datetime import date

from django.utils import timezone

from housing import clock, parameters
from housing.models import (
    Destination,
    ExitType,
    Occupancy,
    Programme,
    ServicePeriod,
    Site,
    Space,
    Status,
    Stay,
    Unit,
    WaitingStay,
)
from housing.models.choices import ETHOS_OF
from housing.register.requests import noon
from housing.terms import Terms

SITE = "Ancien registre"


class Spaces:
    """The spaces that a register names: those of the house, and new ones for the codes it does not know."""

    def __init__(self, calls):
        named = [call for call in calls if call.stay.space]
        self.by_code = {
            space.code.upper(): space for space in Space.objects.filter(code__in={c.stay.space for c in named})
        }
        self.made = []
        new = defaultdict(list)
        for call in named:
            if call.stay.space not in self.by_code:
                new[call.stay.space].append(call.stay)
        if new:
            self._open(new)

    def get(self, code: str) -> Space | None:
        return self.by_code.get(code)

    def _open(self, new) -> None:
        site, is_new = Site.objects.get_or_create(alias=SITE)
        self.made += [site] if is_new else []
        units = {unit.name: unit for unit in site.units.all()}
        for code, stays in sorted(new.items()):
            name = code.rstrip("0123456789-") or code
            if name not in units:
                units[name] = Unit.objects.create(site=site, name=name)
                self.made.append(units[name])
            space = Space.objects.create(unit=units[name], code=code, programme=programme_of(stays))
            first = min(stay.arrived_on for stay in stays)
            self.made += [space, ServicePeriod.objects.create(space=space, starts_on=first)]
            self.by_code[code] = space


def programme_of(stays) -> str:
    """A space has one programme: that of who is there now, else the one it was used for most."""
    now = [stay.programme for stay in stays if stay.departed_on is None]
    return now[-1] if now else Counter(stay.programme for stay in stays).most_common(1)[0][0]


class Clocks:
    """The emergency clock of each person over the stays of the register and of the house, as `housing.clock` has it for
    one stay. Nights beyond it are facts: they are kept, and listed as beyond the date."""

    def __init__(self, people):
        self.terms = Terms()
        self.stays = defaultdict(list)
        for stay in Stay.objects.filter(person__in=people, programme=Programme.EMERGENCY, departed_on__isnull=False):
            self.stays[stay.person_id].append(stay)

    def of(self, person, stay) -> tuple[date, Stay | None]:
        """The clock's first day, and the stay it goes on from."""
        before = [each for each in self.stays[person.pk] if each.departed_on <= stay.arrived_on]
        last = max(before, key=lambda each: each.departed_on, default=None)
        nights = self.terms.of(parameters.READMISSION_NIGHTS, stay.arrived_on)
        if stay.programme == Programme.EMERGENCY and last and (stay.arrived_on - last.departed_on).days < nights:
            return last.clock_from, last
        return stay.arrived_on, None

    def note(self, stay) -> None:
        if stay.programme == Programme.EMERGENCY and stay.departed_on:
            self.stays[stay.person_id].append(stay)

    def agreed(self, stay, clock_from) -> date:
        """The date agreed, as planned or as it came, within the limit of an emergency stay."""
        if stay.programme == Programme.POST:
            months = self.terms.of(parameters.POST_SHELTER_MONTHS, stay.arrived_on)
            return stay.planned_until or stay.departed_on or clock.months_after(stay.arrived_on, months)
        limit = clock.limit_of(clock_from, self.terms)
        return min(stay.planned_until or stay.departed_on or limit, limit)


def stay_of(stayed, person, request, clocks, author) -> Stay:
    """The row of a stay. A departure still to come is an agreement, not a fact."""
    clock_from, previous = clocks.of(person, stayed)
    departed = stayed.departed_on if stayed.departed_on and stayed.departed_on <= timezone.localdate() else None
    stay = Stay(
        person=person,
        programme=stayed.programme,
        request=request,
        previous=previous,
        arrived_on=stayed.arrived_on,
        clock_from=clock_from,
        agreed_until=clocks.agreed(stayed, clock_from),
        departed_on=departed,
        destination=(stayed.destination or "unknown") if departed else "",
        ethos_exit=ETHOS_OF[Destination(stayed.destination or "unknown")] if departed else "",
        exit_type=ExitType.UNKNOWN if departed else "",
        created_at=noon(stayed.arrived_on),
        created_by=author,
    )
    clocks.note(stay)
    return stay


def occupancy_of(stay, space, author) -> Occupancy:
    return Occupancy(
        person=stay.person,
        space=space,
        stay=stay,
        request=stay.request,
        status=Status.ENDED if stay.departed_on else Status.ARRIVED,
        starts_on=stay.arrived_on,
        agreed_until=max(stay.arrived_on, stay.agreed_until),
        ended_on=stay.departed_on,
        created_at=stay.created_at,
        created_by=author,
    )


def waiting_stay_of(call, request, reasons, register_import) -> WaitingStay:
    stayed = call.stay
    return WaitingStay(
        register_import=register_import,
        request=request,
        number=str(call.number if call.number is not None else ""),
        reasons=reasons,
        programme=stayed.programme,
        arrived_on=stayed.arrived_on,
        planned_until=stayed.planned_until,
        departed_on=stayed.departed_on,
        space=stayed.space,
        destination=stayed.destination,
    )


def taken_nights(spaces, people) -> dict:
    """{space or person: [(first night, day of leaving)]} of what the house itself knows already."""
    taken = defaultdict(list)
    facts = Occupancy.objects.facts()
    columns = ("space_id", "person_id", "starts_on", "ended_on")
    known = facts.filter(space__in=spaces) | facts.filter(person__in=people)
    for space, person, start, end in known.values_list(*columns):
        nights = (start, end or date.max)
        taken[space].append(nights)
        taken[person].append(nights)
    return taken


def is_taken(nights, stay) -> bool:
    end = stay.departed_on or date.max
    return any(stay.arrived_on < other_end and start < end for start, other_end in nights)
