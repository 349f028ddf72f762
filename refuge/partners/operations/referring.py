"""A referral on its way out: prepared, held back until the questions are answered, sent with its letter."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.partners import alerts, discretion
from refuge.partners.choices import FOR_MINORS_ONLY, OrganisationType, Status
from refuge.partners.letter import letter_of
from refuge.partners.models import Referral
from refuge.people import operations as people
from refuge.people.death import check_alive
from refuge.people.models import AgeStatus, Consent, OutsideContact
from refuge.people.operations.changing import change, check
from refuge.people.operations.file import locked as locked_file

KINDS = {
    OrganisationType.CPAS: OutsideContact.Kind.CPAS,
    OrganisationType.SCHOOL: OutsideContact.Kind.SCHOOL,
    OrganisationType.HEALTH: OutsideContact.Kind.DOCTOR,
    OrganisationType.MENTAL: OutsideContact.Kind.DOCTOR,
    OrganisationType.LEGAL: OutsideContact.Kind.LAWYER,
    OrganisationType.LGBTQI: OutsideContact.Kind.COMMUNITY,
}
WRITTEN = ("purpose", "shared", "reply")


@operation
def prepare_referral(
    *, person, organisation, need, purpose, by, answers=None, consent_how="", consent_on=None, prepared_on=None, **facts
) -> Referral:
    """Prepare a referral. `answers` are those of "who knows" for this organisation: the three questions, name, pronouns
    and letterhead to use; without the three it is held back. `consent_how` records the consent to share.

    Refused for a youth service unless the person is certainly under 18, and where the letter would tell too much.
    """
    check_alive(locked_file(person))
    prepared_on = prepared_on or timezone.localdate()
    check_age(person, organisation, prepared_on)
    outside = _answered(outside_of(person, organisation), person, organisation, answers or {}, by)
    referral = Referral(
        person=person, organisation=organisation, outside=outside, need=need, purpose=purpose.strip(),
        prepared_on=prepared_on, prepared_by=by, **facts,
    )  # fmt: skip
    check(referral, ["need", "purpose", *facts])
    _check_told(referral)
    referral.consent = _agreed(referral, consent_how, consent_on, by)
    referral.save(force_insert=True)
    return referral


@operation
def change_referral(*, referral, by, answers=None, consent_how="", consent_on=None, **facts) -> Referral:
    """Change what is prepared; what was sent stays as it was sent."""
    referral = locked_alive(referral, Status.PREPARED)
    referral.outside = _answered(referral.outside, referral.person, referral.organisation, answers or {}, by)
    change(referral, facts)
    _check_told(referral)
    if not referral.has_consent and consent_how:
        change(referral, {"consent": _agreed(referral, consent_how, consent_on, by)})
    return referral


@operation
def lift_hold(*, referral, reason: str, by) -> Referral:
    """Let a referral go in a vital interest, without the answers or the consent it lacks. One written reason; history
    keeps it, and management is alerted at once. What has no answer still counts as a no in the letter."""
    referral = locked_alive(referral, Status.PREPARED)
    if not reason.strip():
        message = _("Write the vital interest for which the hold is lifted.")
        raise ValidationError({"reason": ValidationError(message, code="reason_needed")})
    change(referral, {"lifted_reason": reason, "lifted_by": by, "lifted_at": timezone.now()})
    alerts.tell_lifted(referral, by)
    return referral


@operation
def send_referral(*, referral, by, sent_on=None) -> Referral:
    """Note the referral as sent; its letter is kept as it then was. Refused while held back, without consent, on a day
    to come, and to a youth service for somebody who is 18 by then."""
    referral = locked_alive(referral, Status.PREPARED)
    sent_on = sent_on or timezone.localdate()
    if sent_on > timezone.localdate():
        raise ValidationError({"sent_on": ValidationError(_("This day is still to come."), code="future")})
    if sent_on < referral.prepared_on:
        raise ValidationError({"sent_on": ValidationError(_("It was not prepared yet on that day."), code="too_early")})
    check_age(referral.person, referral.organisation, sent_on)
    _check_told(referral)
    change(referral, {
        "status": Status.SENT, "sent_on": sent_on, "sent_by": by, "letter": letter_of(referral, sent_on, by),
    })  # fmt: skip
    return referral


@operation
def take_sending_back(*, referral, by) -> Referral:
    """It was not sent after all: prepared again."""
    referral = locked_alive(referral, Status.SENT)
    change(referral, {"status": Status.PREPARED, "sent_on": None, "sent_by": None, "letter": None})
    resolve(subject=referral, kinds=[alerts.LATE])
    return referral


def locked(referral, *states) -> Referral:
    """The referral as it is now, locked; refused when it has moved on from `states` in the meantime."""
    rows = Referral.objects.select_for_update(of=("self",), no_key=True)
    referral = rows.select_related("person", "organisation", "outside", "consent").get(pk=referral.pk)
    if referral.status not in states:
        raise ValidationError(
            _("This referral has moved on: %(state)s."),
            code="moved_on",
            params={"state": referral.get_status_display()},
        )
    return referral


def locked_alive(referral, *states) -> Referral:
    """The same, refused when the person has died."""
    referral = locked(referral, *states)
    check_alive(referral.person)
    return referral


def check_age(person, organisation, on) -> None:
    """ValidationError where a youth service is not for somebody of this age, or the age is not known."""
    if organisation.type not in FOR_MINORS_ONLY:
        return
    status = person.age_status(on)
    if status == AgeStatus.UNKNOWN:
        message = _("Ask the age first: youth services are for those certainly under 18.")
        raise ValidationError({"organisation": ValidationError(message, code="ask_the_age")})
    if status == AgeStatus.ADULT:
        message = _("This person is 18 or over: youth services are for those under 18.")
        raise ValidationError({"organisation": ValidationError(message, code="adult")})


def outside_of(person, organisation) -> OutsideContact | None:
    """The contact of "who knows" that an earlier referral of the person to this organisation went by."""
    earlier = Referral.objects.filter(person=person, organisation=organisation, outside__removed_at__isnull=True)
    found = earlier.select_related("outside").order_by("-prepared_on", "-id").first()
    return found.outside if found else None


def _answered(outside, person, organisation, answers, by) -> OutsideContact:
    """The contact with its answers. A new one stands in the file at once, so that the questions are seen there."""
    new = {} if outside else {"kind": KINDS.get(organisation.type, OutsideContact.Kind.OTHER)}
    if not outside:
        new |= {"detail": str(organisation), "name_to_use": person.chosen_name}
    if outside and outside.name_to_use:
        answers = {name: value for name, value in answers.items() if name != "name_to_use" or value}
    if outside and not answers:
        return outside
    return people.set_outside_contact(person=person, contact=outside, by=by, **(new | answers))


def _agreed(referral, how, on, by) -> Consent | None:
    """The consent to share with this organisation, recorded now; an empty `how` is none yet."""
    if not how:
        return None
    return people.give_consent(
        person=referral.person, purpose=Consent.Purpose.SHARING, how=how,
        given_on=on or referral.prepared_on, detail=str(referral.organisation), by=by,
    )  # fmt: skip


def _check_told(referral) -> None:
    texts = {name: getattr(referral, name) for name in WRITTEN}
    discretion.check_told(referral.person, referral.outside, referral.facts, texts)
