"""Who asked for a night and got none for lack of a space: a number a night, never a name (DOMAIN.md 8, 27)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.history import tracked
from refuge.records import Record

MOST = 200


@tracked()
class TurnedAway(Record):
    """How many people were turned away on one night. Zero is an answer; a night without a row was not noted."""

    # The day on which the night begins.
    night = models.DateField(_("night"))
    people = models.PositiveSmallIntegerField(_("people"))
    # What it was before the last change, to take that one back; None where there was no number.
    people_before = models.PositiveSmallIntegerField(null=True, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["night"],
                name="housing_turned_away_once",
                violation_error_message=_("A colleague has noted this night at the same moment: look again."),
            ),
            models.CheckConstraint(
                name="housing_turned_away_possible",
                condition=Q(people__lte=MOST) & (Q(people_before__isnull=True) | Q(people_before__lte=MOST)),
                violation_error_message=_("More people than can have asked in one night: at most 200."),
            ),
        ]

    def __str__(self):
        return f"{self.night}"
