"""Spaces reserved for asylum seekers, as a quota: how many there are, are used, are lent, and could be lent."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from housing.models import Occupancy, Space, SpaceClosure, Status
from housing.models.choices import COMING, FACTS
from housing.models.space import covering
from housing.parameters import LEND_NIGHTS
from refuge.people.models import Person
from refuge.questions import read

APPLICANT = Person.Residence.APPLICANT


@dataclass(frozen=True)
class Reserve:
    """`used`: an applicant is there. `lent`: somebody else is. `coming`: promised to an applicant. `lendable`: free,
    and for the nights that the house asks for no applicant was there nor is to come."""

    reserved: int
    used: int
    lent: int
    coming: int
    closed: int
    lendable: list
    nights: int


def is_lent(space, person) -> bool:
    """Whether giving `space` to `person` is to lend a reserved space."""
    return bool(space) and space.reserved_asylum and person.residence != APPLICANT


def reserve_on(day, terms) -> Reserve | None:
    """The quota on a day; None where nothing is reserved. One query."""
    nights = terms.of(LEND_NIGHTS, day)
    spaces = read("housing.reserve", None, lambda: _marked(day, nights), day, nights)
    if not spaces:
        return None
    return Reserve(
        reserved=len(spaces),
        used=sum(space.applicant_there for space in spaces),
        lent=sum(space.somebody_there and not space.applicant_there for space in spaces),
        coming=sum(space.applicant_coming for space in spaces),
        closed=sum(space.closed_now and not space.somebody_there for space in spaces),
        lendable=[space for space in spaces if _is_lendable(space)],
        nights=nights,
    )


def _marked(day, nights):
    """The reserved spaces in service, each with what stands in the way of lending it."""
    of_space = Occupancy.objects.filter(space=OuterRef("pk"))
    there = of_space.filter(status=Status.ARRIVED)
    lately = Q(ended_on__isnull=True) | Q(ended_on__gt=day - timedelta(days=nights))
    was_there = of_space.filter(lately, status__in=FACTS, starts_on__lte=day)
    coming = of_space.filter(status__in=COMING, starts_on__lte=day + timedelta(days=nights))
    return (
        Space.objects.in_service(day)
        .filter(reserved_asylum=True)
        .annotate(
            somebody_there=Exists(there),
            applicant_there=Exists(there.filter(person__residence=APPLICANT)),
            applicant_lately=Exists(was_there.filter(person__residence=APPLICANT)),
            applicant_coming=Exists(coming.filter(person__residence=APPLICANT)),
            somebody_coming=Exists(coming),
            closed_now=Exists(SpaceClosure.objects.filter(covering(day), space=OuterRef("pk"))),
        )
        .order_by("code")
    )


def _is_lendable(space) -> bool:
    taken = space.somebody_there or space.somebody_coming or space.closed_now
    return not taken and not space.applicant_lately
