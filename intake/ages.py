"""What somebody's age means for a request: certain, under 18, or outside the usual ages."""

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import values_of
from refuge.people.models import AgeStatus
from refuge.people.parameters import AGE_FROM, AGE_TO

ADULT = 18


class AgeGroup(TextChoices):
    MINOR = "minor", _("Under 18")
    USUAL = "usual", _("Usual ages")
    OLDER = "older", _("Older")
    UNKNOWN = "unknown", _("Age unknown")


def age_status(person) -> str:
    """What is certain about the age of a request's person; of an anonymous caller nothing is."""
    return person.age_status() if person else AgeStatus.UNKNOWN


def age_words(person) -> str:
    """The age of today as far as it is known, in words."""
    return person.age_words if person else _("age unknown")


def usual_ages(on) -> tuple[int, int]:
    """The youngest and the oldest age that the house is for, as of a day. One query, and one for all the questions of a
    page."""
    values = values_of([AGE_FROM.code, AGE_TO.code], on)
    return values[AGE_FROM.code], values[AGE_TO.code]


def needs_exception(person, ages=None) -> bool:
    """Whether somebody is an adult, but certainly younger or older than those the house is for (`ages`, asked in one
    query unless given)."""
    if age_status(person) != AgeStatus.ADULT:
        return False
    today = timezone.localdate()
    first, last = ages or usual_ages(today)
    return not first <= _certain_age(person, today) <= last


def _certain_age(person, on) -> int:
    """How old an adult is at least."""
    return ADULT + relativedelta(on, person.adult_from).years


def check_space_allowed(person, exception: str) -> None:
    """Raise ValidationError where nobody may promise a space: under 18, age unknown, or outside the usual ages
    without a written `exception`."""
    status = age_status(person)
    if status == AgeStatus.MINOR:
        raise ValidationError({"outcome": ValidationError(_("No space before the age of 18."), code="minor")})
    if status == AgeStatus.UNKNOWN:
        message = _("No space while the age is unknown: ask for it and note it on the person’s file.")
        raise ValidationError({"outcome": ValidationError(message, code="age_unknown")})
    if not exception.strip() and needs_exception(person):
        message = _("This person is outside the usual ages: write down why an exception is made.")
        raise ValidationError({"exception": ValidationError(message, code="exception_needed")})


def in_age_group(group: str) -> Q:
    """The requests about somebody of an age group, as far as is certain today."""
    today = timezone.localdate()
    older = today - relativedelta(years=usual_ages(today)[1] + 1 - ADULT)
    conditions = {
        AgeGroup.MINOR: Q(person__minor_until__gt=today),
        AgeGroup.USUAL: Q(person__adult_from__gt=older, person__adult_from__lte=today),
        AgeGroup.OLDER: Q(person__adult_from__lte=older),
    }
    known = conditions[AgeGroup.MINOR] | Q(person__adult_from__lte=today)
    return conditions.get(group) or Q(person__isnull=True) | ~known
