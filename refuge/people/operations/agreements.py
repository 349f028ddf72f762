"""Consents given and withdrawn, files closed to a colleague."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.models import Closure, Consent
from refuge.people.operations.changing import change, check
from refuge.people.operations.contacts import set_removed
from refuge.people.operations.file import locked
from refuge.people.registry import consent_changed


@operation
def give_consent(*, person, purpose: str, how: str, by, given_on=None, detail="") -> Consent:
    """Record what the person agreed to. A day to come is refused."""
    check_alive(person)
    given_on = given_on or timezone.localdate()
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": ValidationError(_("This day is still to come."), code="future")})
    consent = Consent(person=person, purpose=purpose, how=how, given_on=given_on, detail=detail, recorded_by=by)
    check(consent, ["purpose", "how", "detail"])
    consent.save(force_insert=True)
    return consent


@operation
def withdraw_consent(*, consent, by) -> None:
    """From now on the consent no longer holds. That it was given stays on record; withdrawn twice, nothing changes."""
    if consent.withdrawn_at is None:
        _set_withdrawn(consent, timezone.now(), by)


@operation
def undo_withdrawal(*, consent, by) -> None:
    """Take back a withdrawal noted by mistake."""
    _set_withdrawn(consent, None, by)


@operation
def close_file(*, person, user, reason: str, by) -> Closure:
    """Make the file not exist for a colleague: pages, lists and searches answer them as if it were not there.

    Refused for oneself, without a reason, and for the worker in charge, who hands the file over first.
    """
    person = locked(person)
    if user.pk == by.pk:
        raise ValidationError({"user": ValidationError(_("You cannot close a file to yourself."), code="oneself")})
    if person.worker_id == user.pk:
        message = _("This colleague is in charge of the file: put somebody else in charge first.")
        raise ValidationError({"user": ValidationError(message, code="in_charge")})
    closure = Closure(person=person, user=user, reason=reason.strip(), closed_by=by)
    check(closure, ["reason"])
    closure.save(force_insert=True)
    return closure


@operation
def reopen_file(*, closure, by) -> None:
    """Open the file again to the colleague it was closed to. Reopened twice, nothing changes."""
    if closure.reopened_at is None:
        change(closure, {"reopened_at": timezone.now()})


@operation
def remove_consent(*, consent, by, because="") -> None:
    """The consent was never given: it was noted by mistake. Withdrawing is another thing. `restore_consent` undoes."""
    set_removed(consent, timezone.now(), because)
    _tell(consent, by)


@operation
def restore_consent(*, consent, by) -> None:
    set_removed(consent, None)
    _tell(consent, by)


def _set_withdrawn(consent, when, by) -> None:
    check_alive(consent.person)
    change(consent, {"withdrawn_at": when})
    _tell(consent, by)


def _tell(consent, by) -> None:
    """What rests on the consent ends or goes on with it, in the same transaction."""
    for tell in consent_changed:
        tell(consent=consent, by=by)
