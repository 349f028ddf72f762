"""Hospital, holiday, a hotel: the stay goes on, its space is held or freed, and its clock does not stop."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.models import Absence, Occupancy, Status
from housing.operations.locking import (
    GONE,
    check_nobody_there,
    check_not_agreed,
    lock_open_stay,
    lock_stay,
    not_in_future,
    use_up,
)
from housing.reserve import is_lent
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def note_absence(*, stay, kind, starts_on, by, ends_on=None, note="", free=False) -> Absence:
    """Somebody sleeps elsewhere from a night on, planned or begun. The space is held, or freed from today with `free`;
    held, it can be freed later."""
    stay = lock_stay(stay)
    check_alive(stay.person)
    _check_in_stay(stay, starts_on)
    absence = Absence.objects.create(
        stay=stay, kind=kind, starts_on=starts_on, ends_on=ends_on, note=note.strip(), recorded_by=by
    )
    return free_space(absence=absence, by=by) if free else absence


@operation
def change_absence(*, absence, kind, starts_on, by, ends_on=None, note="") -> Absence:
    """Other days or another reason. Who is away from a freed space stays so until they come back."""
    stay, absence = _locked(absence)
    _check_in_stay(stay, starts_on)
    absence.kind, absence.starts_on, absence.ends_on, absence.note = kind, starts_on, ends_on, note.strip()
    absence.save()
    return absence


@operation
def remove_absence(*, absence, by) -> None:
    """Noted by mistake: it never was. What freed the space is ended by coming back instead."""
    _stay, absence = _locked(absence)
    if absence.freed_on:
        raise ValidationError(_("The space was freed: let the person come back instead."), code="freed")
    absence.delete()


@operation
def free_space(*, absence, by) -> Absence:
    """Let others have the space from today while the person is away: its occupancy ends, the nights that it was held
    for them stay theirs, the stay and its clock go on."""
    _stay, current = lock_open_stay(absence.stay)
    _stay, absence = _locked(absence)
    today = timezone.localdate()
    if absence.starts_on > today or (absence.ends_on and absence.ends_on <= today):
        raise ValidationError(_("A space is freed while the person is away."), code="not_away")
    current.status, current.ended_on = Status.ENDED, today
    current.save(update_fields=["status", "ended_on"])
    absence.freed_on = today
    absence.save()
    return absence


@operation
def hold_space(*, absence, by) -> Absence:
    """Freed by mistake: the space is held again, as if it always had been. Refused when it is somebody else's since,
    and they are named."""
    last = absence.stay.occupancies.filter(status=Status.ENDED).order_by("starts_on", "created_at").last()
    stay, absence = _locked(absence, spaces=[last and last.space_id])
    last = Occupancy.objects.filter(pk=last and last.pk, status=Status.ENDED, ended_on=absence.freed_on).first()
    if last is None or absence.returned_on:
        raise ValidationError(GONE, code="gone")
    if last.space_id:
        check_nobody_there(last.space, by)
        check_not_agreed(last.space, absence.freed_on, max(absence.freed_on, stay.agreed_until), by)
    last.status, last.ended_on, last.agreed_until = Status.ARRIVED, None, max(last.starts_on, stay.agreed_until)
    last.save(update_fields=["status", "ended_on", "agreed_until"])
    absence.freed_on = None
    absence.save()
    return absence


@operation
def come_back(*, absence, by, on=None, space=None) -> Absence:
    """The person is back, today unless told. From a freed space they need one again, of their programme and with nobody
    in it; it may be the one they had."""
    on = on or timezone.localdate()
    not_in_future(on)
    stay, absence = _locked(absence, spaces=[space])
    without_space = absence.freed_on is not None
    if absence.returned_on or (absence.ends_on and absence.ends_on < on and not without_space):
        raise ValidationError(GONE, code="gone")
    if on < absence.starts_on:
        message = _("The day of coming back lies after the first night elsewhere.")
        raise ValidationError({"on": ValidationError(message, code="before_absence")})
    if without_space:
        _enter_again(stay, absence, space, on, by)
    if on == absence.starts_on:
        absence.delete()  # not one night was spent elsewhere
        return absence
    absence.ends_on = absence.returned_on = on
    absence.save()
    return absence


def _locked(absence, spaces=()) -> tuple:
    stay = lock_stay(absence.stay, spaces=spaces)
    absence = Absence.objects.filter(pk=absence.pk).first()
    if absence is None or not stay.is_open:
        raise ValidationError(GONE, code="gone")
    return stay, absence


def _check_in_stay(stay, starts_on) -> None:
    if not stay.is_open:
        raise ValidationError(GONE, code="gone")
    if starts_on < stay.arrived_on:
        message = _("The first night elsewhere lies after the arrival.")
        raise ValidationError({"starts_on": ValidationError(message, code="before_arrival")})


def _enter_again(stay, absence, space, on, by) -> None:
    if on < absence.freed_on:
        message = _("The space was freed later than that.")
        raise ValidationError({"on": ValidationError(message, code="before_freed")})
    if space is None:
        message = _("The space was freed: choose one to come back to.")
        raise ValidationError({"space": ValidationError(message, code="space_needed")})
    if space.programme != stay.programme:
        message = _("%(space)s belongs to the other programme: a transfer is a move of its own.")
        raise ValidationError({"space": ValidationError(message, code="other_programme", params={"space": space.code})})
    until = max(on, stay.agreed_until)
    own_plans = list(Occupancy.objects.coming().filter(person=stay.person_id, space=space))
    check_nobody_there(space, by)
    check_not_agreed(space, on, until, by, ignoring=own_plans)
    use_up(own_plans)
    Occupancy.objects.create(
        person=stay.person, space=space, stay=stay, status=Status.ARRIVED, starts_on=on, agreed_until=until,
        lent=is_lent(space, stay.person), created_by=by,
    )  # fmt: skip
