"""Under 18: no space, but somebody who judges the danger and somebody who keeps in touch."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.ages import age_status
from intake.models import DangerAssessment, MinorFollowUp
from intake.operations.locking import locked
from intake.reminders import MINOR_CONTACT
from refuge.access import allows
from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.models import AgeStatus, Person


@operation
def assess_danger(*, request, level, done, by, answers=None, at=None) -> DangerAssessment:
    """Write down the danger that the young person of the request is in, and what was done. What was written before
    stays; the last one counts. Refused for whoever is 18."""
    request = locked(request)
    check_alive(request.person)
    _check_not_adult(request.person)
    if not done.strip():
        raise ValidationError({"done": ValidationError(_("Write what was done."), code="done_needed")})
    danger = DangerAssessment(request=request, level=level, done=done.strip(), answers=answers or {}, assessed_by=by)
    danger.assessed_at = at or danger.assessed_at
    danger.clean_fields(exclude=["request", "assessed_by"])
    danger.save(force_insert=True)
    return danger


@operation
def follow_minor(*, person, worker, next_on, by, note="") -> MinorFollowUp:
    """Name who keeps in touch with somebody under 18, and when next: the first time, and after each contact. Reminders
    of the contact before are done with. A colleague who may not open the file, and a day that is past, are refused."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    check_alive(person)
    _check_not_adult(person)
    _check_contact(person, worker, next_on)
    follow_up = MinorFollowUp.objects.filter(person=person).first() or MinorFollowUp(person=person)
    follow_up.worker, follow_up.next_on, follow_up.note = worker, next_on, note.strip()
    follow_up.save()
    resolve(subject=follow_up, kinds=[MINOR_CONTACT])
    return follow_up


def check_danger_assessed(request) -> None:
    """Refuse to decide about somebody under 18 who lives while nobody has judged the danger."""
    if request.person and request.person.has_died:
        return
    if age_status(request.person) == AgeStatus.MINOR and not request.danger_assessments.exists():
        message = _("Under 18: write the danger assessment first.")
        raise ValidationError(message, code="danger_not_assessed")


def _check_not_adult(person) -> None:
    if person is None or age_status(person) == AgeStatus.ADULT:
        raise ValidationError(_("This is for young people under 18."), code="not_a_minor")


def _check_contact(person, worker, next_on) -> None:
    may_read = Person.objects.visible_to(worker).filter(pk=person.pk).exists()
    if not (may_read and allows(worker, "intake.follow_minors")):
        message = _("This colleague cannot open this request.")
        raise ValidationError({"worker": ValidationError(message, code="may_not_read")})
    if next_on < timezone.localdate():
        message = _("This day is past: give the next one.")
        raise ValidationError({"next_on": ValidationError(message, code="past")})
