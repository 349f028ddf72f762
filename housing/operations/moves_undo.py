"""A change of space recorded by mistake never was: the person goes back, and with them whoever changed in exchange."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.alerts import tell_again
from housing.models import Destination, Occupancy, Status, Stay
from housing.models.choices import Cancelled
from housing.operations.locking import GONE, check_nobody_there, check_not_agreed, check_open, lock
from refuge.operations import operation

TRANSFERRED = (Destination.POST_SHELTER_HERE, Destination.EMERGENCY)


@operation
def undo_move(*, stay, by, rings=True) -> list[Stay]:
    """The stay's last change of space never was; the stays that go on in the space before it.

    An exchange is taken back as a whole, for everybody in it (refused without `rings`). After a transfer the stay
    before goes on and the one that began goes; a promise that the move kept is one again. Refused when the space before
    is somebody else's since, who is named, and once more has happened than this one change.
    """
    undone = steps_back(stay)
    if not undone:
        raise ValidationError(GONE, code="gone")
    if len(undone) > 1 and not rings:
        message = _("This was an exchange of spaces: the coordinator takes it back.")
        raise ValidationError(message, code="exchange")
    spaces = [each.space_id for pair in undone for each in pair]
    lock(spaces=[space for space in spaces if space], people=[current.person_id for current, _before in undone])
    if steps_back(stay) != undone:
        raise ValidationError(GONE, code="gone")
    for current, before in undone:
        _never_came(current, before)
    return [_go_on(current, before, by) for current, before in undone]


def steps_back(stay) -> list[tuple]:
    """What undoing the last change of space of `stay` concerns: (the occupancy that never was, the one before it), of
    everybody who changed in the same exchange. Empty where the stay has changed no space, or is over."""
    current = _described(Occupancy.objects.current().filter(stay=stay)).first()
    if current is None:
        return []
    pairs = _with_before(_recorded_with(current))
    if len(pairs) > 1 and {row.space_id for row, _before in pairs} == {before.space_id for _row, before in pairs}:
        return pairs
    return [pair for pair in pairs if pair[0].pk == current.pk]


def _recorded_with(current) -> list:
    """What the same operation wrote: an exchange gives all its rows one moment."""
    rows = Occupancy.objects.current().filter(
        created_at=current.created_at, created_by=current.created_by_id, starts_on=current.starts_on
    )
    return list(_described(rows).order_by("pk"))


def _described(rows):
    return rows.select_related("stay__previous", "space", "person")


def _with_before(rows) -> list[tuple]:
    """Each with the occupancy that its move ended; those that no move began are left out. One query."""
    people, days = [row.person_id for row in rows], {row.starts_on for row in rows}
    ended = Occupancy.objects.filter(status=Status.ENDED, person__in=people, ended_on__in=days)
    ended = _described(ended).order_by("starts_on", "created_at")
    before = {each.person_id: each for each in ended}
    pairs = [(row, before.get(row.person_id)) for row in rows]
    return [(row, last) for row, last in pairs if last and _is_one_road(row, last)]


def _is_one_road(row, last) -> bool:
    """The same stay, or the one that was transferred into it."""
    if row.stay_id == last.stay_id:
        return True
    return row.stay.previous_id == last.stay_id and last.stay.destination in TRANSFERRED


def _never_came(current, before) -> None:
    """The row goes, and with it the stay that a transfer began; history keeps both."""
    if current.stay_id == before.stay_id:
        current.delete()
        return
    message = _("More has happened in this stay: record a departure instead.")
    if current.stay.occupancies.count() > 1 or current.stay.extensions.exists():
        raise ValidationError(message, code="more_happened")
    try:
        current.stay.delete()
    except ProtectedError as error:
        raise ValidationError(message, code="used") from error


def _go_on(current, before, by) -> Stay:
    stay, on = before.stay, current.starts_on
    until = max(before.starts_on, stay.agreed_until)
    if before.space_id:
        check_nobody_there(before.space, by)
        check_not_agreed(before.space, on, max(on, until), by)
        check_open(before.space, on, max(on, until))
    if not stay.is_open:
        stay.departed_on, stay.destination, stay.exit_type, stay.initiator, stay.ethos_exit = None, "", "", "", ""
        stay.save()
        tell_again(stay)
    before.status, before.ended_on, before.agreed_until = Status.ARRIVED, None, until
    before.save(update_fields=["status", "ended_on", "agreed_until"])
    _promise_again(current, until)
    return stay


def _promise_again(current, until) -> None:
    """A promise of that very space was kept by going into it: it waits again, where it lies ahead."""
    kept = Occupancy.objects.filter(
        person=current.person_id, space=current.space_id, cancelled_because=Cancelled.KEPT, stay=None,
        starts_on__gte=max(until, timezone.localdate()),
    )  # fmt: skip
    for plan in kept:
        plan.status = Status.PROMISED if plan.promised_at else Status.OFFERED
        plan.cancelled_because = ""
        plan.save(update_fields=["status", "cancelled_because"])
