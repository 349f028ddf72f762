"""The shelter lived through day by day: who asks, who moves in, on and out. Told in days from today."""

import heapq
from dataclasses import dataclass
from itertools import count

from demo.past.calls import ADULT, ANONYMOUS, MINOR, OLDER, UNKNOWN, Call, Desk
from demo.past.chance import Weighted
from demo.past.stays import OFFICE, StayRows, Time
from demo.past.support import SupportRows
from demo.past.words import CLOSURES, EXCEPTION, MINOR_REASONS, OFFERED, REASONS
from demo.words import DECISIONS
from housing.models import Destination, Programme, SpaceClosure
from intake.models import Decision
from intake.models.choices import REASON_OF

A_YEAR = 365.25
NEVER = 10**6
OPENING = 10  # days in which a new shelter fills
CALLS_AT_OPENING = 0.16  # more of them a day and space in those days
SHORTEST = {Programme.EMERGENCY: 8, Programme.POST: 60}  # days that a stay is worth beginning for
BEFORE_POST = 40  # days in emergency before somebody moves on to post-shelter
FREE_AGAIN = 31  # days after which a new stay has a new clock, whatever the parameter's default
LENGTHS = Weighted({(3, 20): 8, (21, 60): 13, (61, 89): 33, (90, 180): 43, (181, 205): 3})

OTHERWISE = {
    ADULT: Weighted({"followed": 46, "referred": 26, "withdrawn": 12, "unreachable": 11, "declined": 5}),
    MINOR: Weighted({"referred": 60, "followed": 36, "unreachable": 4}),
    OLDER: Weighted({"referred": 52, "declined": 33, "followed": 15}),
    UNKNOWN: Weighted({"unreachable": 45, "referred": 24, "withdrawn": 16, "followed": 15}),
    ANONYMOUS: Weighted({"unreachable": 36, "referred": 34, "declined": 18, "withdrawn": 12}),
}
FULL = Weighted({"declined": 50, "referred": 33, "followed": 17})
GAVE_UP = Weighted({"withdrawn": 42, "unreachable": 26, "referred": 24, "followed": 8})


@dataclass(slots=True, eq=False)
class Place:
    """A space: free from `ready` on, and given on by somebody else from `until` on."""

    space: object
    programme: str
    ready: int
    until: int = NEVER


@dataclass(slots=True, eq=False)
class Waiting:
    """Somebody who wants a space and could move in from a day on."""

    call: Call
    ready: int
    gives_up: int
    told: bool = False  # that they are on the waiting list


