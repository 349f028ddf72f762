"""Spaces that fall free in the next months, against those who wait for one.

A space counts from the day that is agreed for the last of those who have it: from then on it can be promised. A plan
to leave sooner frees nothing until that day is agreed too, and somebody beyond their date frees nothing at all before
they have left. Six queries, whatever the number of spaces and of people; one more where a promise is at risk.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from operator import attrgetter, itemgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, DateField, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property

from housing import parameters
from housing.clock import months_after
from housing.models import (
    ExitBlocker,
    ExitPlan,
    Extension,
    Occupancy,
    Programme,
    ServicePeriod,
    SpaceClosure,
    Status,
    Stay,
)
from housing.models.choices import AGREED, COMING, Destination
from housing.models.exits import Chance
from housing.models.together import LivingWishes, Wish
from housing.terms import Terms
from intake.waiting import waiting_for
from refuge.access import allows
from refuge.people.models import AgeStatus, Person
from refuge.questions import ask

HORIZONS = (0, 30, 60, 90)
PLANNED, BLOCKED, ASKED = "planned", "blocked", "asked"
SHOWN = {False: 5, True: 3}  # of those who wait by a request, and of residents who are to move on
APPLICANT = Person.Residence.APPLICANT


# What is reckoned with, as tuples: a house of 300 spaces has some hundreds of each.
OF_PEOPLE = ("reference", "chosen_name", "pronouns", "residence", "adult_from", "minor_until", "living_wishes",
             "living_wishes__wishes")  # fmt: skip
OF_SPACE = ("space__code", "space__programme", "space__reserved_asylum", "space__step_free", "ends_on")
OF_AGREED = ("of_stay", "agreed__status", "agreed__agreed_until")
SHOWN_AT_RISK = (
    "status", "starts_on", "agreed_until", "space__code", "person__chosen_name", "person__pronouns", "stay",
)  # fmt: skip


class OfSpace(NamedTuple):
    """A space in service, until `ends`."""

    code: str
    programme: str
    reserved_asylum: bool
    step_free: bool
    ends: date | None


class Agreed(NamedTuple):
    """An occupancy that is agreed: what is reckoned with. There is about one for each space.

    Ids are text, here and below: to make UUIDs of them takes longer than to read them."""

    stay: str | None
    status: str
    agreed_until: date


class Promised(NamedTuple):
    """An occupancy that is to come, and who is in its space now: by which stay, until when."""

    pk: str
    person: str
    starts_on: date
    there: str | None
    there_until: date | None


@dataclass
class Outlook:
    """What may keep somebody beyond the day that is agreed. Of most stays nothing is known."""

    leaves_on: date | None = None  # planned, after the day agreed of the stay: before it they may move within the house
    chance: str = ""
    is_blocked: bool = False
    asked_until: date | None = None


class Someone(NamedTuple):
    """Somebody who waits, as the page shows them."""

    reference: str
    chosen_name: str
    pronouns: str
    residence: str
    adult_from: date | None
    minor_until: date | None
    wishes_row: UUID | None
    wishes: bytes | None

    age_status = Person.age_status

    @property
    def needs_step_free(self) -> bool:
        wishes = self.wishes and LivingWishes._meta.get_field("wishes").unseal_of(self.wishes_row, self.wishes)
        return Wish.STEP_FREE in (wishes or ())


class Falling(NamedTuple):
    """A space and the first night that it can be promised for. `leaving`: who leaves it (None: free already)."""

    space: OfSpace
    free_on: date
    leaving: Agreed | None = None
    outlook: Outlook | None = None  # of who leaves

    @property
    def is_free(self) -> bool:
        """Nobody has to leave first."""
        return self.leaving is None

    @property
    def is_unsure(self) -> bool:
        """Something stands in the way of the one who should leave, or they plan to stay longer."""
        outlook = self.outlook
        if outlook is None:
            return False
        slips = bool(outlook.leaves_on and outlook.leaves_on > self.free_on)
        return slips or outlook.is_blocked or outlook.chance == Chance.UNLIKELY


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

    person: Someone | None
    programme: str
    since: date
    request: str = ""  # its reference
    urgency: str = ""
    stay: UUID | None = None
    may_read: bool = False  # what they wish of a space
    proposed: Falling | None = None
    not_before: date | None = None
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def is_applicant(self) -> bool:
        return self.person is not None and self.person.residence == APPLICANT

    @cached_property
    def needs_step_free(self) -> bool:
        return self.may_read and self.person.needs_step_free

    @cached_property
    def can_be_given(self) -> bool:
        return self.person is not None and self.person.age_status(self.today) != AgeStatus.UNKNOWN

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
        falling, waiting = defaultdict(list), Counter(kind_of(each, each.is_applicant) for each in self.waiting)
        for each in self.falling:
            falling[kind_of(each.space, each.space.reserved_asylum)].append(each)
        return [self._kind(code, falling[code], waiting[code]) for code in ("emergency", "asylum", "post")]

    def _kind(self, code, ours, waiting) -> Kind:
        """Now is what nobody has to leave first, even where they leave today."""
        now = len([each for each in ours if each.leaving is None and each.free_on <= self.today])
        days_until = sorted([(each.free_on - self.today).days for each in ours])
        later = [(days, bisect_right(days_until, days)) for days in self.days]
        step_free = len([each for each in ours if each.space.step_free])
        return Kind(code, [(HORIZONS[0], now), *later], step_free, waiting)

    @property
    def shown(self) -> list[Waiting]:
        """The first by request, and the first of those who move on within the house. Nobody after them takes a space
        from them: the ones wait for an emergency space, the others for one in post-shelter."""
        return [
            each
            for moves in (False, True)
            for each in [one for one in self.waiting if bool(one.stay) == moves][: SHOWN[moves]]
        ]

    @property
    def unshown(self) -> int:
        return len(self.waiting) - len(self.shown)


def kind_of(one, is_for_asylum) -> str:
    """The line on which a space is counted, or somebody who waits for one."""
    if one.programme == Programme.POST:
        return "post"
    return "asylum" if is_for_asylum else "emergency"


def ahead(user, today) -> Ahead:
    """The spaces that fall free within 90 days, the promises at risk, and who waits with what would be theirs."""
    outlooks, coming = _outlooks(), [Promised._make(each) for each in ask("exits.coming", None, _coming)]
    falling = _falling(outlooks, today)
    served = {each.person for each in coming}
    waiting = _by_request(user, served, today) + _by_plan(user, served, today)
    found = Ahead(today, falling, _at_risk(user, coming, outlooks, today), waiting)
    propose(found.shown, falling)
    return found


def _spaces(today, last) -> tuple[list[OfSpace], dict[str, list[Agreed]]]:
    """The spaces that may fall free by a day, each until the end of its last period, and what is agreed of them, by
    code: as often as a space has periods to come."""
    spaces, agreed, of_space = {}, defaultdict(list), len(OF_SPACE)
    periods = ask("exits.spaces", None, lambda: _periods(today, last), today)
    for starts_on, *row in sorted(periods, key=itemgetter(0)):
        code, occupancy = row[0], Agreed._make(row[of_space:])
        if starts_on <= today or code in spaces:
            spaces[code] = OfSpace._make(row[:of_space])
        if occupancy.status:
            agreed[code].append(occupancy)
    return list(spaces.values()), agreed


def _periods(today, last):
    """One row for each period and each occupancy that is agreed, of the spaces where nobody is beyond their date and
    nothing is agreed for longer than `last`."""
    agreed = Occupancy.objects.filter(space=OuterRef("space"), status__in=AGREED)
    taken = agreed.filter(Q(agreed_until__gt=last) | Q(status=Status.ARRIVED, agreed_until__lt=today))
    periods = ServicePeriod.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), ~Exists(taken)).annotate(
        agreed=FilteredRelation("space__occupancies", condition=Q(space__occupancies__status__in=AGREED)),
        of_stay=Cast("agreed__stay", CharField()),
    )
    return periods.order_by().values_list("starts_on", *OF_SPACE, *OF_AGREED)


def _coming():
    coming = Occupancy.objects.filter(status__in=COMING, space__isnull=False).annotate(
        there=FilteredRelation("space__occupancies", condition=Q(space__occupancies__status=Status.ARRIVED)),
        of_stay=Cast("there__stay", CharField()),
        as_text=Cast("pk", CharField()),
        whose=_whose(),
    )
    return coming.order_by("starts_on", "pk").values_list(
        "as_text", "whose", "starts_on", "of_stay", "there__agreed_until"
    )


def _whose():
    return Cast("person", CharField())


def _outlooks() -> dict[str, Outlook]:
    """Of the stays that go on, by stay."""
    found = defaultdict(Outlook)
    for what, stay, day, chance in ask("exits.outlooks", None, _all_known):
        outlook = found[stay]
        if what == PLANNED:
            outlook.leaves_on, outlook.chance = day, chance
        elif what == BLOCKED:
            outlook.is_blocked = True
        else:
            outlook.asked_until = day
    return found


def _all_known():
    """Plans that go beyond the agreed day or are unlikely, what stands in the way, and extensions asked: in one query,
    each a row."""
    here = Q(stay__departed_on__isnull=True)
    beyond = Q(leaves_on__gt=F("stay__agreed_until"))
    plans = ExitPlan.objects.filter(here, beyond | Q(chance=Chance.UNLIKELY))
    known = (
        (PLANNED, plans, {"day": Case(When(beyond, then=F("leaves_on"))), "how_likely": F("chance")}),
        (BLOCKED, ExitBlocker.objects.open().filter(here), {"day": Value(None, DateField()), "how_likely": Value("")}),
        (ASKED, Extension.objects.filter(here, approved__isnull=True), {"day": F("until"), "how_likely": Value("")}),
    )
    rows = [
        records.order_by()
        .annotate(what=Value(what), of_stay=Cast("stay", CharField()), **more)
        .values_list("what", "of_stay", "day", "how_likely")
        for what, records, more in known
    ]
    return rows[0].union(*rows[1:], all=True)


def _falling(outlooks, today) -> list[Falling]:
    last = today + timedelta(days=HORIZONS[-1])
    spaces, agreed = _spaces(today, last)
    closed = defaultdict(list)
    for code, *days in ask("exits.closures", None, lambda: _closures(today), today):
        closed[code].append(days)
    found, terms = [], Terms()
    for space in spaces:
        free_on, leaving = _first_free(space, agreed.get(space.code, ()), closed.get(space.code, ()), today, terms)
        if free_on and free_on <= last and (space.ends is None or _usual_end(space, free_on, terms) <= space.ends):
            found.append(Falling(space, free_on, leaving, leaving and outlooks.get(leaving.stay)))
    return sorted(found, key=lambda each: (each.free_on, each.space.code))


def _closures(today):
    closures = SpaceClosure.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).order_by("starts_on")
    return closures.values_list("space__code", "starts_on", "ends_on")


def _usual_end(space, starts_on, terms) -> date:
    """Until when a promise of the usual length would go, as `clock.default_until` has it without earlier stays."""
    of_post = space.programme == Programme.POST
    usual = parameters.POST_SHELTER_MONTHS if of_post else parameters.EMERGENCY_MONTHS
    return months_after(starts_on, terms.of(usual, starts_on))


def _first_free(space, agreed, closures, today, terms) -> tuple[date | None, Agreed | None]:
    """The first night that it can be promised for (None: closed until further notice), and who has to leave first.
    `agreed`: of a space where nobody is beyond their date (`_periods`)."""
    leaving = max(agreed, key=attrgetter("agreed_until"), default=None)
    free_on = max(today, leaving.agreed_until) if leaving else today
    for starts_on, ends_on in closures:
        if starts_on < _usual_end(space, free_on, terms):
            if ends_on is None:
                return None, None
            free_on = max(free_on, ends_on)
    return free_on, leaving


def _at_risk(user, coming, outlooks, today) -> list[AtRisk]:
    """Promises of spaces whose occupant is beyond their date, plans to stay longer or has asked for more time."""
    found = []
    for promise in coming:
        why = _why(promise, outlooks.get(promise.there), today) if promise.there else None
        if why:
            found.append((promise.pk, promise.there, *why))
    promised, there = _to_show(user, [each[0] for each in found], [each[1] for each in found])
    return [
        AtRisk(promised[promise], there[stay], *why)
        for promise, stay, *why in found
        if promise in promised and stay in there  # neither was taken back in between
    ]


def _to_show(user, promises, stays) -> tuple[dict, dict]:
    """The occupancies that the page shows, each with `known`: all by id, and who is there by stay. Most days there is
    none."""
    if not promises:
        return {}, {}
    shown = Q(pk__in=promises) | Q(stay__in=stays, status=Status.ARRIVED)
    found = Occupancy.objects.with_known(user).filter(shown).select_related("person", "space").only(*SHOWN_AT_RISK)
    arrived = {str(each.stay_id): each for each in found if each.status == Status.ARRIVED}
    return {str(each.pk): each for each in found}, arrived


def _why(promise, outlook, today):
    if promise.there_until < today:
        return "beyond", promise.there_until
    if outlook and outlook.leaves_on and outlook.leaves_on > promise.starts_on:
        return "slips", outlook.leaves_on
    if outlook and outlook.asked_until and outlook.asked_until > promise.starts_on:
        return "asked", outlook.asked_until
    return None


def _by_request(user, served, today) -> list[Waiting]:
    """In the order of the waiting list, without those to whom a space is offered or promised already."""
    may_read, found = allows(user, "housing.view_stay"), []
    for reference, urgency, decided_at, whose, *person in ask("exits.requests", user, lambda: _requests(user)):
        if whose is None or whose not in served:
            found.append(_waiting(whose and Someone(*person), may_read, timezone.localdate(decided_at),
                                  programme=Programme.EMERGENCY, request=reference, urgency=urgency,
                                  today=today))  # fmt: skip
    return found


def _waiting(person, may_read, since, **about) -> Waiting:
    if person is None:
        return Waiting(None, since=since, **about)
    return Waiting(person, since=since, may_read=may_read, not_before=person.adult_from, **about)


def _requests(user):
    requests = waiting_for(user).order_by("place", "pk").annotate(whose=_whose())
    return requests.values_list("reference", "urgency", "decision__decided_at", "whose", *_of_people())


def _of_people() -> list[str]:
    return [f"person__{each}" for each in OF_PEOPLE]


def _by_plan(user, served, today) -> list[Waiting]:
    """Residents whose plan is a post-shelter space here, the first to leave first."""
    return [
        _waiting(Someone(*person), True, arrived_on, programme=Programme.POST, stay=stay, today=today)
        for stay, arrived_on, whose, *person in ask("exits.plans", user, lambda: _to_move_on(user))
        if whose not in served
    ]


def _to_move_on(user):
    stays = Stay.objects.visible_to(user).open().filter(
        programme=Programme.EMERGENCY, exit_plan__destination=Destination.POST_SHELTER_HERE
    )  # fmt: skip
    stays = stays.annotate(whose=_whose()).order_by("agreed_until", "pk")
    return stays.values_list("pk", "arrived_on", "whose", *_of_people())


def propose(waiting, falling) -> None:
    """Set what would be each one's, in the order in which they wait: the first space that fits, one of those reserved
    or step-free last where somebody does not need it. Nothing is decided by this. The spaces come by the day they fall
    free on: beyond the day of the first that fits none is better."""
    left = defaultdict(list)
    for one in falling:
        left[one.space.programme].append(one)
    for each in waiting:
        ours = left[each.programme] if each.can_be_given else []
        fitting = (one for one in ours if each.fits(one))
        first = next(fitting, None)
        if first:
            same_day = takewhile(lambda one, day=first.free_on: one.free_on == day, fitting)
            each.proposed = min((first, *same_day), key=lambda one: _worth(each, one))
            ours.remove(each.proposed)


def _worth(waiting, falling) -> tuple:
    space = falling.space
    kept_for_others = (space.step_free and not waiting.needs_step_free) + 0
    reserved_first = space.reserved_asylum != waiting.is_applicant
    return reserved_first, kept_for_others, falling.is_unsure, space.code
