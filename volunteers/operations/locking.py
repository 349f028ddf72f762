"""Rows held while an operation looks and writes: a volunteer before activities, an activity before its sign-ups."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from volunteers.models import Activity, Volunteer


def locked(record):
    return type(record).objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)


def locked_volunteer(volunteer, *states, code="state") -> Volunteer:
    """The volunteer as they are now; refused when they stand in none of `states`."""
    volunteer = locked(volunteer)
    if states and volunteer.state not in states:
        raise ValidationError(_("This step does not fit where the volunteer stands now."), code=code)
    return volunteer


def locked_activity(activity) -> Activity:
    """The activity as it is now; refused once it is called off."""
    activity = locked(activity)
    if activity.cancelled_at:
        raise ValidationError(_("This activity is called off."), code="cancelled")
    return activity
