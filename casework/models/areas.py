"""Life areas, measured with the young person at four moments."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class Area(models.TextChoices):
    """DOMAIN.md 6: twelve areas, in the order in which they are gone through."""

    HOUSING = "housing", pgettext_lazy("life area", "Housing")
    INCOME = "income", pgettext_lazy("life area", "Income and budget")
    PAPERS = "papers", pgettext_lazy("life area", "Papers and residence rights")
    WORK = "work", pgettext_lazy("life area", "Work, training, school")
    DAYS = "days", pgettext_lazy("life area", "How the days go")
    BODY = "body", pgettext_lazy("life area", "Physical health")
    MIND = "mind", pgettext_lazy("life area", "Mental health")
    SUBSTANCES = "substances", pgettext_lazy("life area", "Alcohol and drugs")
    SAFETY = "safety", pgettext_lazy("life area", "Safety")
    CLOSE = "close", pgettext_lazy("life area", "Family and those close to me")
    COMMUNITY = "community", pgettext_lazy("life area", "Friends and community")
    SELF = "self", pgettext_lazy("life area", "Being oneself")


class Level(models.IntegerChoices):
    """From 1, the worst, to 5."""

    URGENT = 1, pgettext_lazy("life area", "Urgent")
    HARD = 2, pgettext_lazy("life area", "Hard")
    HOLDING = 3, pgettext_lazy("life area", "Holding, with help")
    WELL = 4, pgettext_lazy("life area", "Going well")
    OWN = 5, pgettext_lazy("life area", "On my own feet")


class Moment(models.TextChoices):
    """When the areas are gone through. How long after the beginning or the end is a parameter."""

    ENTRY = "entry", pgettext_lazy("life areas", "At entry")
    WEEKS = "weeks", pgettext_lazy("life areas", "After four weeks")
    EXIT = "exit", pgettext_lazy("life areas", "At the exit")
    AFTER = "after", pgettext_lazy("life areas", "Six months after")


class LifeMeasurementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who accompany; management counts, and opens none."""
        if not allows(user, "casework.view_areas"):
            return self.none()
        return self.filter(of_open_file(user))

    def standing(self):
        """Neither removed nor replaced by a later one."""
        return self.filter(removed_at__isnull=True)


@tracked()
class LifeMeasurement(Record):
    """Where somebody stood, at one moment. What they said is encrypted, levels and words.

    For the figures two lists stand plain: `compared`, the areas that were gone through here and at entry, and
    `gained`, those of them that stand higher here. Neither tells a level.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="life_measurements")
    moment = models.CharField(_("moment"), max_length=5, choices=Moment.choices)
    held_on = models.DateField(_("day"), default=timezone.localdate)
    levels = EncryptedJSONField(_("levels"), blank=False)  # {area: 1 to 5}, without what was not gone through
    comment = EncryptedTextField(_("in their words"))
    compared = ArrayField(models.CharField(max_length=10), default=list, blank=True, editable=False)
    gained = ArrayField(models.CharField(max_length=10), default=list, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = LifeMeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "moment"],
                condition=Q(removed_at__isnull=True),
                name="casework_one_measurement_of_a_moment",
                violation_error_message=_("Somebody else filled this in at the same moment: look at it first."),
            ),
            models.CheckConstraint(
                name="casework_measurement_says_something",
                condition=Q(levels__isnull=False),
                violation_error_message=_("Go through one area at least."),
            ),
            models.CheckConstraint(
                name="casework_gained_where_compared",
                condition=Q(gained__contained_by=F("compared")),
                violation_error_message=_("Only what was measured twice can have become better."),
            ),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_moment_display()} {self.held_on}"
