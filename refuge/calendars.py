"""What every private calendar feed of the house has in common: an empty calendar, an event in Brussels' time, and the
answer to the calendar program that asks, which cannot sign in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

HERE = "Europe/Brussels"
MOST = 1000
REFRESH = timedelta(hours=1)
# However often a calendar asks, the file is built once a minute.
KEPT = 60
# The clocks go forward at 2:00 on the last Sunday of March and back at 3:00 on that of October. Written by hand: what
# the package derives from the zone begins summer an hour late.
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def empty_calendar(room: str, name: str) -> Calendar:
    """A calendar without events; `room` tells programs which of the house's it is, `name` people."""
    calendar = Calendar()
    calendar.add("prodid", f"-//refuge//{room}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add_component(brussels())
    return calendar


def event(uid, starts_at, ends_at, summary: str, *, address="", place="") -> Event:
    """An event that others who read the calendar see as taken time alone."""
    made = Event()
    made.add("uid", f"{uid}@refuge")
    made.add("dtstamp", timezone.now())
    made.add("dtstart", timezone.localtime(starts_at))
    made.add("dtend", timezone.localtime(ends_at))
    made.add("summary", summary)
    if address:
        made.add("description", address)
        made.add("url", address)
    if place:
        made.add("location", place)
    made.add("class", "PRIVATE")
    return made


def answer(key: str, build: Callable[[], bytes], file_name: str) -> HttpResponse:
    """The file that `build()` makes, at most once a minute under `key`; nobody on the way keeps or lists it."""
    content = cache.get_or_set(key, build, KEPT)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


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
