"""Repairs: reported, worked on, done; what they cost; and the closing of spaces that goes with them."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.house_alerts import TICKET_OVERDUE, forget_ticket, tell_of_ticket
from housing.models import Space, SpaceClosure, Ticket, TicketComment, TicketCost, Unit
from housing.models.space import covering
from housing.operations.locking import GONE, not_in_future
from housing.operations.spaces import close_space
from refuge.documents.content import PICTURES, check
from refuge.documents.models import Document
from refuge.documents.operations import add_document
from refuge.notifications.operations import resolve
from refuge.operations import operation

FIELDS = ("part", "what", "details", "priority", "due_on", "assigned_to")


@operation
def report_ticket(*, place, what, priority, by, photo=None, closed_from=None, closed_until=None, **facts) -> Ticket:
    """Report a repair in a `place` (house, flat or space), with a photo if there is one. Logistics is told of an
    urgent one at once. With `closed_from` the space, or every space of the flat, is closed from then on; refused while
    somebody is to sleep there, who is named."""
    ticket = Ticket(what=what.strip(), priority=priority, reported_by=by, **{_kind_of(place): place}, **facts)
    ticket.full_clean(validate_constraints=False)
    ticket.save(force_insert=True)
    if closed_from:
        close_for_ticket(ticket=ticket, starts_on=closed_from, ends_on=closed_until, by=by)
    if photo:
        add_photo(ticket=ticket, photo=photo, by=by)
    tell_of_ticket(ticket, by)
    return ticket


@operation
def change_ticket(*, ticket, by, **facts) -> Ticket:
    """Correct what is wrong, how pressing it is, who takes care of it, by when. Made urgent, logistics is told; another
    day has an alert of its own."""
    ticket = _locked(ticket)
    before = ticket.due_on
    for name in FIELDS:
        setattr(ticket, name, facts.get(name, getattr(ticket, name)))
    ticket.full_clean(validate_constraints=False)
    ticket.save()
    if ticket.due_on != before:
        resolve(subject=ticket, kinds=[TICKET_OVERDUE], by=by)
    if ticket.is_open:
        tell_of_ticket(ticket, by)
    return ticket


@operation
def move_ticket(*, ticket, state, by, on=None) -> Ticket:
    """Where the repair stands. Done or cancelled (on a day that is not ahead), nobody is alerted any more; closures
    stay until whoever may opens the space again. From there it can be taken up again."""
    on = on or timezone.localdate()
    ticket = _locked(ticket)
    ticket.state, ticket.ended_on = state, None
    if not ticket.is_open:
        not_in_future(on)
        ticket.ended_on = on
        forget_ticket(ticket, by)
    ticket.full_clean(validate_constraints=False)
    ticket.save()
    return ticket


@operation
def close_for_ticket(*, ticket, starts_on, by, ends_on=None) -> list[SpaceClosure]:
    """Close the space, or every space of the flat that is in service then, for this repair. All or none."""
    spaces = _spaces_of(ticket, starts_on)
    if not spaces:
        message = _("There is no space in service here to close.")
        raise ValidationError({"closed_from": ValidationError(message, code="nothing_to_close")})
    made = []
    for space in spaces:
        closure = close_space(space=space, starts_on=starts_on, ends_on=ends_on, reason=ticket.what, by=by)
        closure.ticket = ticket
        closure.save(update_fields=["ticket"])
        made.append(closure)
    return made


@operation
def comment_ticket(*, ticket, text, by) -> TicketComment:
    return TicketComment.objects.create(ticket=ticket, text=text.strip() or None, written_by=by)


@operation
def add_cost(*, ticket, amount, supplier, by, paid_on=None) -> TicketCost:
    """What was paid. A wrong one is taken off and entered again."""
    paid_on = paid_on or timezone.localdate()
    not_in_future(paid_on, "paid_on")
    cost = TicketCost(ticket=ticket, amount=amount, supplier=supplier, paid_on=paid_on, noted_by=by)
    cost.full_clean(validate_constraints=False)
    cost.save(force_insert=True)
    return cost


@operation
def remove_cost(*, cost, by) -> TicketCost:
    """Off the sum. `restore_cost` puts it back."""
    return _set_removed(cost, timezone.now())


@operation
def restore_cost(*, cost, by) -> TicketCost:
    return _set_removed(cost, None)


@operation
def add_photo(*, ticket, photo, by) -> Document:
    """A picture, drawn anew without place and camera, sealed. It belongs to the ticket, never to anybody's file."""
    try:
        content_type = check(photo).content_type
    except ValidationError as error:
        raise ValidationError({"photo": error}) from error
    if content_type not in PICTURES:
        message = _("Only a picture: JPEG, PNG or WebP.")
        raise ValidationError({"photo": ValidationError(message, code="no_picture")})
    photo.seek(0)
    return add_document(file=photo, kind="photo", subject=ticket, by=by)


def _kind_of(place) -> str:
    return "space" if isinstance(place, Space) else "unit" if isinstance(place, Unit) else "site"


def _spaces_of(ticket, day) -> list[Space]:
    """In id order, as every operation locks them; without those closed on that day already."""
    here = Q(pk=ticket.space_id) if ticket.space_id else Q(unit=ticket.unit_id) if ticket.unit_id else Q(pk__in=[])
    spaces = Space.objects.filter(here).in_service(day)
    if ticket.unit_id:
        spaces = spaces.exclude(pk__in=SpaceClosure.objects.filter(covering(day)).values("space"))
    return list(spaces.order_by("pk"))


def _set_removed(cost, moment) -> TicketCost:
    cost = TicketCost.objects.select_for_update(of=("self",), no_key=True).get(pk=cost.pk)
    cost.removed_at = moment
    cost.save(update_fields=["removed_at"])
    return cost


def _locked(ticket) -> Ticket:
    found = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk=ticket.pk).first()
    if found is None:
        raise ValidationError(GONE, code="gone")
    return found
