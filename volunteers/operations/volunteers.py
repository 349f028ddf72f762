"""From candidate to leaving, and the way back of each step."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.notifications.operations import resolve
from refuge.operations import operation
from refuge.people.operations.changing import change, check
from refuge.people.phones import display, normalise_phone
from volunteers.models import HERE, Engagement, State, Volunteer
from volunteers.operations.locking import locked, locked_volunteer
from volunteers.operations.signups import free_places_of
from volunteers.papers import agreement_of

PHONES = ("phone", "emergency_phone")


@operation
def add_volunteer(*, name: str, by, **facts) -> Volunteer:
    """Enter somebody who wants to volunteer: a candidate. Refused beside the field that does not fit."""
    facts = {field: value.strip() if isinstance(value, str) else value for field, value in facts.items()}
    volunteer = Volunteer(name=name.strip(), created_by=by, **_spelled(facts))
    check(volunteer, ["name", *facts])
    volunteer.save(force_insert=True)
    return volunteer


@operation
def change_volunteer(*, volunteer, by, **facts) -> Volunteer:
    """Set fields of the profile; an unchanged one is not written. A new day until which something holds is told of
    anew."""
    volunteer = locked(volunteer)
    changed = change(volunteer, _spelled(facts))
    if changed and {"insured_until", "agreement_until"} & facts.keys():
        resolve(subject=volunteer)
    return volunteer


@operation
def note_interview(*, volunteer, interview_on, interview_note, by) -> Volunteer:
    """The first talk was held; who notes it has held it."""
    _not_ahead("interview_on", interview_on)
    volunteer = locked(volunteer)
    change(volunteer, {"interview_on": interview_on, "interview_note": interview_note, "interview_by": by})
    return volunteer


@operation
def give_information(*, volunteer, informed_on, informed_how, by) -> Volunteer:
    """The information note was given, which the house must be able to prove, before the first day."""
    _not_ahead("informed_on", informed_on)
    volunteer = locked(volunteer)
    first = volunteer.engagements.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first and informed_on > first:
        message = _("The information note comes before the first day: say when it was given.")
        raise ValidationError({"informed_on": ValidationError(message, code="volunteers_informed_first")})
    change(volunteer, {"informed_on": informed_on, "informed_how": informed_how})
    return volunteer


@operation
def sign_agreement(*, volunteer, agreement_on, agreement_until=None, by) -> Volunteer:
    """The agreement was signed on paper. What it says is kept as it is now: its PDF stays the same."""
    _not_ahead("agreement_on", agreement_on)
    if agreement_until and agreement_until < agreement_on:
        message = _("An agreement cannot end before it begins.")
        raise ValidationError({"agreement_until": ValidationError(message, code="order")})
    volunteer = locked(volunteer)
    text = agreement_of(volunteer, agreement_on, agreement_until)
    change(volunteer, {"agreement_on": agreement_on, "agreement_until": agreement_until, "agreement_text": text})
    resolve(subject=volunteer)
    return volunteer


@operation
def start(*, volunteer, starts_on, by) -> Volunteer:
    """The first day, also of somebody who comes back. Refused without an information note given before it, and within
    a time that stands in the register already."""
    volunteer = locked_volunteer(volunteer, State.CANDIDATE, State.LEFT)
    if volunteer.informed_on is None or volunteer.informed_on > starts_on:
        message = _("The information note comes before the first day: say when it was given.")
        raise ValidationError({"starts_on": ValidationError(message, code="volunteers_informed_first")})
    if volunteer.engagements.filter(ends_on__gte=starts_on).exists():
        message = _("In the register this person still volunteers on that day.")
        raise ValidationError({"starts_on": ValidationError(message, code="overlap")})
    Engagement.objects.create(volunteer=volunteer, starts_on=starts_on)
    change(volunteer, {"state": State.ACTIVE})
    return volunteer


@operation
def undo_start(*, volunteer, by) -> Volunteer:
    """The first day was entered by mistake: as before it. Refused once a shift was held since."""
    volunteer = locked_volunteer(volunteer, State.ACTIVE)
    engagement = volunteer.engagements.get(ends_on__isnull=True)
    if volunteer.signups.done().filter(activity__starts_at__date__gte=engagement.starts_on).exists():
        raise ValidationError(_("Shifts have been held since: enter a last day instead."), code="has_shifts")
    engagement.delete()
    change(volunteer, {"state": State.LEFT if volunteer.engagements.exists() else State.CANDIDATE})
    return volunteer


@operation
def pause(*, volunteer, by) -> Volunteer:
    """Not for now: shifts to come go to whoever waits, and no new ones are offered."""
    volunteer = locked_volunteer(volunteer, State.ACTIVE)
    change(volunteer, {"state": State.PAUSED})
    free_places_of(volunteer, by)
    return volunteer


@operation
def resume(*, volunteer, by) -> Volunteer:
    """Back from a pause; the shifts given away stay given away."""
    volunteer = locked_volunteer(volunteer, State.PAUSED)
    change(volunteer, {"state": State.ACTIVE})
    return volunteer


@operation
def leave(*, volunteer, ends_on, reason="", by) -> Volunteer:
    """The last day: the line of the register is closed, shifts to come go to whoever waits. The account stays until
    management switches it off, and shows the volunteer their own hours."""
    volunteer = locked_volunteer(volunteer, *HERE)
    engagement = volunteer.engagements.get(ends_on__isnull=True)
    if ends_on < engagement.starts_on:
        message = _("The last day cannot lie before the first.")
        raise ValidationError({"ends_on": ValidationError(message, code="volunteers_ends_after_start")})
    change(engagement, {"ends_on": ends_on, "reason": reason})
    change(volunteer, {"state": State.LEFT})
    free_places_of(volunteer, by)
    resolve(subject=volunteer)
    return volunteer


@operation
def undo_leave(*, volunteer, by) -> Volunteer:
    """Not gone after all: the line of the register is open again."""
    volunteer = locked_volunteer(volunteer, State.LEFT)
    engagement = volunteer.engagements.order_by("-starts_on").first()
    change(engagement, {"ends_on": None, "reason": ""})
    change(volunteer, {"state": State.ACTIVE})
    return volunteer


@operation
def decline(*, volunteer, by) -> Volunteer:
    """A candidate who does not begin."""
    volunteer = locked_volunteer(volunteer, State.CANDIDATE)
    change(volunteer, {"state": State.DECLINED})
    return volunteer


@operation
def reconsider(*, volunteer, by) -> Volunteer:
    """Undo `decline`."""
    volunteer = locked_volunteer(volunteer, State.DECLINED)
    change(volunteer, {"state": State.CANDIDATE})
    return volunteer


def _not_ahead(name, day) -> None:
    if day > timezone.localdate():
        raise ValidationError({name: ValidationError(_("This day is still to come."), code="future")})


def _spelled(facts: dict) -> dict:
    """Telephone numbers as they are dialled in Belgium."""
    for name in PHONES:
        if facts.get(name):
            try:
                facts = facts | {name: display("phone", normalise_phone(facts[name]))}
            except ValidationError as error:
                raise ValidationError({name: error}) from error
    return facts
