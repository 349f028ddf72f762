"""The rows of a stay that is over, or still runs: what was agreed, what more time was asked for, which spaces."""

from dataclasses import dataclass, field

from demo.past.after_care import contacts_after
from demo.past.chance import Chance, Deck
from demo.past.situations import at_departure, on_arrival
from demo.past.words import BEYOND_CEILING, DEPARTURES, EXTENSION, EXTENSION_REFUSED
from housing import clock
from housing.models import (
    Destination,
    ExitType,
    Extension,
    Initiator,
    NextStep,
    Occupancy,
    Programme,
    Status,
    Stay,
)
from housing.models.choices import ETHOS_HERE, ETHOS_OF
from housing.terms import Terms

NEXT_STEPS = (NextStep.PARTNER, NextStep.TALK, NextStep.LEAVE, NextStep.POST_SHELTER)
OFFICE = 11 * 60
OVERSTAYED = 4  # so many days beyond the limit nobody asked for more time
# Where to, so many times before all were there: everywhere one can go, and nobody dies in a demo.
LEFT_FOR = {
    Programme.EMERGENCY: {
        Destination.FLATSHARE: 16, Destination.OWN_RENT: 9, Destination.STUDENT_ROOM: 7, Destination.AIS: 5,
        Destination.PARTNER_FRIENDS: 8, Destination.FRIENDS_TEMPORARY: 11, Destination.FAMILY: 6,
        Destination.SOCIAL_HOUSING: 2, Destination.SUPPORTED: 2, Destination.RECEPTION_HOME: 9,
        Destination.TRANSIT: 5, Destination.ASYLUM_CENTRE: 4, Destination.EMERGENCY: 3, Destination.STREET: 3,
        Destination.WOMENS_REFUGE: 1, Destination.YOUTH_CARE: 1, Destination.HOSPITAL: 1,
        Destination.PSYCHIATRY: 2, Destination.PRISON: 1, Destination.NON_CONVENTIONAL: 2,
        Destination.ABROAD: 2, Destination.UNKNOWN: 7,
    },
    Programme.POST: {
        Destination.OWN_RENT: 6, Destination.AIS: 4, Destination.FLATSHARE: 5, Destination.SOCIAL_HOUSING: 2,
        Destination.STUDENT_ROOM: 2, Destination.PARTNER_FRIENDS: 2, Destination.SUPPORTED: 1, Destination.UNKNOWN: 1,
    },
}  # fmt: skip
HOW = {
    Destination.FRIENDS_TEMPORARY: (ExitType.OWN, ExitType.MAXIMUM),
    Destination.FAMILY: (ExitType.OWN,),
    Destination.RECEPTION_HOME: (ExitType.REFERRAL, ExitType.MAXIMUM),
    Destination.TRANSIT: (ExitType.REFERRAL,),
    Destination.ASYLUM_CENTRE: (ExitType.REFERRAL,),
    Destination.EMERGENCY: (ExitType.EXCLUSION, ExitType.MAXIMUM),
    Destination.WOMENS_REFUGE: (ExitType.SAFETY,),
    Destination.YOUTH_CARE: (ExitType.REFERRAL,),
    Destination.HOSPITAL: (ExitType.ARREST_HOSPITAL,),
    Destination.PSYCHIATRY: (ExitType.ARREST_HOSPITAL,),
    Destination.PRISON: (ExitType.ARREST_HOSPITAL,),
    Destination.NON_CONVENTIONAL: (ExitType.OWN, ExitType.ABANDONED),
    Destination.STREET: (ExitType.EXCLUSION, ExitType.ABANDONED),
    Destination.ABROAD: (ExitType.OWN,),
    Destination.UNKNOWN: (ExitType.ABANDONED,),
}


@dataclass(slots=True, eq=False)
class Time:
    """Somebody's time in one programme: planned to end on a day, in one space or several after each other."""

    id: object
    young: object
    call: object
    programme: str
    arrived: int
    leaves: int
    rooms: list
    previous: object = None
    since: int = 0  # arrival of the first stay in a row: support runs on through a transfer
    over: bool = field(default=False)
    lived: tuple = ()  # on arrival in the house: income and work or studies; a transfer takes it along


