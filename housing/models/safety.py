"""The safety log: what threatened the house or somebody in it, and what was done. It is added to, never rewritten."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class SafetyType(models.TextChoices):
    THREAT = "threat", _("Threat")
    RELATIVES = "relatives", _("Visit of relatives")
    ADDRESS = "address", _("Address leaked")
    OUTING = "outing", _("Outing")
    INTRUSION = "intrusion", _("Stranger in or at the house")
    VIOLENCE = "violence", _("Violence among residents")
    OUTSIDE = "outside", _("Assault outside")
    POLICE = "police", _("Police at the door")
    OTHER = "other", _("Something else")


class SafetyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries `user` may read: all but those about somebody whose file is closed to them."""
        if not allows(user, "housing.view_safety"):
            return self.none()
        known = of_open_file(user)
        return self.filter(Q(person__isnull=True) | known)

    def kept(self):
        return self.filter(withdrawn_at__isnull=True)

    def with_danger(self):
        """With `in_danger`: acute, and nobody has said yet that it is over."""
        over = SafetyAddition.objects.filter(entry=OuterRef("pk"), ends_danger=True)
        return self.annotate(in_danger=Q(is_acute=True) & ~Exists(over))


@tracked()
class SafetyEntry(Record):
    """One incident. Type and day are plain, for the figures; what happened and what was done are encrypted."""

    happened_on = models.DateField(_("day"), default=timezone.localdate)
    type = models.CharField(_("type"), max_length=10, choices=SafetyType.choices)
    is_acute = models.BooleanField(_("acute: the danger goes on"), default=False)  # when it was noted
    site = models.ForeignKey(
        "housing.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="safety_entries")
    what = EncryptedTextField(_("what happened"), blank=False)
    measures = EncryptedTextField(_("measures taken"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # Entered by mistake: it stays readable in the history, and counts nowhere.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = SafetyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_safety_says_something",
                condition=Q(what__isnull=False),
                violation_error_message=_("Write what happened."),
            )
        ]
        indexes = [models.Index(fields=["-happened_on", "-id"], name="housing_safety_by_day")]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_type_display()} {self.happened_on}"


@tracked()
class SafetyAddition(Record):
    """What came to be known or was done later."""

    entry = models.ForeignKey(SafetyEntry, models.PROTECT, related_name="additions")
    text = EncryptedTextField(_("addition"), blank=False)
    ends_danger = models.BooleanField(_("the danger is over"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_addition_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("Write what is to be added."),
            )
        ]

    def __str__(self):
        return f"{self.added_at}"
