"""Spaces and stays for tests, made as staff make them."""

from datetime import date

from housing import operations
from housing.models import Site, Unit
from tests.factories import make_user


def make_space(code, *, unit="Flat A", site="North", programme="emergency", in_service_from=date(2018, 1, 1), **traits):
    """A space in a unit of that name, in service since long ago unless told otherwise."""
    by = make_user("coordinator")
    place = Site.objects.filter(alias=site).first() or operations.open_site(alias=site, by=by)
    flat = Unit.objects.filter(site=place, name=unit).first() or operations.open_unit(site=place, name=unit, by=by)
    return operations.open_space(
        unit=flat, code=code, programme=programme, in_service_from=in_service_from, by=by, **traits
    )


def make_stay(person, space, *, by=None, **fields):
    """Somebody has arrived, today unless told otherwise."""
    return operations.arrive(person=person, space=space, by=by or make_user("coordinator"), **fields)
