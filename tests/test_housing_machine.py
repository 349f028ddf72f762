"""Arrivals, moves, extensions, closures, spaces freed while somebody is away, returns, departures and undo at random,
against a model in plain Python.

After every step the rows, the nights and the clocks of the database are those of the model; what the model refuses is
refused, and leaves everything as it was.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from housing import nights, operations
from housing.models import Absence, Occupancy, Stay
from housing.operations import absences
from tests.factories import make_person, make_user
from tests.housing import make_space

FIRST_DAY = date(2027, 11, 28)  # three months on, a leap day
MONTHS, BACK_WITHIN = 3, 30
PEOPLE = SPACES = 4
EXAMPLES = 40
LEFT = {"destination": "unknown", "exit_type": "own"}
somebody, some_space = st.integers(0, PEOPLE - 1), st.integers(0, SPACES - 1)


def months_later(day, months):
    """The same day, so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def overlap(start, end, other_start, other_end):
    """Of half-open ranges; an empty one overlaps nothing."""
    return max(start, other_start) < min(end, other_end)


@dataclass
class Row:
    """A space slept in; `end` is None while it goes on, `never` is a move that a departure took back."""

    space: int
    start: date
    agreed: date
    end: date | None = None
    never: bool = False


@dataclass
class ModelStay:
    person: int
    arrived: date
    clock: date
    agreed: date
    departed: date | None = None
    rows: list = field(default_factory=list)
    freed: date | None = None  # away, and the space somebody else's to have since then

    @property
    def place(self):
        """The row that goes on; None for who has left, and for who is away from a space that was freed."""
        return None if self.departed or self.freed else self.rows[-1]


class House:
    """What the rules of the house come to, without a database."""

    def __init__(self):
        self.today, self.stays, self.closures = FIRST_DAY, [], []

    def open_stay(self, person):
        return next((stay for stay in self.stays if stay.person == person and stay.departed is None), None)

    def occupied(self, space):
        return any(stay.place and stay.place.space == space for stay in self.stays)

    def closed(self, space, start, end):
        return any(space == where and overlap(start, end, *period) for where, *period in self.closures)

    def clock_of(self, person):
        past = [stay for stay in self.stays if stay.person == person and stay.departed]
        last = max(past, key=lambda stay: stay.departed, default=None)
        return last.clock if last and (self.today - last.departed).days < BACK_WITHIN else self.today

    def nights(self):
        """(night, space, person) of every night up to tonight, one by one."""
        tomorrow = self.today + timedelta(days=1)
        return [
            (row.start + timedelta(days=number), row.space, stay.person)
            for stay in self.stays
            for row in stay.rows
            if not row.never
            for number in range(((row.end or tomorrow) - row.start).days)
        ]


