"""Who sleeps where tonight: spaces in service with who is there, who is to come, what is closed."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from housing.evening.rounds import alerts_of
from housing.models import Occupancy, Space, SpaceClosure, Stay
from housing.models.choices import Status
from housing.models.space import covering, taken
from housing.words import end_chip, soon_days
from refuge.access import allows
from refuge.questions import read

SHOWN = ("code", "programme", "reserved_asylum", "step_free", "unit__name", "unit__site__alias")


@dataclass
class Place:
    """One space on one evening. `occupant` and `coming` are occupancies, with `known` for this reader."""

    space: Space
    occupant: Occupancy | None = None
    coming: Occupancy | None = None
    closure: SpaceClosure | None = None
    chip: tuple = ()
    alerts: list = field(default_factory=list)
    row: object = None  # of the presence round, for who may read it

    @property
    def is_free(self) -> bool:
        return not (self.occupant or self.coming or self.closure)

    def is_late(self, day) -> bool:
        """Somebody the reader knows is beyond their date."""
        return bool(self.occupant and self.occupant.known and self.occupant.stay.agreed_until < day)

    @property
    def is_reserved(self) -> bool:
        return self.space.reserved_asylum


def places(user, day, terms=None) -> list[Place]:
    """All spaces in service on the day, in order. Four queries, whatever the size of the house."""
    spaces = read("tonight.spaces", None, lambda: Space.objects.in_service(day).in_order().only(*SHOWN), day)
    found = {space.pk: Place(space) for space in spaces}
    for occupancy in read("tonight.occupancies", user, lambda: _of_tonight(user, day), day):
        if place := found.get(occupancy.space_id):
            setattr(place, "occupant" if occupancy.status == Status.ARRIVED else "coming", occupancy)
    for closure in read("tonight.closures", None, lambda: SpaceClosure.objects.filter(covering(day)), day):
        if place := found.get(closure.space_id):
            place.closure = closure
    _finish(found.values(), user, day, terms)
    return list(found.values())


def _of_tonight(user, day):
    """Of a person and a stay what a place shows: they have many columns more."""
    tonight = Occupancy.objects.current() | Occupancy.objects.coming_on(day)
    occupancies = tonight.filter(space__isnull=False).with_known(user)
    shown = ("space", "status", "starts_on", "to_confirm", "stay__agreed_until", "person__chosen_name")
    return occupancies.select_related("person", "stay").only(*shown, "person__pronouns").order_by("starts_on")


def _finish(found, user, day, terms) -> None:
    soon = soon_days(terms)
    alerts = alerts_of(day) if allows(user, "people.view_file") else {}
    for place in found:
        if place.occupant:
            place.chip = end_chip(place.occupant.stay.agreed_until, day, soon)
            if place.occupant.known:
                place.alerts = alerts.get(place.occupant.person_id, [])


def by_unit(found: list[Place]) -> list[tuple]:
    """(unit, its places), in order."""
    return [(unit, list(group)) for unit, group in groupby(found, key=lambda place: place.space.unit)]


def summary(day) -> dict:
    """Capacity, held, free and closed that night, in one query: of the whole house, whoever asks."""
    kinds = read("tonight.summary", None, lambda: _kinds(day), day)
    free = [kind for kind in kinds if not (kind["closed"] or kind["held"] or kind["promised"])]
    return {
        "capacity": _number(kinds),
        "held": _number(kind for kind in kinds if kind["held"]),
        "closed_tonight": _number(kind for kind in kinds if kind["closed"] and not kind["held"]),
        "free": _number(free),
        "reserved": _number(kind for kind in free if kind["reserved_asylum"]),
    }


def _kinds(day):
    """How many spaces are alike in what takes them that night. Each is asked once for all spaces; within a count
    PostgreSQL would ask it anew for every count."""
    traits = {name: ExpressionWrapper(Q(pk__in=spaces), BooleanField()) for name, spaces in taken(day).items()}
    spaces = Space.objects.in_service(day).order_by()
    return spaces.values("reserved_asylum", **traits).annotate(number=Count("pk"))


def _number(kinds) -> int:
    return sum(kind["number"] for kind in kinds)


def arrivals(found: list[Place]) -> list[Place]:
    """Where somebody is to come today or should have come already; at risk where somebody is still there."""
    return sorted(
        (place for place in found if place.coming and place.coming.known), key=lambda each: each.coming.starts_on
    )


def departures(user, day) -> list[Stay]:
    """Who left today, and who should leave today."""
    return read("tonight.departures", user, lambda: _leaving(user, day), day)


def _leaving(user, day):
    stays = Stay.objects.visible_to(user).filter(Q(departed_on=day) | Q(departed_on__isnull=True, agreed_until=day))
    return stays.with_space().select_related("person").order_by("departed_on", "person__chosen_name")


def ends(user, day, days: int):
    """Open stays beyond their date or near it, the latest first; then those that wait for an approval."""
    stays = Stay.objects.visible_to(user).open().with_space().with_extension_asked().select_related("person")
    due = Q(agreed_until__lte=day + timedelta(days=days)) | Q(extension_asked=True)
    return stays.filter(due).order_by("agreed_until", "pk")
