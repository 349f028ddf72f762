"""The evening: who was seen, who is on duty, how many guests.

Nights *present* are counted from here, nights *held* from stays and occupancies: neither is ever taken for the other.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.models.stay import Stay
from refuge.access import allows
from refuge.history import tracked
from refuge.people.models import of_open_file
from refuge.records import Record


class Presence(models.TextChoices):
    """What the round says of somebody. No mark is *not checked*, which is never *absent*."""

    PRESENT = "present", pgettext_lazy("at the round", "present")
    EXCUSED = "excused", pgettext_lazy("at the round", "excused")
    ABSENT = "absent", pgettext_lazy("at the round", "absent")


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Marks of the people whose files `user` may read."""
        if not allows(user, "housing.view_presence"):
            return self.none()
        return self.filter(of_open_file(user, "stay__person"))

    def standing(self):
        """Those not taken back."""
        return self.exclude(presence="")

    def counting(self):
        """Of each stay and night the latest mark alone: what was two people's word is one night."""
        return self.standing().order_by("stay", "night", "-made_at", "-pk").distinct("stay", "night")


@tracked()
class Mark(Record):
    """What one colleague says of one stay on one night. Two colleagues' words stand side by side; the latest counts.

    `night` is the day on which it begins. A mark taken back stays, empty, so that an older one that arrives late from a
    phone does not come in its place.
    """

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="marks")
    night = models.DateField(_("night"))
    presence = models.CharField(_("presence"), max_length=8, choices=Presence.choices, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # On the phone, which may have been without a network; when it came in stands in the history.
    made_at = models.DateTimeField(_("at"))

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "night", "made_by"],
                name="housing_one_mark_each",
                violation_error_message=_("You have already marked this person that night."),
            )
        ]
        indexes = [models.Index(fields=["night"], name="housing_marks_of_a_night")]

    def __str__(self):
        return f"{self.night} {self.presence}"


class DutyQuerySet(models.QuerySet):
    def on_night(self, night):
        return self.filter(night=night, ended_at__isnull=True)


@tracked()
class Duty(Record):
    """Somebody has said that they are on duty in a flat that night. It opens the flat's address to them, in one tap."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("housing.Unit", models.PROTECT, related_name="duties")
    night = models.DateField(_("night"))
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "night"],
                name="housing_on_duty_once",
                violation_error_message=_("You are on duty there already."),
            ),
            models.CheckConstraint(
                name="housing_duty_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                violation_error_message=_("The end cannot lie before the beginning."),
            ),
        ]

    def __str__(self):
        return f"{self.night}"


@tracked()
class GuestCount(Record):
    """How many guests sleep in a flat: a number, never a name."""

    unit = models.ForeignKey("housing.Unit", models.PROTECT, related_name="guest_counts")
    night = models.DateField(_("night"))
    guests = models.PositiveSmallIntegerField(_("guests"))
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    counted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "night"],
                name="housing_guests_counted_once",
                violation_error_message=_("The guests of this night are already counted."),
            ),
            models.CheckConstraint(
                name="housing_guests_possible",
                condition=Q(guests__lte=50),
                violation_error_message=_("More guests than a flat can hold: at most 50."),
            ),
        ]

    def __str__(self):
        return f"{self.night}"
