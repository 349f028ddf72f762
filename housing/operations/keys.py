"""Keys handed out, back, lost, found again."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.house_alerts import KEYS_OUT
from housing.models import KeyLoan, KeySet, Space, Stay
from housing.operations.locking import GONE, not_in_future
from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def add_key_set(*, number, place, by) -> KeySet:
    """A new set for a flat or for a space."""
    kind = "space" if isinstance(place, Space) else "unit"
    keys = KeySet(number=number.strip(), **{kind: place})
    keys.full_clean(validate_constraints=False)
    keys.save(force_insert=True)
    return keys


@operation
def retire_key_set(*, key_set, by, on=None) -> KeySet:
    """Out of use: the lock was changed. Refused while somebody has it; a lost one can be."""
    key_set = _locked(key_set)
    if key_set.loans.out().filter(lost_on__isnull=True).exists():
        raise ValidationError(_("This set is out: it must be back first."), code="out")
    key_set.retired_on = on or timezone.localdate()
    key_set.save()
    return key_set


@operation
def reuse_key_set(*, key_set, by) -> KeySet:
    """Undo `retire_key_set`."""
    key_set = _locked(key_set)
    key_set.retired_on = None
    key_set.save()
    return key_set


@operation
def hand_out(*, key_set, signed, by, stay=None, colleague=None, out_on=None) -> KeyLoan:
    """Give a set to a resident or a colleague, who signs for it. Refused while it is out, lost or out of use, and to
    whoever has left."""
    out_on = out_on or timezone.localdate()
    not_in_future(out_on, "out_on")
    key_set = _locked(key_set)
    if key_set.retired_on:
        raise ValidationError({"key_set": ValidationError(_("This set is out of use."), code="retired")})
    if key_set.loans.out().exists():
        raise ValidationError({"key_set": ValidationError(_("This set is out already."), code="housing_keys_out_once")})
    if stay:
        _check_resident(stay, out_on)
    loan = KeyLoan(key_set=key_set, stay=stay, colleague=colleague, out_on=out_on, signed=signed, handed_by=by)
    loan.full_clean(validate_constraints=False)
    loan.save(force_insert=True)
    return loan


@operation
def take_back(*, loan, by, on=None) -> KeyLoan:
    """The set is back on a day, found again or not; nobody is alerted about it any more."""
    on = on or timezone.localdate()
    not_in_future(on)
    loan = _locked_loan(loan)
    _check_out(loan)
    _check_after(loan, on)
    loan.returned_on = on
    loan.save()
    resolve(subject=loan, by=by)
    return loan


@operation
def report_lost(*, loan, by, on=None) -> KeyLoan:
    """The set is lost: it cannot be handed out until it is found. The page proposes a ticket for the lock."""
    on = on or timezone.localdate()
    not_in_future(on)
    loan = _locked_loan(loan)
    _check_out(loan)
    _check_after(loan, on)
    loan.lost_on = on
    loan.save()
    resolve(subject=loan, kinds=[KEYS_OUT], by=by)
    return loan


@operation
def undo_back(*, loan, by) -> KeyLoan:
    """Undo `take_back` or `report_lost`: the set is out as before. Refused once somebody else has it."""
    loan = _locked_loan(loan)
    loan.returned_on, loan.lost_on = None, None if loan.returned_on is None else loan.lost_on
    loan.save()
    return loan


@operation
def undo_hand_out(*, loan, by) -> None:
    """It was never handed out: for an entry by mistake. History keeps it."""
    loan = _locked_loan(loan)
    resolve(subject=loan, by=by)
    loan.delete()


def _check_resident(stay, day) -> None:
    stay = Stay.objects.select_related("person").get(pk=stay.pk)
    check_alive(stay.person)
    if not stay.is_open:
        raise ValidationError({"stay": ValidationError(_("This stay is over."), code="departed")})
    if day < stay.arrived_on:
        message = _("Not before the arrival.")
        raise ValidationError({"out_on": ValidationError(message, code="before_arrival")})


def _check_out(loan) -> None:
    if loan.returned_on:
        raise ValidationError(GONE, code="gone")


def _check_after(loan, day) -> None:
    if day < loan.out_on:
        message = _("Keys cannot be back or lost before they were handed out.")
        raise ValidationError({"on": ValidationError(message, code="housing_keys_back_after_out")})


def _locked(key_set) -> KeySet:
    return KeySet.objects.select_for_update(of=("self",), no_key=True).get(pk=key_set.pk)


def _locked_loan(loan) -> KeyLoan:
    """The loan as it is now, its set locked first."""
    _locked(loan.key_set)
    found = KeyLoan.objects.select_for_update(of=("self",), no_key=True).filter(pk=loan.pk).first()
    if found is None:
        raise ValidationError(GONE, code="gone")
    return found