class Past:
    """`places` lived in from the day `first` on, `yearly` requests a year on average, growing by a third until today,
    the last of them on `last_call`. `run(day)` lives up to that day; `finish()` adds what still runs, and writes."""

    def __init__(self, rows, team, chance, places, first, yearly, last_call=-1):
        self.rows, self.team, self.chance = rows, team, chance
        self.desk, self.stays = Desk(rows, team, chance), StayRows(rows, team, chance)
        self.support = SupportRows(rows, team, chance)
        self.first = self.day = first
        self.yearly, self.last_call = yearly, last_call
        self.idle = {each: [place for place in places if place.programme == each] for each in Programme}
        self.room_to_wait = max(4, len(places) // 6)
        self.opening = len(places) * CALLS_AT_OPENING
        self.most_known = 40 + 4 * len(places)
        self.queue, self.leaving, self.housed, self.known = [], [], [], []
        self.turn = count()

    def run(self, end: int) -> None:
        """Live the days up to, not including, `end`."""
        while self.day < end:
            self._leave(self.day)
            self._move_on(self.day)
            self._move_in(self.day)
            if self.day <= self.last_call:
                self._calls(self.day)
            self._wait(self.day)
            self.rows.flush_batch()
            self.day += 1
        self.rows.number()

    def promise(self) -> None:
        """Of the free spaces every third is kept for somebody who waits: told so, or asked whether they want it."""
        told = [entry.call for entry in self.queue if entry.told]
        free = [place for place in self.idle[Programme.EMERGENCY] if place.until == NEVER]
        for number, (place, call) in enumerate(zip(free[::3], told, strict=False)):
            self.stays.to_come(call, place, max(place.ready, 1), is_promised=number % 2 == 0)

    def finish(self) -> None:
        """Those who are still there, and their support."""
        for _day, _turn, time in sorted(self.leaving):
            if not time.over:
                self.stays.running(time)
                self.support.during_stays(time.young, time.since, None)
                self.rows.flush_batch()
        self.rows.flush()
        self.rows.name_workers()

    # Leaving

    def _leave(self, day) -> None:
        while self.leaving and self.leaving[0][0] <= day:
            time = heapq.heappop(self.leaving)[2]
            if not time.over:
                self._end(time, day)
                self.support.during_stays(time.young, time.since, day)
                self._remember(time.young, day + FREE_AGAIN, 0.5)

    def _end(self, time, day, destination=None) -> None:
        time.over = True
        self._vacate(time.rooms[-1][0], day)
        self.stays.departed(time, day, destination)

    def _vacate(self, place, day) -> None:
        """The space is free after a day or more; somebody from another space may take it first, or it is closed."""
        chance = self.chance
        if chance.happens(0.07) and (mover := self._who_moves(place, day)):
            mover.rooms.append((place, day))
            place = mover.rooms[-2][0]
        place.ready = day + chance.randint(3, 14)
        if chance.happens(0.06) and place.ready < min(-10, place.until - 10):
            place.ready += self._close(place, place.ready)
        self.idle[place.programme].append(place)

    def _who_moves(self, place, day):
        """Somebody of the same programme whom the space holds until they leave."""
        time = self._somebody(lambda time: time.rooms[-1][1] + 10 < day < time.leaves - 15)
        fits = time and time.programme == place.programme and time.leaves < place.until
        return time if fits else None

    def _close(self, place, day) -> int:
        days = self.chance.randint(3, 9)
        self.rows.add(
            SpaceClosure(
                id=self.chance.id(), space=place.space, starts_on=self.rows.day(day),
                ends_on=self.rows.day(day + days), reason=self.chance.choice(CLOSURES),
                closed_by=self.team.coordinator(),
            )
        )  # fmt: skip
        return days

    # Moving on and in

    def _somebody(self, fits):
        """One of those in emergency spaces who `fits`, if a few tries find one."""
        if len(self.housed) > 50 and self.chance.happens(0.02):
            self.housed = [time for time in self.housed if not time.over]
        for _try in range(12 if self.housed else 0):
            time = self.chance.choice(self.housed)
            if not time.over and fits(time):
                return time
        return None

    def _move_on(self, day) -> None:
        """Whoever has been in emergency for long enough moves into a free post-shelter space."""
        for place in self._ready(Programme.POST, day):
            time = self._somebody(lambda time: time.arrived + BEFORE_POST <= day)
            if time is None:
                return
            self.idle[Programme.POST].remove(place)
            self._end(time, day, Destination.POST_SHELTER_HERE)
            self._begin(time.call, place, day, self.chance.randint(150, 300), previous=time)

    def _move_in(self, day) -> None:
        for place in self._ready(Programme.EMERGENCY, day):
            entry = self._next_for(place, day)
            if entry is None:
                return
            self.queue.remove(entry)
            self.idle[Programme.EMERGENCY].remove(place)
            self._decide(entry.call, day, "accommodated")
            again = entry.call.young.stays > 0  # extensions count earlier stays: those who come again leave in time
            first, last = LENGTHS.draw(self.chance)
            self._begin(entry.call, place, day, min(self.chance.randint(first, last), 85 if again else NEVER))

    def _next_for(self, place, day):
        """The first who can come; into a reserved space the first asylum seeker, if one waits."""
        ready = [entry for entry in self.queue if entry.ready <= day]
        applying = (entry for entry in ready if place.space.reserved_asylum and entry.call.young.applies)
        return next(applying, ready[0] if ready else None)

    def _ready(self, programme, day) -> list:
        """The spaces one can move into; those that belong to somebody else soon are left alone for good."""
        self.idle[programme] = [place for place in self.idle[programme] if place.until - day >= SHORTEST[programme]]
        return [place for place in self.idle[programme] if place.ready <= day]

    def _begin(self, call, place, day, length, previous=None) -> None:
        leaves, latest = day + length, place.until - self.chance.randint(1, 5)
        if place.until - leaves < SHORTEST[place.programme]:  # nobody would come after them
            leaves = latest
        since = previous.since if previous else day
        before = previous and previous.id
        young = call.young
        time = Time(self.chance.id(), young, call, place.programme, day, leaves, [(place, day)], before, since)
        time.lived = previous.lived if previous else ()
        young.stays += 1
        heapq.heappush(self.leaving, (leaves, next(self.turn), time))
        if place.programme == Programme.EMERGENCY:
            self.housed.append(time)

    # Asking

    def _calls(self, day) -> None:
        calls = self.chance.number(self._rate(day))
        for _call in range(calls):
            self._answer(self.desk.take(day, self._who_asks_again(day)), day)
        if day < self.first + OPENING:
            for _call in range(self.chance.number(self.opening)):
                self._answer(self.desk.take(day, kind=ADULT), day)

    def _rate(self, day) -> float:
        """Requests a day: from 6/7 of the mean at first to 8/7 of it now."""
        return self.yearly / A_YEAR * (6 + 2 * (day - self.first) / -self.first) / 7

    def _answer(self, call, day) -> None:
        if not call.wants_space or call.kind == MINOR:
            self._decide_later(call, OTHERWISE[call.kind].draw(self.chance))
        elif len(self.queue) >= self.room_to_wait and day >= self.first + OPENING:
            self._decide_later(call, FULL.draw(self.chance))
        else:
            entry = Waiting(call, day + self.chance.randint(0, 3), day + self.chance.randint(14, 55))
            self.queue.insert(0 if call.urgency == "tonight" else len(self.queue), entry)

    def _wait(self, day) -> None:
        """After three days without a space one is told to wait; some find something else, or are not reached."""
        for entry in list(self.queue):
            if day >= entry.gives_up:
                self.queue.remove(entry)
                self._turn_away(entry.call, day, GAVE_UP.draw(self.chance))
            elif not entry.told and day >= entry.call.day + 3:
                entry.told = True
                self._decide(entry.call, day, "waiting")

    def _decide_later(self, call, outcome) -> None:
        self._turn_away(call, call.day + self.chance.choice([0, 1, 1, 2, 3, 5]), outcome)

    def _turn_away(self, call, day, outcome) -> None:
        """No space; who is followed has some support. What would be decided today or later is still open."""
        if day >= 0:
            return
        self._decide(call, day, outcome)
        if call.young is None:
            return
        free_from = day + 20
        if outcome == "followed":
            free_from = self._support(call.young, day)
        if call.kind != MINOR:
            self._remember(call.young, free_from, 0.5)

    def _support(self, young, day) -> int:
        """Upstream support, or a call or two; until when."""
        if self.chance.happens(0.45):
            end = day + self.chance.randint(30, 200)
            self.support.without_stay(young, min(day + 2, -1), end)
            return end + 1
        self.support.calls(young, day + 2, self.chance.randint(0, 2))
        return day + 20

    def _decide(self, call, day, outcome) -> None:
        chance = self.chance
        reason = chance.choice([DECISIONS.get(outcome, REASONS[outcome][0]), *REASONS[outcome]])
        if call.kind == MINOR:
            reason = MINOR_REASONS.get(outcome, reason)
        space = outcome in ("accommodated", "waiting")
        self.rows.add(
            Decision(
                id=chance.id(), request_id=call.id, outcome=outcome, reason=reason, decided_by=call.worker,
                decided_at=self.rows.moment(day, max(OFFICE, 21 * 60 + 5) if day == call.day else OFFICE),
                exception=EXCEPTION if space and call.young.age_on(day) > 25 else "",
                **self._refusal(call, outcome),
            )
        )  # fmt: skip

    def _refusal(self, call, outcome) -> dict:
        """Why not here, and what was offered instead."""
        if outcome != "declined":
            return {"refusal_reason": REASON_OF.get(outcome, "")}
        why = self.chance.choice(["outside_remit", "outside_remit", "too_heavy", "other_solution"])
        if call.wants_space:
            why = "out_of_age" if call.kind == OLDER else "no_place"
        free = "no" if why == "no_place" else self.chance.choice(["no", "no", "yes", "unsure"])
        return {"refusal_reason": why, "space_was_free": free, "offered_instead": self.chance.choice(OFFERED)}

    # Knowing

    def _remember(self, young, free_from, share) -> None:
        """They may ask again from a day on."""
        young.free_from = free_from
        if self.chance.happens(share):
            if len(self.known) >= self.most_known:
                self.known.pop(self.chance.randrange(len(self.known)))
            self.known.append(young)

    def _who_asks_again(self, day):
        if not self.known or not self.chance.happens(0.17):
            return None
        young = self.known.pop(self.chance.randrange(len(self.known)))
        if young.free_from > day:
            self.known.append(young)
            return None
        return young if young.age_on(day) < 27 else None
