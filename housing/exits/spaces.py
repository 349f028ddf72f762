"""Spaces that fall free in the next months, against those who wait for one.

A space counts from the day that is agreed for the last of those who have it: from then on it can be promised. A plan
to leave sooner frees nothing until that day is agreed too, and somebody beyond their date frees nothing at all before
they have left. Five queries, whatever the number of spaces and of people; one more where a promise is at risk.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from housing import parameters
from housing.clock import months_after
from housing.models import (
    ExitBlocker,
    Extension,
    Occupancy,
    Programme,
    ServicePeriod,
    Space,
    SpaceClosure,
    Status,
    Stay,
)
from housing.models.choices import AGREED, COMING, Destination
from housing.models.exits import Chance
from housing.models.together import Wish
from housing.terms import Terms
from intake.waiting import waiting_for
from refuge.access import allows
from refuge.people.models import AgeStatus, Person
from refuge.questions import ask, read

HORIZONS = (0, 30, 60, 90)
SHOWN = {False: 5, True: 3}  # of those who wait by a request, and of residents who are to move on
APPLICANT = Person.Residence.APPLICANT


# What the page shows of these records and reckons with: they have many columns more, most of them sealed.
SHOWN_OF_PEOPLE = tuple(
    f"person__{each}" for each in ("reference", "chosen_name", "pronouns", "residence", "adult_from", "minor_until",
                                   "living_wishes__wishes")
)  # fmt: skip
SHOWN_OF_REQUESTS = ("reference", "received_at", "urgency", "state", "decision__decided_at", *SHOWN_OF_PEOPLE)
OF_AGREED = (
    "pk", "space", "person", "stay", "status", "starts_on", "agreed_until", "stay__exit_plan__leaves_on",
    "stay__exit_plan__chance", "blocked", "asked_until",
)  # fmt: skip
SHOWN_AT_RISK = (
    "status", "starts_on", "agreed_until", "space__code", "person__chosen_name", "person__pronouns", "stay",
)  # fmt: skip


class Agreed(NamedTuple):
    """An occupancy that is agreed, with the exit of its stay: what is reckoned with. There is one for each space."""

    pk: UUID
    space: UUID
    person: UUID
    stay: UUID | None
    status: str
    starts_on: date
    agreed_until: date
    leaves_on: date | None  # as planned
    chance: str | None
    is_blocked: bool
    asked_until: date | None


@dataclass(frozen=True, eq=False)
class Falling:
    """A space and the first night that it can be promised for. `leaving`: who leaves it (None: free already)."""

    space: Space
    free_on: date
    leaving: Agreed | None = None

    @property
    def is_free(self) -> bool:
        """Nobody has to leave first."""
        return self.leaving is None

    @cached_property
    def is_unsure(self) -> bool:
        """Something stands in the way of the one who should leave, or they plan to stay longer."""
        leaving = self.leaving
        if leaving is None or leaving.stay is None:
            return False
        slips = bool(leaving.leaves_on and leaving.leaves_on > self.free_on)
        return slips or leaving.is_blocked or leaving.chance == Chance.UNLIKELY


@dataclass(frozen=True)
class AtRisk:
    """A promise that may not be kept on its day, and why."""

    promise: Occupancy
    occupancy: Occupancy  # who is there
    why: str
    until: date | None = None


@dataclass
class Waiting:
    """Somebody who waits for a space: by a request, or as a resident who is to move into post-shelter."""

    person: Person | None
    programme: str
    since: date
    request: object = None
    stay: Stay | None = None
    needs_step_free: bool = False
    proposed: Falling | None = None
    not_before: date | None = None

    @property
    def is_applicant(self) -> bool:
        return self.person is not None and self.person.residence == APPLICANT

    @cached_property
    def can_be_given(self) -> bool:
        return self.person is not None and self.person.age_status() != AgeStatus.UNKNOWN

    def fits(self, falling) -> bool:
        """By programme, reservation, step-free access and age. Who needs no such space is not kept from it by this."""
        space = falling.space
        return (
            self.can_be_given
            and space.programme == self.programme
            and (not space.reserved_asylum or self.is_applicant)
            and (space.step_free or not self.needs_step_free)
            and (self.not_before is None or self.not_before <= falling.free_on)
        )


@dataclass(frozen=True)
class Kind:
    """One line of the sum: how many of these spaces are free by each horizon, and how many people wait for one."""

    code: str
    free_by: list  # (days, number)
    step_free: int
    waiting: int


@dataclass
class Ahead:
    """What the next 90 days bring."""

    today: date
    falling: list = field(default_factory=list)
    at_risk: list = field(default_factory=list)
    waiting: list = field(default_factory=list)

    @property
    def days(self) -> tuple:
        return tuple(HORIZONS[1:])

    @property
    def kinds(self) -> list[Kind]:
        return [
            self._kind("emergency", lambda space: space.programme == Programme.EMERGENCY and not space.reserved_asylum),
            self._kind("asylum", lambda space: space.programme == Programme.EMERGENCY and space.reserved_asylum),
            self._kind("post", lambda space: space.programme == Programme.POST),
        ]

    def _kind(self, code, is_one) -> Kind:
        ours = [each for each in self.falling if is_one(each.space)]
        free = [(days, sum(self._by(each, days) for each in ours)) for days in HORIZONS]
        waiting = sum(kind_of(each) == code for each in self.waiting)
        return Kind(code, free, sum(each.space.step_free for each in ours), waiting)

    def _by(self, falling, days) -> bool:
        """Whether it is free in so many days. Now is what nobody has to leave first, even where they leave today."""
        return (falling.free_on - self.today).days <= days and (days > 0 or falling.is_free)

    @property
    def shown(self) -> list[Waiting]:
        """The first by request, and the first of those who move on within the house."""
        return [
            each
            for moves in (False, True)
            for each in [one for one in self.waiting if bool(one.stay) == moves][: SHOWN[moves]]
        ]

    @property
    def unshown(self) -> int:
        return len(self.waiting) - len(self.shown)


def kind_of(waiting) -> str:
    if waiting.programme == Programme.POST:
        return "post"
    return "asylum" if waiting.is_applicant else "emergency"


def ahead(user, today) -> Ahead:
    """The spaces that fall free within 90 days, the promises at risk, and who waits with what would be theirs."""
    agreed = _agreed()
    falling = _falling(agreed, today)
    served = {each.person for rows in agreed.values() for each in rows if each.status in COMING}
    waiting = _by_request(user, served) + _by_plan(user, served)
    propose(waiting, falling)
    return Ahead(today, falling, _at_risk(user, agreed, today), waiting)


def _agreed() -> dict:
    """{space: what is agreed of it, in order}"""
    by_space = defaultdict(list)
    for row in ask("exits.agreed", None, _all_agreed):
        agreed = Agreed(*row)
        by_space[agreed.space].append(agreed)
    return by_space


def _all_agreed():
    blocking = ExitBlocker.objects.open().filter(stay=OuterRef("stay"))
    agreed = Occupancy.objects.filter(status__in=AGREED, space__isnull=False)
    agreed = agreed.annotate(blocked=Exists(blocking), asked_until=_asked_until())
    return agreed.order_by("starts_on").values_list(*OF_AGREED)


def _asked_until():
    asked = Extension.objects.filter(stay=OuterRef("stay"), approved__isnull=True)
    return asked.values("until")[:1]


def _falling(agreed, today) -> list[Falling]:
    last = today + timedelta(days=HORIZONS[-1])
    closed = defaultdict(list)
    for closure in read("exits.closures", None, lambda: _closures(today), today):
        closed[closure.space_id].append(closure)
    found, terms = [], Terms()
    spaces = Space.objects.in_service(today).annotate(ends=_ends())
    for space in read("exits.spaces", None, lambda: spaces, today):
        falling = _first_free(space, agreed.get(space.pk, []), closed[space.pk], today, terms)
        if falling and falling.free_on <= last and _in_service(falling, terms):
            found.append(falling)
    return sorted(found, key=lambda each: (each.free_on, each.space.code))


def _closures(today):
    return SpaceClosure.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).order_by("starts_on")


def _ends():
    return ServicePeriod.objects.filter(space=OuterRef("pk")).order_by("-starts_on").values("ends_on")[:1]


def _usual_end(space, starts_on, terms) -> date:
    """Until when a promise of the usual length would go, as `clock.default_until` has it without earlier stays."""
    of_post = space.programme == Programme.POST
    usual = parameters.POST_SHELTER_MONTHS if of_post else parameters.EMERGENCY_MONTHS
    return months_after(starts_on, terms.of(usual, starts_on))


def _in_service(falling, terms) -> bool:
    ends = falling.space.ends
    return ends is None or _usual_end(falling.space, falling.free_on, terms) <= ends


def _first_free(space, agreed, closures, today, terms) -> Falling | None:
    there = next((each for each in agreed if each.status == Status.ARRIVED), None)
    if there and there.agreed_until < today:
        return None  # beyond the date: nobody knows when it is free
    leaving = max(agreed, key=lambda each: each.agreed_until, default=None)
    free_on = max(today, leaving.agreed_until) if leaving else today
    for closure in closures:
        if closure.starts_on < _usual_end(space, free_on, terms):
            if closure.ends_on is None:
                return None
            free_on = max(free_on, closure.ends_on)
    return Falling(space, free_on, leaving)


def _at_risk(user, agreed, today) -> list[AtRisk]:
    """Promises of spaces whose occupant is beyond their date, plans to stay longer or has asked for more time."""
    found = []
    for rows in agreed.values():
        there = next((each for each in rows if each.status == Status.ARRIVED), None)
        for promise in rows:
            if there and promise.status in COMING:
                why = _why(promise, there, today)
                if why:
                    found.append((promise, there, *why))
    found.sort(key=lambda each: each[0].starts_on)
    shown = _to_show(user, {each.pk for promise, there, *_why_ in found for each in (promise, there)})
    return [
        AtRisk(shown[promise.pk], shown[there.pk], *why)
        for promise, there, *why in found
        if {promise.pk, there.pk} <= shown.keys()  # neither was taken back in between
    ]


def _to_show(user, pks) -> dict:
    """The occupancies that the page shows, each with `known`. Most days there is none."""
    if not pks:
        return {}
    occupancies = Occupancy.objects.with_known(user).filter(pk__in=pks).select_related("person", "space")
    return {each.pk: each for each in occupancies.only(*SHOWN_AT_RISK)}


def _why(promise, there, today):
    if there.agreed_until < today:
        return "beyond", there.agreed_until
    if there.leaves_on and there.leaves_on > promise.starts_on:
        return "slips", there.leaves_on
    if there.asked_until and there.asked_until > promise.starts_on:
        return "asked", there.asked_until
    return None


def _by_request(user, served) -> list[Waiting]:
    """In the order of the waiting list, without those to whom a space is offered or promised already."""
    requests = read("exits.requests", user, lambda: _requests(user))
    may_read = allows(user, "housing.view_stay")
    return [
        Waiting(
            person=each.person,
            programme=Programme.EMERGENCY,
            since=timezone.localdate(each.decision.decided_at),
            request=each,
            needs_step_free=may_read and _needs_step_free(each.person),
            not_before=each.person.adult_from if each.person else None,
        )
        for each in requests
        if each.person_id not in served
    ]


def _requests(user):
    """With what `Waiting` and its line on the page take of them, and nothing else."""
    requests = waiting_for(user).select_related(None).select_related("person__living_wishes", "decision")
    return requests.only(*SHOWN_OF_REQUESTS).order_by("place", "pk")


def _by_plan(user, served) -> list[Waiting]:
    """Residents whose plan is a post-shelter space here, the first to leave first."""
    return [
        Waiting(person=stay.person, programme=Programme.POST, since=stay.arrived_on, stay=stay,
                needs_step_free=_needs_step_free(stay.person), not_before=stay.person.adult_from)
        for stay in read("exits.plans", user, lambda: _to_move_on(user))
        if stay.person_id not in served
    ]  # fmt: skip


def _to_move_on(user):
    stays = Stay.objects.visible_to(user).open().filter(
        programme=Programme.EMERGENCY, exit_plan__destination=Destination.POST_SHELTER_HERE
    )  # fmt: skip
    stays = stays.select_related("person__living_wishes").only("arrived_on", *SHOWN_OF_PEOPLE)
    return stays.order_by("agreed_until", "pk")


def _needs_step_free(person) -> bool:
    wishes = getattr(person, "living_wishes", None)
    return wishes is not None and Wish.STEP_FREE in (wishes.wishes or ())


def propose(waiting, falling) -> None:
    """Set what would be each one's, in the order in which they wait: the first space that fits, one of those reserved
    or step-free last where somebody does not need it. Nothing is decided by this. The spaces come by the day they fall
    free on: beyond the day of the first that fits none is better."""
    left = list(falling)
    for each in waiting:
        fitting = (one for one in left if each.fits(one))
        first = next(fitting, None)
        if first:
            same_day = takewhile(lambda one, day=first.free_on: one.free_on == day, fitting)
            each.proposed = min((first, *same_day), key=lambda one: _worth(each, one))
            left.remove(each.proposed)


def _worth(waiting, falling) -> tuple:
    space = falling.space
    kept_for_others = (space.step_free and not waiting.needs_step_free) + 0
    reserved_first = space.reserved_asylum != waiting.is_applicant
    return reserved_first, kept_for_others, falling.is_unsure, space.code
