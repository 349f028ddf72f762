"""Appointments: made, changed, kept or missed, cancelled, and back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import places, reminders
from casework.covering import can_open
from casework.models import Appointment, Attendance
from refuge.operations import operation
from refuge.people.death import check_alive


@operation
def make_appointment(*, by, person=None, **facts) -> Appointment:
    """Put an appointment into the agenda of `worker` and of whoever goes along; without a person it is the team's.

    ValidationError if one of them cannot open the file, or if place or subject hold the address of a flat.
    """
    check_alive(person)
    return Appointment.objects.create(person=person, created_by=by, **_checked(person, facts))


@operation
def change_appointment(*, appointment, by, **facts) -> Appointment:
    """Put it on another time, with other people, elsewhere. A reminder given for another day is off the lists."""
    appointment = _planned(appointment)
    day = timezone.localdate(appointment.starts_at)
    facts = _checked(appointment.person, facts)
    for name, value in facts.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=list(facts))
    if timezone.localdate(appointment.starts_at) != day:
        reminders.end(appointment)
    return appointment


@operation
def note_attendance(*, appointment, attendance, by, note="") -> Appointment:
    """Attended, missed or excused, with a note. Refused before the day of the appointment."""
    appointment = _planned(appointment)
    if timezone.localdate(appointment.starts_at) > timezone.localdate():
        raise ValidationError(_("This appointment is still to come."), code="future")
    return _set(appointment, Attendance(attendance), by, note)


@operation
def cancel_appointment(*, appointment, by, note="") -> Appointment:
    """It does not take place: off every agenda and feed, and nobody is reminded."""
    return _set(_planned(appointment), Attendance.CANCELLED, by, note)


@operation
def plan_again(*, appointment, by) -> Appointment:
    """Take back what was noted, or the cancelling: it is planned as before, and reminders taken off are back."""
    appointment = _locked(appointment)
    noted_at = appointment.noted_at
    if noted_at is None:
        return appointment
    _write(appointment, attendance=Attendance.PLANNED, attendance_note="", noted_at=None, noted_by=None)
    reminders.begin_again(appointment, noted_at)
    return appointment


def _locked(appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    appointment = rows.get(pk=appointment.pk)
    check_alive(appointment.person)
    return appointment


def _planned(appointment) -> Appointment:
    appointment = _locked(appointment)
    if not appointment.is_planned:
        message = _("What became of this appointment has been noted: take that back first.")
        raise ValidationError(message, code="noted")
    return appointment


def _set(appointment, attendance, by, note) -> Appointment:
    _write(appointment, attendance=attendance, attendance_note=note.strip(), noted_at=timezone.now(), noted_by=by)
    reminders.end(appointment)
    return appointment


def _write(appointment, **values) -> None:
    for name, value in values.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=list(values))


def _checked(person, facts) -> dict:
    """The facts as columns."""
    facts = dict(facts)
    facts["ends_at"] = facts["starts_at"] + timedelta(minutes=facts.pop("minutes"))
    facts |= {name: facts.get(name, "").strip() for name in ("title", "place")}
    for name in ("title", "place"):
        if places.names_a_flat(facts[name]):
            message = _("This is the address of one of the flats: it stands in no appointment.")
            raise ValidationError({name: ValidationError(message, code="flat")})
    for name in ("worker", "accompanied_by"):
        user = facts.get(name)
        if user and not (user.is_active and can_open(user, person)):
            message = _("This colleague cannot open this file.")
            raise ValidationError({name: ValidationError(message, code="may_not_read")})
    _check_contact(facts)
    return facts


def _check_contact(facts) -> None:
    contact, organisation = facts.get("contact"), facts.get("organisation")
    if contact and organisation and contact.organisation_id != organisation.pk:
        message = _("This contact works for another organisation.")
        raise ValidationError({"contact": ValidationError(message, code="elsewhere")})
    if contact and not organisation:
        facts["organisation"] = contact.organisation
