"""A volunteer's shifts for their own calendar: no young person, no other volunteer, a place only if it is public."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar, Event

from refuge.accounts.models import Role
from volunteers.models import Volunteer

BACK = timedelta(days=90)


def is_open(volunteer: Volunteer) -> bool:
    """As long as the account may sign in and has the role."""
    user = volunteer.user
    return user is not None and user.is_active and user.has_role(Role.VOLUNTEER)


def calendar_of(volunteer: Volunteer) -> bytes:
    """The shifts with a place, from three months back on."""
    shifts = volunteer.signups.with_place().filter(
        activity__cancelled_at__isnull=True, activity__ends_at__gt=timezone.now() - BACK
    )
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//volunteers//")
    calendar.add("version", "2.0")
    with override(volunteer.user.language):
        for signup in shifts.select_related("activity").order_by("activity__starts_at", "id"):
            calendar.add_component(_event(signup))
    return calendar.to_ical()


def _event(signup) -> Event:
    activity, event = signup.activity, Event()
    event.add("uid", f"{signup.pk}@volunteers")
    event.add("dtstamp", signup.signed_at)
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at)
    event.add("summary", str(activity.get_kind_display()))
    if activity.is_public and activity.place:
        event.add("location", activity.place)
    return event
