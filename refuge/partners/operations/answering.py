"""What came back: an answer, an outcome, a withdrawal; each can be taken back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve, unresolve
from refuge.operations import operation
from refuge.partners import alerts
from refuge.partners.choices import ANSWERS, OPEN, Status
from refuge.partners.models import Referral
from refuge.partners.operations.referring import locked, locked_alive
from refuge.people.operations.changing import change


@operation
def answer_referral(*, referral, status, by, answered_on=None, answer="") -> Referral:
    """Note the organisation's answer, or that none came. Refused on a day to come or before it was sent."""
    referral = locked_alive(referral, Status.SENT)
    if status not in ANSWERS:
        raise ValidationError({"status": ValidationError(_("Choose what they answered."), code="no_answer")})
    answered_on = answered_on or timezone.localdate()
    if answered_on > timezone.localdate():
        raise ValidationError({"answered_on": ValidationError(_("This day is still to come."), code="future")})
    change(referral, {"status": status, "answered_on": answered_on, "answer": answer})
    resolve(subject=referral)
    return referral


@operation
def take_answer_back(*, referral, by) -> Referral:
    """The answer was noted by mistake: the referral waits again, with its alert. What it said goes with it."""
    referral = locked_alive(referral, *ANSWERS)
    since = _answered_at(referral)
    change(referral, {"status": Status.SENT, "answered_on": None, "answer": ""})
    unresolve(subject=referral, since=since, kinds=[alerts.LATE])
    return referral


@operation
def note_outcome(*, referral, outcome: str, by) -> Referral:
    """Write down what became of an answered referral."""
    referral = locked_alive(referral, *ANSWERS)
    change(referral, {"outcome": outcome})
    return referral


@operation
def withdraw_referral(*, referral, by) -> Referral:
    """End a referral that is no longer wanted, before its answer. After a death too."""
    referral = locked(referral, *OPEN)
    _withdraw(referral)
    return referral


@operation
def restore_referral(*, referral, by) -> Referral:
    """Take a withdrawal back. Refused where the consent was withdrawn: without it, nothing goes on."""
    referral = locked(referral, Status.WITHDRAWN)
    if referral.with_consent and not referral.has_consent:
        raise ValidationError(_("It ended with the consent: that must hold again first."), code="consent_withdrawn")
    _restore(referral)
    return referral


def follow_consent(*, consent, by) -> None:
    """A consent withdrawn ends what rests on it and has no answer yet; taken back, it goes on."""
    resting = Referral.objects.filter(consent=consent).select_for_update(of=("self",), no_key=True)
    if consent.withdrawn_at:
        for referral in resting.filter(status__in=OPEN):
            _withdraw(referral, with_consent=True)
    else:
        for referral in resting.filter(status=Status.WITHDRAWN, with_consent=True):
            _restore(referral)


def _withdraw(referral, with_consent=False) -> None:
    change(referral, {
        "withdrawn_from": referral.status, "status": Status.WITHDRAWN, "withdrawn_at": timezone.now(),
        "with_consent": with_consent,
    })  # fmt: skip
    resolve(subject=referral)


def _restore(referral) -> None:
    since = referral.withdrawn_at
    change(referral, {
        "status": referral.withdrawn_from, "withdrawn_from": "", "withdrawn_at": None, "with_consent": False,
    })  # fmt: skip
    if not referral.person.has_died:
        unresolve(subject=referral, since=since)


def _answered_at(referral):
    """The moment of the answer that stands; what was noted about it since came later."""
    history = referral.events.order_by("pgh_created_at", "pgh_id")
    before = history.exclude(status__in=ANSWERS).last()
    return history.filter(pgh_id__gt=before.pgh_id if before else 0).first().pgh_created_at
