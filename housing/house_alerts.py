"""Alerts about the house itself: urgent and overdue repairs, and keys that did not come back.

An urgent repair is told of when it is reported, in its own transaction. The others are due on a day (the one after the
day by which a repair was to be done, that of the departure), so that however often a run comes, each is given once.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models import KeyLoan, Ticket
from housing.models.maintenance import Priority
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve
from refuge.notifications.registry import Kind, declare, subjects, worded_subjects
from refuge.operations import operation

KEEPING = frozenset({Role.LOGISTICS})
TICKET_URGENT = declare(
    Kind("housing.ticket_urgent", _("An urgent repair is reported"), KEEPING, tone="late", icon="wrench")
)
TICKET_OVERDUE = declare(Kind("housing.ticket_overdue", _("A repair is overdue"), KEEPING, tone="soon", icon="wrench"))
KEYS_OUT = declare(
    Kind(
        "housing.keys_out",
        _("Keys are still out after a departure"),
        frozenset({Role.LOGISTICS, Role.COORDINATOR}),
        tone="soon",
        icon="key-round",
    )
)


def name_tickets(user, ids) -> dict:
    return dict(Ticket.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "what"))


def name_loans(user, ids):
    """The number on the ring; who has it, the page says to who may know."""
    return KeyLoan.objects.filter(pk__in=ids).values_list("pk", "key_set__number")


worded_subjects["housing.ticket"] = name_tickets
subjects["housing.keyloan"] = name_loans


def tell_of_ticket(ticket, by) -> None:
    """Logistics, at once, of an urgent one; once a ticket."""
    if ticket.priority == Priority.URGENT:
        day = timezone.localdate(ticket.reported_at)
        _tell(TICKET_URGENT, ticket, User.objects.with_role(Role.LOGISTICS), day, by)


def forget_ticket(ticket, by) -> None:
    resolve(subject=ticket, by=by)


def send_house_alerts(today=None) -> int:
    """Give what is due; returns how many were new."""
    today = today or timezone.localdate()
    logistics = list(User.objects.with_role(Role.LOGISTICS))
    overdue = Ticket.objects.overdue(today).select_related("assigned_to")
    told = sum(_tell_overdue(ticket, logistics) for ticket in overdue)
    both = logistics + list(User.objects.with_role(Role.COORDINATOR))
    loans = KeyLoan.objects.after_departure().filter(stay__person__death_noted_at__isnull=True)
    return told + sum(_tell_of_keys(loan, both) for loan in loans.select_related("stay"))


@operation
def _tell_overdue(ticket, logistics) -> int:
    if not Ticket.objects.open().filter(pk=ticket.pk, due_on=ticket.due_on).select_for_update(no_key=True).exists():
        return 0
    assigned = [ticket.assigned_to] if ticket.assigned_to else []
    return _tell(TICKET_OVERDUE, ticket, logistics + assigned, ticket.due_on + timedelta(days=1))


@operation
def _tell_of_keys(loan, recipients) -> int:
    if not KeyLoan.objects.after_departure().filter(pk=loan.pk).select_for_update(of=("self",), no_key=True).exists():
        return 0
    url = reverse("housing:keys")
    given = notify(kind=KEYS_OUT, subject=loan, recipients=recipients, url=url, due_on=loan.stay.departed_on)
    return len(given)


def _tell(kind, ticket, recipients, due_on, by=None) -> int:
    url = reverse("housing:ticket", args=[ticket.pk])
    return len(notify(kind=kind, subject=ticket, recipients=recipients, url=url, due_on=due_on, by=by))
