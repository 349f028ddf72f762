"""What stays tell on the timeline of the person page."""

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from housing.models import Destination, Extension, Programme, Stay
from refuge.people.registry import timeline_row


def _stays(user, person):
    return Stay.objects.visible_to(user).filter(person=person)


def arrivals(user, person):
    facts = {"fact": "programme", "note": Cast("id", CharField()), "actor": "created_by_id"}
    return _stays(user, person).annotate(**timeline_row("housing.arrival", at="arrived_on", **facts))


def departures(user, person):
    facts = {"fact": "destination", "note": Cast("id", CharField())}
    left = _stays(user, person).filter(departed_on__isnull=False)
    return left.annotate(**timeline_row("housing.departure", at="departed_on", **facts))


def extensions(user, person):
    approved = Extension.objects.filter(stay__in=_stays(user, person), approved=True)
    facts = {"fact": Cast("until", CharField()), "note": Cast("stay_id", CharField()), "actor": "decided_by_id"}
    return approved.annotate(**timeline_row("housing.extension", at="decided_at", **facts))


def describe_arrival(entry) -> dict:
    title = _("Arrival: %(programme)s") % {"programme": Programme(entry["fact"]).label}
    return {"title": title, "url": _page(entry), "tone": "well"}


def describe_departure(entry) -> dict:
    return {"title": _("Departure"), "detail": Destination(entry["fact"]).label, "url": _page(entry), "tone": "calm"}


def describe_extension(entry) -> dict:
    return {"title": _("Extension approved"), "url": _page(entry), "tone": "accent"}


def _page(entry) -> str:
    return reverse("housing:stay", args=[entry["note"]])
