"""Somebody leaves, or the day to leave is agreed anew."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.alerts import OF_THE_DATE, tell_again
from housing.models import Destination, Status, Stay
from housing.models.choices import ETHOS_OF, Cancelled
from housing.operations.after_care import forget_contacts, plan_contacts
from housing.operations.locking import (
    GONE,
    check_adult,
    check_nobody_there,
    check_not_agreed,
    lock_open_stay,
    lock_stay,
    not_in_future,
)
from housing.operations.situations import forget_departure, keep_at_departure
from refuge.notifications.operations import resolve
from refuge.operations import operation


@operation
def depart(
    *, stay, destination, exit_type, by, on=None, initiator="", note="", to_confirm=False, ethos_exit="",
    income="", occupation="",
) -> Stay:  # fmt: skip
    """Record a departure, today's or an earlier one: a fact, never refused, however late it is noted.

    Without `ethos_exit` the living situation is the one that the destination stands for.
    `income` and `occupation` are what they live on and do then; of who died or left without news nothing is kept.
    The space is free from that day on. Moves recorded after that day did not take place: they are cancelled.
    The contacts of after-care are planned with it.
    """
    on = on or timezone.localdate()
    not_in_future(on)
    stay, _current = lock_open_stay(stay, away=True)
    if on < stay.arrived_on:
        message = _("The departure cannot lie before the arrival.")
        raise ValidationError({"on": ValidationError(message, code="before_arrival")})
    for occupancy in stay.occupancies.exclude(status=Status.CANCELLED).order_by("starts_on"):
        _end_or_cancel(occupancy, on, to_confirm)
    end_stay(
        stay, on=on, destination=destination, exit_type=exit_type, initiator=initiator, note=note,
        ethos_exit=ethos_exit,
    )  # fmt: skip
    keep_at_departure(stay, income, occupation, by)
    plan_contacts(stay=stay, by=by)
    return stay


@operation
def undo_departure(*, stay, by) -> Stay:
    """The person never left: the stay goes on as before. Refused when somebody else is in the space since, and to
    whoever is not certainly 18: that would be a further night; and once a contact of after-care was made. Who was away
    from a freed space is so again."""
    before = _rows_to_go_on(stay)
    stay = lock_stay(stay, spaces=[row.space_id for row in before])
    rows = _rows_to_go_on(stay)
    away = stay.absences.without_space().order_by("freed_on").last()
    if stay.is_open or not (rows or away) or [row.pk for row in rows] != [row.pk for row in before]:
        raise ValidationError(GONE, code="gone")
    check_adult(stay.person, max(stay.departed_on, timezone.localdate()))
    if rows and rows[-1].space_id and not away:
        check_nobody_there(rows[-1].space, by)
        check_not_agreed(rows[-1].space, rows[-1].starts_on, rows[-1].agreed_until, by)
    forget_contacts(stay=stay, by=by)
    forget_departure(stay)
    stay.departed_on, stay.destination, stay.exit_type, stay.initiator, stay.departure_note = None, "", "", "", ""
    stay.ethos_exit = ""
    stay.save()
    for row, until in zip(rows, [*(row.starts_on for row in rows[1:]), away and away.freed_on], strict=False):
        _go_on(row, until)
    tell_again(stay)
    return stay


@operation
def agree_until(*, stay, until, by) -> Stay:
    """Another day to leave by, within the longest stay or an approved extension; a promise in the way is named. The
    alerts about the day that was agreed are off; those about a day agreed once more are back."""
    stay, current = lock_open_stay(stay, away=True)
    is_another = until != stay.agreed_until
    stay = set_agreed(stay, current, until, by)
    if is_another:
        tell_again(stay)
    return stay


def set_agreed(stay, current, until, by) -> Stay:
    if until < stay.arrived_on:
        message = _("The agreed date lies after the first night.")
        raise ValidationError({"until": ValidationError(message, code="before_arrival")})
    if current and current.space_id and until > current.agreed_until:
        check_not_agreed(current.space, current.agreed_until, until, by, ignoring=[current])
    if until != stay.agreed_until:
        resolve(subject=stay, kinds=OF_THE_DATE, by=by)
    stay.agreed_until = until
    stay.save(update_fields=["agreed_until"])
    if current:
        current.agreed_until = max(current.starts_on, until)
        current.save(update_fields=["agreed_until"])
    return stay


def end_stay(stay, *, on, destination, exit_type, initiator="", note="", ethos_exit="") -> Stay:
    stay.ethos_exit = ethos_exit or ETHOS_OF[Destination(destination)]
    stay.departed_on, stay.destination, stay.exit_type = on, destination, exit_type
    stay.initiator, stay.departure_note = initiator, note
    stay.save()
    resolve(subject=stay)
    return stay


def _rows_to_go_on(stay) -> list:
    """The last space, then those that a departure before them took away, in order."""
    last = stay.occupancies.filter(status=Status.ENDED).order_by("starts_on", "created_at").last()
    never = stay.occupancies.filter(cancelled_because=Cancelled.NEVER).order_by("starts_on")
    return ([last] if last else []) + list(never)


def _end_or_cancel(occupancy, on, to_confirm) -> None:
    if occupancy.starts_on > on:
        occupancy.status, occupancy.ended_on = Status.CANCELLED, None
        occupancy.cancelled_because = Cancelled.NEVER
    elif occupancy.ended_on is None or occupancy.ended_on > on:
        occupancy.status, occupancy.ended_on, occupancy.to_confirm = Status.ENDED, on, to_confirm
    occupancy.save()


def _go_on(occupancy, until) -> None:
    occupancy.status = Status.ENDED if until else Status.ARRIVED
    occupancy.ended_on, occupancy.cancelled_because = until, ""
    occupancy.save()
