"""The iCalendar file of a worker: when, and a link. No name, no place, no subject leaves the house with it."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event

from casework.models import Appointment, AppointmentKind
from casework.parameters import FEED_DAYS
from refuge import calendars
from refuge.days import start_of
from refuge.parameters.registry import value_of


def ics_of(user) -> bytes:
    """The appointments of `user` and those they go along to, from some days back (a parameter). Three queries."""
    first = timezone.localdate() - timedelta(days=value_of(FEED_DAYS.code, timezone.localdate()))
    appointments = Appointment.objects.visible_to(user).standing().of(user).filter(starts_at__gte=start_of(first))
    appointments = appointments.only("pk", "kind", "starts_at", "ends_at", "accompanied_by", "created_at")
    with override(user.language):
        calendar = calendars.empty_calendar("agenda", _("Agenda"))
        for appointment in appointments.order_by("starts_at", "id")[: calendars.MOST]:
            calendar.add_component(_event(appointment, user))
    return calendar.to_ical()


def _event(appointment, user) -> Event:
    goes_along = appointment.accompanied_by_id == user.pk or appointment.kind == AppointmentKind.ACCOMPANIED
    return calendars.event(
        appointment.pk,
        appointment.starts_at,
        appointment.ends_at,
        _("Accompaniment") if goes_along else _("Appointment"),
        address=settings.SITE_URL + reverse("casework:appointment", args=[appointment.pk]),
    )
