"""Deciding on a stay of the register that broke a rule: taken over after all, or left out for good."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing import clock
from housing.models import Destination, ExitType, Extension, Occupancy, Programme, Space, Stay, WaitingStay
from housing.models.choices import ETHOS_OF
from housing.operations.locking import GONE, check_not_agreed, lock, refuse_for
from housing.register.stays import occupancy_of
from refuge.accounts.models import User
from refuge.operations import operation


@operation
def take_waiting_stay(*, waiting, by, reason="", without_space=False) -> Stay:
    """Take over a stay that waited. Beyond the limit it becomes an extension that `by` approves for `reason`; in a
    space that somebody else had, it is refused, or taken over as nights whose space is unknown. Age is not decided
    here: it must stand on the file."""
    waiting = _locked(waiting)
    person, author = waiting.request.person, waiting.request.received_by
    space = None if without_space else Space.objects.filter(code__iexact=waiting.space).first()
    lock(spaces=[space], people=[person])
    _check(waiting, person, space, by)
    stay = _begin(waiting, person, author)
    occupancy = occupancy_of(stay, space, author)
    occupancy.save(force_insert=True)
    if any(rule == "overlong" for rule, _detail in waiting.reasons) and waiting.departed_on > stay.limit_on:
        _extend(stay, occupancy, waiting.departed_on, author, by, reason)
    _settle(waiting, by, stay)
    return stay


@operation
def leave_out(*, waiting, by) -> WaitingStay:
    """The stay was none, or stands elsewhere: it stays out."""
    return _settle(_locked(waiting), by, None)


@operation
def wait_again(*, waiting, by) -> WaitingStay:
    """Undo `leave_out` and `take_waiting_stay`; the stay goes, unless anything has happened to it since."""
    waiting = WaitingStay.objects.select_for_update(of=("self",)).select_related("stay").get(pk=waiting.pk)
    if waiting.settled_at is None:
        raise ValidationError(GONE, code="gone")
    stay, settled_at = waiting.stay, waiting.settled_at
    _settle(waiting, None, None)
    if stay:
        _remove(stay, settled_at)
    return waiting


def _locked(waiting) -> WaitingStay:
    rows = WaitingStay.objects.select_for_update(of=("self",)).select_related("request__person", "request__received_by")
    waiting = rows.get(pk=waiting.pk)
    if waiting.settled_at:
        raise ValidationError(GONE, code="gone")
    if waiting.request.person is None:
        raise ValidationError(_("This request belongs to no file any more."), code="no_file")
    return waiting


def _check(waiting, person, space, by) -> None:
    if waiting.departed_on and waiting.departed_on < waiting.arrived_on:
        raise ValidationError(_("The departure lies before the arrival: leave it out."), code="before_arrival")
    if not person.adult_from or person.adult_from > waiting.arrived_on:
        message = _("The file does not show that this person was 18 on arrival: note the age there first.")
        raise ValidationError(message, code="age")
    end = waiting.departed_on
    there = Occupancy.objects.facts().filter(starts_on__lt=end) if end else Occupancy.objects.facts()
    there = there.exclude(ended_on__lte=waiting.arrived_on)
    if space:
        refuse_for(there.filter(space=space), by, _("In the way: %(who)s."), "in_the_way")
        if end is None:
            check_not_agreed(space, waiting.arrived_on, None, by)
    refuse_for(there.filter(person=person), by, _("In the way: %(who)s."), "in_the_way")


def _begin(waiting, person, author) -> Stay:
    is_emergency = waiting.programme == Programme.EMERGENCY
    continued = clock.clock_for(person, waiting.arrived_on) if is_emergency else clock.Clock(waiting.arrived_on)
    wanted = waiting.planned_until or waiting.departed_on or clock.default_until(
        person, waiting.programme, waiting.arrived_on
    )  # fmt: skip
    stay = Stay.objects.create(
        person=person,
        programme=waiting.programme,
        request=waiting.request,
        previous=continued.continues,
        arrived_on=waiting.arrived_on,
        clock_from=continued.starts_on,
        agreed_until=min(wanted, clock.limit_of(continued.starts_on)) if is_emergency else wanted,
        departed_on=waiting.departed_on,
        destination=(waiting.destination or "unknown") if waiting.departed_on else "",
        ethos_exit=ETHOS_OF[Destination(waiting.destination or "unknown")] if waiting.departed_on else "",
        exit_type=ExitType.UNKNOWN if waiting.departed_on else "",
        created_by=author,
    )
    stay.refresh_from_db(fields=["limit_on"])
    return stay


def _extend(stay, occupancy, until, author, by, reason) -> None:
    """Asked in the register, approved now by somebody else (rule 12); beyond the ceiling it is an exception."""
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why more time was given."), code="reason_needed")})
    Extension.objects.create(
        stay=stay,
        until=until,
        reason=_("Old register: %(words)s") % {"words": until.isoformat()},
        asked_by=author,
        approved=True,
        decided_by=by,
        decided_at=timezone.now(),
        agreed_before=stay.agreed_until,
        decision_reason=reason.strip(),
        is_exception=until > clock.ceiling_of(stay),
    )
    stay.agreed_until = occupancy.agreed_until = until
    stay.save(update_fields=["agreed_until"])
    occupancy.save(update_fields=["agreed_until"])


def _remove(stay, settled_at) -> None:
    if stay.events.filter(pgh_created_at__gt=settled_at).exists() or stay.occupancies.count() > 1:
        raise ValidationError(_("More has happened in this stay since."), code="more_happened")
    stay.occupancies.all().delete()
    if stay.limit_on:  # so that the extension is needed no more
        stay.agreed_until = min(stay.agreed_until, stay.limit_on)
        stay.save(update_fields=["agreed_until"])
    try:
        stay.delete()
    except ProtectedError as error:
        raise ValidationError(_("More has happened in this stay since."), code="more_happened") from error


def _settle(waiting, by: User | None, stay) -> WaitingStay:
    waiting.settled_by, waiting.settled_at, waiting.stay = by, by and timezone.now(), stay
    waiting.save()
    return waiting