class StayRows:
    """Writes stays. Calendar months differ in length, so each stay draws from a generator of its own: what the
    calendar decides changes nothing for whoever comes after."""

    def __init__(self, rows, team, chance):
        self.rows, self.team, self.chance = rows, team, chance
        self.terms = Terms()
        self.asked_of_care = set()
        self.left_for = {programme: Deck(numbers) for programme, numbers in LEFT_FOR.items()}

    def departed(self, time: Time, day: int, destination: str | None = None) -> None:
        """`time` ended on a day; where to is drawn unless told."""
        destination = destination or self.left_for[time.programme].draw(self.chance)
        own = Chance(self.chance.getrandbits(64))
        moved_on = destination == Destination.POST_SHELTER_HERE
        how = ExitType.ACHIEVED if moved_on else own.choice(HOW.get(destination, (ExitType.ACHIEVED,)))
        initiator = Initiator.BOTH if how in (ExitType.ACHIEVED, ExitType.REFERRAL) else Initiator.PERSON
        left = {
            "departed_on": self.rows.day(day),
            "destination": destination,
            "ethos_exit": ETHOS_OF.get(destination, ""),
            "exit_type": how,
            "initiator": Initiator.TEAM if how in (ExitType.EXCLUSION, ExitType.MAXIMUM) else initiator,
            "departure_note": "" if moved_on else own.choice(DEPARTURES),
        }
        self._write(time, day, left, own)
        if not moved_on:
            contacts_after(self.rows, time, self.rows.day(day), destination, own, self.terms)
        self._lived(time, own)
        if not moved_on:
            at_departure(self.rows, time, day, destination, own)

    def running(self, time: Time) -> None:
        """`time` goes on: its planned end is still to come."""
        own = Chance(self.chance.getrandbits(64))
        self._write(time, time.leaves, {}, own)
        self._lived(time, own)

    def to_come(self, call, place, day, *, is_promised) -> None:
        """The space is kept for somebody from a day after today on. Yesterday they were asked, or said yes."""
        starts_on, own = self.rows.day(day), Chance(self.chance.getrandbits(64))
        asked_at = self.rows.moment(-1, OFFICE)
        self.rows.add(
            Occupancy(
                id=own.id(), person_id=call.young.id, space=place.space, request_id=call.id,
                status=Status.PROMISED if is_promised else Status.OFFERED,
                promised_at=asked_at if is_promised else None,
                lent=place.space.reserved_asylum and not call.young.applies, starts_on=starts_on,
                agreed_until=clock.limit_of(starts_on, self.terms), created_at=asked_at, created_by=call.worker,
            )
        )  # fmt: skip

    def _lived(self, time, own) -> None:
        if not time.lived:
            on_arrival(self.rows, time, own, self.asked_of_care)

    def _write(self, time, day, left, own) -> None:
        agreed = self._agreed(time, day, own)
        arrived = self.rows.day(time.arrived)
        before = ETHOS_HERE[Programme.EMERGENCY] if time.previous else time.call.ethos
        self.rows.add(
            Stay(
                id=time.id, person_id=time.young.id, programme=time.programme, request_id=time.call.id,
                previous_id=time.previous, ethos_entry=before, arrived_on=arrived, clock_from=arrived,
                agreed_until=agreed, created_at=self.rows.moment(time.arrived, OFFICE), created_by=time.call.worker,
                **left,
            )
        )  # fmt: skip
        ends = [start for _place, start in time.rooms[1:]] + [day if left else None]
        for (place, start), end in zip(time.rooms, ends, strict=True):
            self._occupancy(time, place, start, end, agreed, own)

    def _occupancy(self, time, place, start, end, agreed, own) -> None:
        starts_on = self.rows.day(start)
        self.rows.add(
            Occupancy(
                id=own.id(),
                person_id=time.young.id,
                space=place.space,
                stay_id=time.id,
                request_id=time.call.id if start == time.arrived else None,
                status=Status.ARRIVED if end is None else Status.ENDED,
                starts_on=starts_on,
                lent=place.space.reserved_asylum and not time.young.applies,
                agreed_until=max(agreed, starts_on),
                ended_on=None if end is None else self.rows.day(end),
                created_at=self.rows.moment(start, OFFICE),
                created_by=time.call.worker,
            )
        )

    def _agreed(self, time, day, own):
        """By which day they were to leave; beyond the limit with the extension that the rule asks for."""
        arrived, end = self.rows.day(time.arrived), self.rows.day(day)
        if time.programme == Programme.POST:
            return clock.months_after(arrived, 12)
        limit = clock.limit_of(arrived, self.terms)
        if (end - limit).days <= OVERSTAYED:
            self._refused(time, day, limit, own)
            return limit
        asked = (limit - self.rows.today).days - own.randint(6, 15)
        until = end if own.happens(0.8) else self.rows.day(day + 7)
        return until if self._extension(time, until, limit, asked, own) else limit

    def _refused(self, time, day, limit, own) -> None:
        """Of those who left near the limit some had asked for more."""
        asked = (limit - self.rows.today).days - own.randint(8, 20)
        near = day - time.arrived >= 80 and asked + 3 < min(day, 0)
        if near and own.happens(0.2):
            until = clock.months_after(limit, 1)
            self._add(
                time,
                until,
                asked,
                own,
                approved=False,
                decision_reason=EXTENSION_REFUSED,
                next_step=own.choice(NEXT_STEPS),
            )

    def _extension(self, time, until, limit, asked, own) -> bool:
        """Whether more time is agreed; asked in the days to come it is not there yet, a fresh one waits."""
        if asked >= 0:
            return False
        approved = asked < -4 or None
        ceiling = clock.months_after(self.rows.day(time.arrived), 6)
        more = {"agreed_before": limit} if approved else {}
        if until > ceiling:
            more |= {"is_exception": True, "decision_reason": BEYOND_CEILING if approved else ""}
        self._add(time, until, asked, own, approved=approved, **more)
        return bool(approved)

    def _add(self, time, until, asked, own, approved, **more) -> None:
        if approved is not None:
            more |= {"decided_by": self.team.management, "decided_at": self.rows.moment(asked + 3, OFFICE)}
        self.rows.add(
            Extension(
                id=own.id(), stay_id=time.id, until=until, reason=own.choice(EXTENSION), approved=approved,
                asked_by=time.call.worker, asked_at=self.rows.moment(asked, OFFICE), **more,
            )
        )  # fmt: skip