class Refuge(RuleBasedStateMachine):
    """Drives both. `people`, `spaces`, `by` and `manager` are there before."""

    def __init__(self):
        super().__init__()
        self.model, self.extended = House(), {}
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.travel = time_machine.travel(self.noon(), tick=True)  # what is noted later is later
        self.clock = self.travel.start()

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def noon(self):
        return datetime.combine(self.model.today, datetime.min.time(), ZoneInfo("Europe/Brussels")) + timedelta(
            hours=12
        )

    def stay_of(self, person):
        return Stay.objects.get(person=self.people[person], departed_on=None)

    def attempt(self, operation, expected=None, **kwargs):
        """Whether it was done; `expected`, where the model knows."""
        try:
            operation(**{"by": self.by} | kwargs)
            done = True
        except ValidationError:
            done = False
        assert expected is None or done is expected, (operation.__name__, kwargs)
        return done

    @rule(days=st.integers(1, 45) | st.sampled_from([BACK_WITHIN - 1, BACK_WITHIN]))
    def days_pass(self, days):
        self.model.today += timedelta(days=days)
        self.clock.move_to(self.noon())

    @rule(person=somebody, space=some_space)
    def arrive(self, person, space):
        today, model = self.model.today, self.model
        clock = model.clock_of(person)
        agreed = max(months_later(clock, MONTHS), self.extended.get((person, clock), date.min))
        row = Row(space, today, max(today, agreed))
        welcome = not (model.open_stay(person) or model.occupied(space) or model.closed(space, today, row.agreed))
        if self.attempt(operations.arrive, welcome, person=self.people[person], space=self.spaces[space]):
            model.stays.append(ModelStay(person, today, clock, agreed, rows=[row]))

    @rule(person=somebody, space=some_space)
    def move(self, person, space):
        stay, today = self.model.open_stay(person), self.model.today
        if not stay:
            return
        row = Row(space, today, max(today, stay.agreed))
        free = not (self.model.occupied(space) or self.model.closed(space, today, row.agreed))
        if self.attempt(operations.move, free and not stay.freed, stay=self.stay_of(person), space=self.spaces[space]):
            stay.rows[-1].end = today
            stay.rows.append(row)

    @rule(person=somebody, days=st.integers(1, 60))
    def extend(self, person, days):
        stay = self.model.open_stay(person)
        if not stay:
            return
        until, row = max(stay.agreed, self.model.today) + timedelta(days=days), stay.place
        asked = operations.ask_extension(stay=self.stay_of(person), until=until, reason="Lease.", by=self.by)
        possible = row is None or not self.model.closed(row.space, row.start, until)
        decide = {"extension": asked, "approved": True, "reason": "Seen.", "by": self.manager}
        if self.attempt(operations.decide_extension, possible, **decide):
            stay.agreed = self.extended[person, stay.clock] = until
            if row:
                row.agreed = until
        else:
            operations.withdraw_extension(extension=asked, by=self.by)

    @rule(space=some_space, wait=st.integers(0, 90), days=st.integers(1, 30))
    def close(self, space, wait, days):
        start = self.model.today + timedelta(days=wait)
        end = start + timedelta(days=days)
        there = [stay.place for stay in self.model.stays if stay.place and stay.place.space == space]
        taken = any(overlap(row.start, row.agreed, start, end) or wait == 0 for row in there)
        possible = not (taken or self.model.closed(space, start, end))
        if self.attempt(operations.close_space, possible, space=self.spaces[space], starts_on=start, ends_on=end,
                        reason="Paint"):  # fmt: skip
            self.model.closures.append((space, start, end))

    @rule(person=somebody)
    def away_and_free(self, person):
        """From today on elsewhere, with the space for others."""
        stay = self.model.open_stay(person)
        if not stay:
            return
        away = {"stay": self.stay_of(person), "kind": "hospital", "starts_on": self.model.today}
        if self.attempt(absences.note_absence, not stay.freed, free=True, **away):
            stay.rows[-1].end = stay.freed = self.model.today

    @rule(person=somebody)
    def hold_again(self, person):
        """Freed by mistake."""
        stay = self.model.open_stay(person)
        if not (stay and stay.freed):
            return
        row = stay.rows[-1]
        agreed = max(row.start, stay.agreed)
        free = not (self.model.occupied(row.space) or self.model.closed(row.space, row.start, agreed))
        absence = self.absence_of(person)
        if self.attempt(absences.hold_space, free, absence=absence):
            stay.freed, row.end, row.agreed = None, None, agreed
            absences.come_back(absence=absence, by=self.by)  # so that the days away are over, too

    @rule(person=somebody, space=some_space)
    def come_back(self, person, space):
        stay, today = self.model.open_stay(person), self.model.today
        if not (stay and stay.freed):
            return
        row = Row(space, today, max(today, stay.agreed))
        free = not (self.model.occupied(space) or self.model.closed(space, today, row.agreed))
        if self.attempt(absences.come_back, free, absence=self.absence_of(person), space=self.spaces[space]):
            stay.freed = None
            stay.rows.append(row)

    def absence_of(self, person):
        return Absence.objects.without_space().get(stay=self.stay_of(person))

    @rule(person=somebody, days=st.integers(0, 3))
    def depart(self, person, days):
        """A fact, never refused, noted some days late."""
        stay = self.model.open_stay(person)
        if not stay:
            return
        on = max(stay.arrived, self.model.today - timedelta(days=days))
        self.attempt(operations.depart, True, stay=self.stay_of(person), on=on, **LEFT)
        stay.departed = on
        for row in stay.rows:
            row.never = row.start > on
            if not row.never and (row.end is None or row.end > on):
                row.end = on

    @rule(person=somebody)
    def undo_departure(self, person):
        past = [stay for stay in self.model.stays if stay.person == person and stay.departed]
        if not past or self.model.open_stay(person):
            return
        stay = past[-1]
        row = stay.rows[-1]
        before = max((each for each in stay.rows if not each.never), key=lambda each: each.start)
        agreed = [before, *(each for each in stay.rows if each.never)]
        closed = any(self.model.closed(each.space, each.start, each.agreed) for each in agreed[-1:])
        possible = bool(stay.freed) or not (self.model.occupied(row.space) or closed)
        record = Stay.objects.get(person=self.people[person], arrived_on=stay.arrived, departed_on=stay.departed,
                                  created_at=self.created(stay))  # fmt: skip
        if self.attempt(operations.undo_departure, possible, stay=record):
            stay.departed = None
            for each, following in zip(stay.rows, [*stay.rows[1:], None], strict=True):
                each.never, each.end = False, following.start if following else stay.freed

    def created(self, stay):
        """Of two stays of one person on one day the order tells which is which."""
        number = [each for each in self.model.stays if each.person == stay.person].index(stay)
        return list(Stay.objects.filter(person=self.people[stay.person]).order_by("arrived_on", "created_at"))[
            number
        ].created_at

    @invariant()
    def rows_agree(self):
        """Which space was whose, from when until when, and as agreed for whoever is there."""
        rows = Occupancy.objects.facts().values_list("person", "space", "starts_on", "ended_on")
        expected = [
            (self.people[stay.person].pk, self.spaces[row.space].pk, row.start, row.end)
            for stay in self.model.stays
            for row in stay.rows
            if not row.never
        ]
        assert sorted(rows, key=str) == sorted(expected, key=str)

    @invariant()
    def nights_agree(self):
        """Nobody in two spaces, no two in one; and as many as the house counts."""
        held = self.model.nights()
        assert len({(night, space) for night, space, _person in held}) == len(held)
        assert len({(night, person) for night, _space, person in held}) == len(held)
        assert nights.held(FIRST_DAY, self.model.today).total == len(held)
        tonight = Occupancy.objects.on_night(self.model.today).values_list("space", "person")
        there = {(self.spaces[space].pk, self.people[person].pk) for night, space, person in held
                 if night == self.model.today}  # fmt: skip
        assert set(tonight) == there

    @invariant()
    def clocks_agree(self):
        fields = ("person", "arrived_on", "clock_from", "limit_on", "agreed_until", "departed_on")
        expected = [
            (self.people[each.person].pk, each.arrived, each.clock, months_later(each.clock, MONTHS), each.agreed,
             each.departed)
            for each in self.model.stays
        ]  # fmt: skip
        assert sorted(Stay.objects.values_list(*fields), key=str) == sorted(expected, key=str)


@pytest.mark.django_db
def test_the_house_is_as_a_plain_model_has_it(time_machine):
    time_machine.move_to(datetime.combine(FIRST_DAY, datetime.min.time(), ZoneInfo("Europe/Brussels")))
    Refuge.by, Refuge.manager = make_user("coordinator"), make_user("management")
    Refuge.people = [make_person(chosen_name=f"Person {number}", by=Refuge.by) for number in range(PEOPLE)]
    Refuge.spaces = [make_space(f"A{number}") for number in range(SPACES)]
    quick = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Refuge, settings=quick)
