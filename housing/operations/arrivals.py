"""Somebody arrives: from a promise or at once. The request is accommodated with it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing import clock
from housing.models import Occupancy, Programme, Status, Stay
from housing.models.situation import At
from housing.operations.locking import (
    check_about,
    check_nobody_there,
    check_not_agreed,
    check_open,
    closed_over,
    lock,
    lock_open_stay,
    not_in_future,
)
from housing.operations.plans import locked_plan
from housing.operations.situations import keep_situation
from housing.reserve import is_lent
from intake import operations as intake
from intake.models.choices import State
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def arrive(
    *, by, occupancy=None, person=None, space=None, request=None, on=None, agreed_until=None, exception="",
    to_confirm=False, ethos_entry="", income="", occupation="",
) -> Stay:  # fmt: skip
    """Begin a stay on a day, today unless told, from a promise (`occupancy`) or for `person` in `space`.

    The emergency clock starts, or goes on where a recent stay left it; what was agreed beyond it is cut back to it, and
    what was promised for as long as the programme goes is counted from the arrival, unless the space is taken then.
    An open or waiting request is accommodated, `exception` being the reason outside the usual ages; one that is decided
    otherwise, or about somebody else, refuses the arrival. So does whoever is still in the space, and is named.
    `ethos_entry` is where they slept the night before; `income` and `occupation` are what they live on and do, so far
    as somebody asked. A reserved space given to no applicant is marked as lent.
    """
    began = timezone.now()
    on = on or timezone.localdate()
    not_in_future(on)
    if occupancy:
        occupancy = locked_plan(occupancy)
        person, space, request = occupancy.person, occupancy.space, occupancy.request or request
        agreed_until = agreed_until or _promised_until(occupancy, on)
    else:
        lock(spaces=[space], people=[person])
        occupancy = Occupancy(person=person, space=space, request=request, created_by=by)
    check_alive(person)
    check_about(request, person)
    check_nobody_there(space, by)
    _accommodate(request, occupancy.created_by, exception)
    stay = _begin(person, space.programme, request, on, agreed_until, by, began, ethos_entry)
    keep_situation(stay, At.ENTRY, income, occupation, by)
    check_not_agreed(space, on, max(on, stay.agreed_until), by, ignoring=[occupancy])
    check_open(space, on, stay.agreed_until)
    _take_place(occupancy, stay, on, to_confirm)
    return stay


@operation
def confirm(*, occupancy, by) -> Occupancy:
    """The coordinator confirms what an educator recorded."""
    occupancy.to_confirm = False
    occupancy.save(update_fields=["to_confirm"])
    return occupancy


@operation
def undo_arrival(*, stay, by) -> None:
    """An arrival recorded by mistake never was, while nothing else happened: a promise is one again, the request's
    decision is revoked if the arrival made it."""
    stay, occupancy = lock_open_stay(stay)
    if stay.occupancies.count() > 1 or stay.extensions.exists():
        raise ValidationError(_("More has happened in this stay: record a departure instead."), code="more_happened")
    if occupancy.planned_from:
        occupancy.stay, occupancy.status, occupancy.to_confirm = None, Status.PROMISED, False
        occupancy.starts_on, occupancy.planned_from = occupancy.planned_from, None
        occupancy.agreed_until = max(occupancy.agreed_until, occupancy.starts_on + timedelta(days=1))
        occupancy.save()
    try:
        stay.delete()
    except ProtectedError as error:
        raise ValidationError(_("More has happened in this stay: record a departure instead."), code="used") from error
    _reconsider(stay, by)


def begin(*, person, programme, request, on, agreed_until, by, previous=None, began=None, ethos_entry="") -> Stay:
    """The row of a stay, its clock set and the agreed date within it."""
    continued = clock.clock_for(person, on) if programme == Programme.EMERGENCY else clock.Clock(on)
    until = agreed_until or clock.default_until(person, programme, on)
    if programme == Programme.EMERGENCY:
        until = min(until, clock.covered_until(person, continued))
    stay = Stay.objects.create(
        person=person,
        programme=programme,
        request=request,
        previous=previous or continued.continues,
        arrived_on=on,
        clock_from=continued.starts_on,
        ethos_entry=ethos_entry,
        agreed_until=until,
        created_at=began or timezone.now(),
        created_by=by,
    )
    stay.refresh_from_db(fields=["limit_on"])  # the database sets it
    return stay


def _begin(person, programme, request, on, agreed_until, by, began, ethos_entry) -> Stay:
    if Stay.objects.filter(person=person).open().exists():
        raise ValidationError(_("This person is already staying here: change the space instead."), code="already_here")
    return begin(
        person=person, programme=programme, request=request, on=on, agreed_until=agreed_until, by=by, began=began,
        ethos_entry=ethos_entry,
    )  # fmt: skip


def _promised_until(occupancy, on):
    """The end of a stay that begins on another day than promised: the day that was agreed, but where that was only the
    length of the programme, that length from the arrival on; not into what is agreed with others or closed."""
    person, space, promised = occupancy.person, occupancy.space, occupancy.agreed_until
    if promised != clock.default_until(person, space.programme, occupancy.starts_on):
        return promised
    counted = clock.default_until(person, space.programme, on)
    others = Occupancy.objects.filter(space=space).exclude(pk=occupancy.pk)
    taken = others.agreed_over(promised, counted).exists() or closed_over(space, promised, counted).exists()
    return promised if taken else counted


def _take_place(occupancy, stay, on, to_confirm) -> None:
    if not occupancy._state.adding:
        occupancy.planned_from = occupancy.starts_on
    occupancy.stay, occupancy.status, occupancy.starts_on = stay, Status.ARRIVED, on
    occupancy.lent = is_lent(occupancy.space, occupancy.person)
    occupancy.agreed_until, occupancy.to_confirm = max(on, stay.agreed_until), to_confirm
    occupancy.save()


def _accommodate(request, decided_by, exception) -> None:
    """Decide the request, in the name of whoever gave the space, unless it is accommodated already. It is no way round
    another decision: only the waiting list leads to a space."""
    if request is None:
        return
    request.refresh_from_db()
    if request.state == State.ACCOMMODATED:
        return
    if not request.is_open and request.state != State.WAITING:
        raise ValidationError(_("This request was decided otherwise: reopen it first."), code="decided")
    if not request.is_open:
        intake.reopen(request=request, by=decided_by)
    intake.decide(
        request=request,
        outcome=State.ACCOMMODATED,
        reason=_("A space was given, and the person has arrived."),
        exception=exception,
        by=decided_by,
    )


def _reconsider(stay, by) -> None:
    request = stay.request
    if request and request.state == State.ACCOMMODATED and request.decision.decided_at >= stay.created_at:
        intake.revoke_decision(request=request, by=by)
