"""More time: asked by one person, decided by another (rule 12), within a ceiling or as an exception with a reason."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from housing import clock
from housing.alerts import OF_THE_DATE
from housing.models import Extension, NextStep, Programme
from housing.operations.departures import set_agreed
from housing.operations.locking import GONE, check_adult, lock_open_stay
from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation


@operation
def ask_extension(*, stay, until, reason, by) -> Extension:
    """Ask management for more time. Beyond the ceiling it is marked as an exception; of two at once the second is
    refused. Nobody under 18 is given a further night."""
    stay, _current = lock_open_stay(stay, away=True)
    if until <= stay.agreed_until:
        message = _("The new date lies after the agreed one.")
        raise ValidationError({"until": ValidationError(message, code="not_later")})
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("An extension needs its reason."), code="reason_needed")})
    check_adult(stay.person, max(stay.agreed_until, timezone.localdate()))
    beyond = stay.programme == Programme.EMERGENCY and until > clock.ceiling_of(stay)
    asked = Extension.objects.create(stay=stay, until=until, reason=reason.strip(), is_exception=beyond, asked_by=by)
    resolve(subject=stay, kinds=OF_THE_DATE, by=by)  # the next step is recorded: it is management's to answer
    return asked


@operation
def withdraw_extension(*, extension, by) -> None:
    """A request for more time made by mistake never was, until it is decided: the alerts it took off are back."""
    stay, _current = lock_open_stay(extension.stay, away=True)
    extension = _waiting(extension)
    unresolve(subject=stay, since=extension.asked_at, kinds=OF_THE_DATE, by=by)
    resolve(subject=extension, by=by)
    extension.delete()


@operation
def decide_extension(*, extension, approved, by, reason="", next_step="", next_step_note="") -> Extension:
    """Approve or refuse. Approved, the agreed date is the new one, and a promise in its way is named and must move
    first. A refusal and an exception need a written reason, and a refusal says what happens next: who must leave is
    not left alone with a no. Whoever asked cannot decide."""
    stay, current = lock_open_stay(extension.stay, away=True)
    extension = _waiting(extension)
    if extension.asked_by_id == by.pk:
        raise ValidationError(_("Whoever asks for an extension cannot decide on it."), code="housing_extension_by_two")
    _check_decision(extension, approved, reason, next_step)
    extension.approved, extension.decision_reason = approved, reason.strip()
    if not approved:
        extension.next_step, extension.next_step_note = next_step, next_step_note.strip()
    extension.decided_by, extension.decided_at = by, timezone.now()
    extension.agreed_before = stay.agreed_until if approved else None
    extension.save()
    resolve(subject=extension, by=by)
    if approved:
        set_agreed(stay, current, extension.until, by)
    return extension


@operation
def revoke_decision(*, extension, by) -> Extension:
    """A decision made by mistake: the extension waits again, and the agreed date is what it was."""
    stay, current = lock_open_stay(extension.stay, away=True)
    extension = Extension.objects.get(pk=extension.pk)
    if extension.approved is None or (extension.approved and stay.agreed_until != extension.until):
        raise ValidationError(GONE, code="gone")
    if extension.approved:
        set_agreed(stay, current, extension.agreed_before, by)
        unresolve(subject=stay, since=extension.decided_at, kinds=OF_THE_DATE, by=by)
    unresolve(subject=extension, since=extension.decided_at, by=by)
    extension.approved = extension.decided_by = extension.decided_at = extension.agreed_before = None
    extension.decision_reason = extension.next_step = extension.next_step_note = ""
    extension.save()
    return extension


def _check_decision(extension, approved, reason, next_step) -> None:
    """What a decision must say, all that is missing at once."""
    missing = {}
    if not reason.strip() and (extension.is_exception or not approved):
        message = _("A refusal, and an exception beyond the ceiling, need a written reason.")
        missing["reason"] = ValidationError(message, code="reason_needed")
    if not approved and next_step in ("", NextStep.NOT_NOTED):
        message = _("A refusal says what happens next.")
        missing["next_step"] = ValidationError(message, code="next_step_needed")
    if missing:
        raise ValidationError(missing)


def _waiting(extension) -> Extension:
    extension = Extension.objects.filter(pk=extension.pk, approved__isnull=True).first()
    if extension is None:
        raise ValidationError(GONE, code="gone")
    return extension
