"""All that happened in a space, on one line of time: service, closures, who slept there, repairs, keys."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.utils.translation import gettext as _

from housing.models import KeyLoan, Status, Ticket
from refuge.access import allows


@dataclass(frozen=True)
class Event:
    """One thing on one day. `person` is the name of somebody who came or left whom the reader may know; `record` the
    key of the stay, repair or set of keys that it is about."""

    day: date
    text: str
    tone: str = "plain"
    detail: str = ""
    person: str = ""
    record: UUID | None = None
    kind: str = ""


def history_of(user, space) -> list[Event]:
    """The newest first. Five queries, however much there is."""
    sources = (_service, _closures, _nights, _repairs, _keys)
    events = [event for source in sources for event in source(user, space)]
    return sorted(events, key=attrgetter("day"), reverse=True)


def _service(user, space):
    for period in space.service_periods.all():
        yield Event(period.starts_on, _("In service"), "well")
        if period.ends_on:
            yield Event(period.ends_on, _("Out of service"))


def _closures(user, space):
    for closure in space.closures.all():
        yield Event(closure.starts_on, _("Closed"), "soon", closure.reason)
        if closure.ends_on:
            yield Event(closure.ends_on, _("Open again"), "well", closure.reason)


def _nights(user, space):
    facts = space.occupancies.filter(status__in=(Status.ARRIVED, Status.ENDED)).with_known(user)
    first, left = _("First night"), _("Left the space")
    shown = ("starts_on", "ended_on", "known", "person__chosen_name", "stay")
    for starts_on, ended_on, known, name, stay in facts.values_list(*shown):
        who = {"person": name if known else "", "record": stay, "kind": "stay"}
        yield Event(starts_on, first, "accent", **who)
        if ended_on:
            yield Event(ended_on, left, "plain", **who)


def _repairs(user, space):
    for ticket in Ticket.objects.visible_to(user).of_space(space):
        about = {"detail": ticket.what, "record": ticket.pk, "kind": "ticket"}
        yield Event(ticket.reported_at.date(), _("Repair reported"), "soon", **about)
        if ticket.ended_on:
            yield Event(
                ticket.ended_on, _("Repair: %(state)s") % {"state": ticket.get_state_display()}, "well", **about
            )


def _keys(user, space):
    """Of the sets of this space; those of the flat tell nothing of it."""
    if not allows(user, "housing.keep_keys"):
        return
    for loan in KeyLoan.objects.filter(key_set__space=space).select_related("key_set"):
        about = {"detail": loan.key_set.number, "record": loan.key_set_id, "kind": "keys"}
        yield Event(loan.out_on, _("Keys handed out"), **about)
        if loan.lost_on:
            yield Event(loan.lost_on, _("Keys lost"), "late", **about)
        if loan.returned_on:
            yield Event(loan.returned_on, _("Keys back"), **about)
