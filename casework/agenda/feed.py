"""The iCalendar file of a worker: when, and a link. No name, no place, no subject leaves the house with it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from casework.models import Appointment, AppointmentKind
from casework.models.appointment import start_of
from casework.parameters import FEED_DAYS
from refuge.parameters.registry import value_of

HERE = "Europe/Brussels"
MOST = 1000
REFRESH = timedelta(hours=1)
# The clocks go forward at 2:00 on the last Sunday of March and back at 3:00 on that of October. Written by hand: what
# the package derives from the zone begins summer an hour late.
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def ics_of(user) -> bytes:
    """The appointments of `user` and those they go along to, from some days back (a parameter). Three queries."""
    first = timezone.localdate() - timedelta(days=value_of(FEED_DAYS.code, timezone.localdate()))
    appointments = Appointment.objects.visible_to(user).standing().of(user).filter(starts_at__gte=start_of(first))
    appointments = appointments.only("pk", "kind", "starts_at", "ends_at", "accompanied_by", "created_at")
    with override(user.language):
        calendar = _empty()
        for appointment in appointments.order_by("starts_at", "id")[:MOST]:
            calendar.add_component(_event(appointment, user))
    return calendar.to_ical()


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//refuge//agenda//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Agenda"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(brussels())
    return calendar


def _event(appointment, user) -> Event:
    goes_along = appointment.accompanied_by_id == user.pk or appointment.kind == AppointmentKind.ACCOMPANIED
    address = settings.SITE_URL + reverse("casework:appointment", args=[appointment.pk])
    event = Event()
    event.add("uid", f"{appointment.pk}@refuge")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(appointment.starts_at))
    event.add("dtend", timezone.localtime(appointment.ends_at))
    event.add("summary", _("Accompaniment") if goes_along else _("Appointment"))
    event.add("description", address)
    event.add("url", address)
    event.add("class", "PRIVATE")
    return event


def brussels() -> Timezone:
    zone = Timezone()
    zone.add("tzid", HERE)
    for kind, name, month, hour, before, after in (
        (TimezoneDaylight, "CEST", 3, 2, WINTER, SUMMER),
        (TimezoneStandard, "CET", 10, 3, SUMMER, WINTER),
    ):
        change = kind()
        change.add("tzname", name)
        change.add("dtstart", _last_sunday(1996, month, hour))
        change.add("tzoffsetfrom", before)
        change.add("tzoffsetto", after)
        change.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": "-1su"}))
        zone.add_component(change)
    return zone


def _last_sunday(year, month, hour) -> datetime:
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), datetime.min.time()).replace(hour=hour)
