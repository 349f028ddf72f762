"""Which people and stays the figures about spaces, nights and departures count."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from housing.models import Occupancy, Stay
from housing.movements import moved_on
from housing.narrowing import nights_narrowed, stays_narrowed
from intake.models import Decision
from intake.models.choices import GIVES_A_SPACE
from refuge.indicators import Line, Source, tell
from refuge.people.counted import people

VIEW = "housing.view_stay"
COUNTED = _("Stays counted")


def lines(stays) -> list[Line]:
    return [
        Line(
            title=stay.person.chosen_name,
            url=reverse("people:person", args=[stay.person.reference]),
            reference=stay.person.reference,
            detail=" · ".join(filter(None, [stay.get_programme_display(), stay.get_destination_display()])),
            day=stay.arrived_on,
            about=stay.person,
        )
        for stay in stays
    ]


def stays(condition, *, code="counted", name=COUNTED) -> Source:
    """The source of a figure that counts stays: `condition(period)` tells which."""

    def find(period, user):
        found = Stay.objects.visible_to(user).select_related("person").filter(condition(period))
        return found.only("programme", "destination", "arrived_on", "person__reference", "person__chosen_name")

    return Source(code, name, find, lines, VIEW, order="arrived_on")


def nights_of(period, **of):
    """Occupancies that hold at least one night of the period."""
    if period.nights_end <= period.first:
        return Occupancy.objects.none()
    long_enough = Q(ended_on__isnull=True) | (Q(ended_on__gt=period.first) & Q(ended_on__gt=F("starts_on")))
    within = {"starts_on__lt": period.nights_end, **nights_narrowed(period), **of}
    return Occupancy.objects.facts().filter(long_enough, **within)


class IsAmong(Func):
    """Whether the first is one of the array that a subquery gives, which is asked once."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = BooleanField()


def had_a_night(period) -> Q:
    """All of them are told at once. Of one person after another PostgreSQL would ask the index of an exclusion
    constraint, seven times as slow as one in order."""
    return Q(IsAmong("pk", ArraySubquery(nights_of(period).values("person"))))


def held_a_night(period) -> Q:
    return Exists(nights_of(period, stay=OuterRef("pk")))


def left(period) -> Q:
    """Departures: moves within the house are none."""
    within = Q(departed_on__gte=period.first, departed_on__lt=period.end)
    return within & ~moved_on() & stays_narrowed(period, when="departed_on")


def decided_before(period) -> Q:
    """Arrivals whose request was decided."""
    decided = Decision.objects.filter(request=OuterRef("request"), outcome__in=GIVES_A_SPACE, revoked_at__isnull=True)
    arrived = Q(arrived_on__gte=period.first, arrived_on__lt=period.end, previous__isnull=True)
    return arrived & Exists(decided) & stays_narrowed(period, when="arrived_on")


DEPARTURES = stays(left, name=_("Departures counted"))
tell("accommodated", people(had_a_night))
tell("nights_held", stays(held_a_night, name=_("Stays that held a night")))
tell("occupancy_rate", stays(held_a_night, name=_("Stays that held a night")))
tell("exits", DEPARTURES)
tell("stay_mean", DEPARTURES)
tell("stay_median", DEPARTURES)
tell("stay_within_three_months", DEPARTURES)
tell("waiting_days", stays(decided_before, name=_("Arrivals counted")))
