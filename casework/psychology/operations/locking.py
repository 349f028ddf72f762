"""A follow-up as it is now, held until the operation ends: everything about one happens in turn."""

from django.core.exceptions import ValidationError

from casework.models import FollowUp
from casework.models.psychology.rules import CLOSED
from refuge import violations
from refuge.people.death import check_alive


def locked(followup) -> FollowUp:
    return FollowUp.objects.select_for_update(of=("self",)).select_related("person", "psychologist").get(pk=followup.pk)


def locked_open(followup) -> FollowUp:
    """The same, refused once it is closed or the person has died."""
    followup = locked(followup)
    check_alive(followup.person)
    if not followup.is_open:
        raise ValidationError(violations.said(CLOSED), code=CLOSED)
    return followup


def refused(field, message, code) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})
