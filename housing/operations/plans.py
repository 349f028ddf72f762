"""A space is offered, promised, or neither any more. A promise can be made before the space is empty."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from housing import clock
from housing.models import Occupancy, Status
from housing.models.choices import COMING, Cancelled
from housing.operations.locking import GONE, check_about, check_not_agreed, check_open, lock
from housing.reserve import is_lent
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def offer(*, person, space, starts_on, by, agreed_until=None, request=None, promised=False) -> Occupancy:
    """Keep the space for the person from a night on: as an offer, or as a promise once they said yes.

    Without `agreed_until` as long as the programme goes. Somebody who is still there beyond their date does not stand
    in the way: the offer is at risk, and the pages say so.
    """
    check_alive(person)
    check_about(request, person)
    until = agreed_until or clock.default_until(person, space.programme, starts_on)
    check_not_agreed(space, starts_on, until, by)  # who comes too late need not stand in line to hear it
    lock(spaces=[space])
    check_not_agreed(space, starts_on, until, by)
    check_open(space, starts_on, until)
    return Occupancy.objects.create(
        person=person,
        space=space,
        request=request,
        status=Status.PROMISED if promised else Status.OFFERED,
        promised_at=timezone.now() if promised else None,
        lent=is_lent(space, person),
        starts_on=starts_on,
        agreed_until=until,
        created_by=by,
    )


@operation
def accept(*, occupancy, by) -> Occupancy:
    """The person said yes: the offer is a promise."""
    occupancy = locked_plan(occupancy)
    occupancy.status, occupancy.promised_at = Status.PROMISED, timezone.now()
    occupancy.save(update_fields=["status", "promised_at"])
    return occupancy


@operation
def withdraw_plan(*, occupancy, by, because=Cancelled.WITHDRAWN) -> Occupancy:
    """The offer or promise is no more, and the space is free for others."""
    occupancy = locked_plan(occupancy)
    occupancy.status, occupancy.cancelled_because = Status.CANCELLED, because
    occupancy.save(update_fields=["status", "cancelled_because"])
    return occupancy


@operation
def restore_plan(*, occupancy, by) -> Occupancy:
    """A plan withdrawn by mistake is a promise again; refused when the space went to somebody else since, or the person
    has died."""
    lock(spaces=[occupancy.space_id], people=[occupancy.person_id])
    occupancy = Occupancy.objects.select_related("person", "space").get(pk=occupancy.pk)
    if occupancy.status != Status.CANCELLED or occupancy.stay_id:
        raise ValidationError(GONE, code="gone")
    check_alive(occupancy.person)
    check_not_agreed(occupancy.space, occupancy.starts_on, occupancy.agreed_until, by)
    occupancy.status, occupancy.cancelled_because = Status.PROMISED, ""
    occupancy.promised_at = occupancy.promised_at or timezone.now()
    occupancy.save(update_fields=["status", "cancelled_because", "promised_at"])
    return occupancy


def locked_plan(occupancy) -> Occupancy:
    """The offer or promise as it is now, its space and person locked; refused when it is none any more."""
    lock(spaces=[occupancy.space_id], people=[occupancy.person_id])
    occupancy = Occupancy.objects.select_related("space", "person", "request").get(pk=occupancy.pk)
    if occupancy.status not in COMING:
        raise ValidationError(GONE, code="gone")
    return occupancy
