"""A volunteer's shifts for their own calendar: no young person, no other volunteer, a place only if it is public."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event

from refuge import calendars
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
    with override(volunteer.user.language):
        calendar = calendars.empty_calendar("volunteers", _("My shifts"))
        for signup in shifts.select_related("activity").order_by("activity__starts_at", "id")[: calendars.MOST]:
            calendar.add_component(_event(signup))
    return calendar.to_ical()


def _event(signup) -> Event:
    """The kind of activity, not its title: a calendar lies open on a table."""
    activity = signup.activity
    place = activity.place if activity.is_public else ""
    kind = str(activity.get_kind_display())
    return calendars.event(signup.pk, activity.starts_at, activity.ends_at, kind, place=place)
