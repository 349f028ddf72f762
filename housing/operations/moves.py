"""From one space to another: the same night, one operation, and the clock goes on."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Destination, ExitType, Initiator, Occupancy, Status, Stay
from housing.models.choices import ETHOS_HERE
from housing.operations.arrivals import begin
from housing.operations.departures import end_stay
from housing.operations.locking import (
    GONE,
    check_nobody_there,
    check_not_agreed,
    check_open,
    lock,
    lock_open_stay,
    not_in_future,
    use_up,
)
from housing.reserve import is_lent
from refuge.operations import operation


@operation
def move(*, stay, space, by, on=None, agreed_until=None, to_confirm=False) -> Stay:
    """Change the space on a day, today unless told.

    Into a space of the other programme it is a transfer: this stay ends and the next begins, each with its own dates.
    """
    on = on or timezone.localdate()
    not_in_future(on)
    stay, current = lock_open_stay(stay, spaces=[space])
    _check_order(current, on)
    own_plans = _own_plans(stay, space)
    check_nobody_there(space, by)
    _leave(current, on)
    if space.programme != stay.programme:
        planned = own_plans[0].agreed_until if own_plans else None
        stay = _transfer(stay, space, on, agreed_until or planned, by)
    check_not_agreed(space, on, max(on, stay.agreed_until), by, ignoring=own_plans)
    check_open(space, on, max(on, stay.agreed_until))
    use_up(own_plans)
    _enter(stay, space, on, by, to_confirm)
    return stay


@operation
def exchange(*, moves, by, on=None) -> list[Stay]:
    """A swap or a ring: `moves` is a list of (stay, space), all on the same day, whole or not at all.

    Every space involved is locked at once, in id order: whoever moved in the meantime refuses it, and nobody waits
    for each other in a ring.
    """
    on = on or timezone.localdate()
    not_in_future(on)
    spaces = [space for _stay, space in moves]
    _check_ring(moves)
    before = _held_by(moves)
    held = [space for _occupancy, space in before.values()]
    lock(spaces=[*spaces, *held], people=[stay.person_id for stay, _space in moves])
    if _held_by(moves) != before or len(before) < len(moves):
        raise ValidationError(GONE, code="gone")
    pairs = [lock_open_stay(stay) for stay, _space in moves]
    leaving = [current for _stay, current in pairs]
    own_plans = [plan for stay, space in moves for plan in _own_plans(stay, space)]
    for (stay, current), space in zip(pairs, spaces, strict=True):
        _check_order(current, on)
        _check_programme(stay, space)
        if current.space_id == space.pk:
            raise ValidationError(GONE, code="gone")
        check_nobody_there(space, by, ignoring=leaving)
        check_not_agreed(space, on, max(on, stay.agreed_until), by, ignoring=[*leaving, *own_plans])
    use_up(own_plans)
    for current in leaving:
        _leave(current, on)
    now = timezone.now()  # one moment for all: by it the exchange is known as one, and taken back as one
    for (stay, _current), space in zip(pairs, spaces, strict=True):
        _enter(stay, space, on, by, at=now)
    return [stay for stay, _current in pairs]


def _own_plans(stay, space) -> list[Occupancy]:
    """Offers and promises of the very space that somebody moves into: kept by it."""
    return list(Occupancy.objects.coming().filter(person=stay.person_id, space=space))


def _held_by(moves) -> dict:
    """{stay: (the occupancy that goes on, its space)}."""
    current = Occupancy.objects.current().filter(stay__in=[stay for stay, _space in moves])
    return {stay: held for stay, *held in current.values_list("stay", "pk", "space")}


def _check_order(current, on) -> None:
    if on < current.starts_on:
        message = _("The person came into the present space later than that.")
        raise ValidationError({"on": ValidationError(message, code="before_last_move")})


def _check_ring(moves) -> None:
    spaces, stays = {space.pk for _stay, space in moves}, {stay.pk for stay, _space in moves}
    if len(moves) < 2 or len(spaces) < len(moves) or len(stays) < len(moves):
        raise ValidationError(_("An exchange is between two people or more, each into another space."), code="no_ring")


def _check_programme(stay, space) -> None:
    if stay.programme != space.programme:
        message = _("%(space)s belongs to the other programme: a transfer is a move of its own.")
        raise ValidationError(message, code="other_programme", params={"space": space.code})


def _leave(current, on) -> None:
    current.status, current.ended_on = Status.ENDED, on
    current.save(update_fields=["status", "ended_on"])


def _enter(stay, space, on, by, to_confirm=False, at=None) -> Occupancy:
    return Occupancy.objects.create(
        person=stay.person,
        space=space,
        stay=stay,
        status=Status.ARRIVED,
        starts_on=on,
        agreed_until=max(on, stay.agreed_until),
        to_confirm=to_confirm,
        lent=is_lent(space, stay.person),
        created_at=at or timezone.now(),
        created_by=by,
    )


def _transfer(stay, space, on, agreed_until, by) -> Stay:
    end_stay(
        stay,
        on=on,
        destination=Destination.POST_SHELTER_HERE if space.programme == "post" else Destination.EMERGENCY,
        exit_type=ExitType.ACHIEVED if space.programme == "post" else ExitType.REFERRAL,
        initiator=Initiator.BOTH,
    )
    return begin(
        person=stay.person, programme=space.programme, request=stay.request, on=on, agreed_until=agreed_until, by=by,
        previous=stay, ethos_entry=ETHOS_HERE[stay.programme],
    )  # fmt: skip
