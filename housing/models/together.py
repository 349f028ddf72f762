"""Living together: what somebody wishes for of a shared flat, and who had better not share one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import MERGED, FileNotMerged
from refuge.records import Record


class Wish(models.TextChoices):
    """What somebody says of living with others. Asked, never required."""

    QUIET = "quiet", _("needs quiet")
    ALONE = "alone", _("rather alone in a flat")
    EARLY = "early", _("up early")
    LATE = "late", _("up late")
    NIGHT_WORK = "night_work", _("works at night")
    SMOKES = "smokes", _("smokes")
    NO_SMOKE = "no_smoke", _("no smoke around them")
    PET = "pet", _("comes with a pet")
    NO_PETS = "no_pets", _("no pets")
    STEP_FREE = "step_free", _("needs a step-free space")


# Two wishes that do not go well together, whoever has which.
CLASHING = (
    (Wish.QUIET, Wish.LATE),
    (Wish.QUIET, Wish.NIGHT_WORK),
    (Wish.EARLY, Wish.LATE),
    (Wish.NO_SMOKE, Wish.SMOKES),
    (Wish.NO_PETS, Wish.PET),
)


class OfPersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "housing.view_stay"):
            return self.none()
        return self.filter(of_open_file(user))


@tracked()
class LivingWishes(Record):
    """One row a person, written over; history keeps what it was."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="living_wishes")
    wishes = EncryptedJSONField(_("wishes"))
    note = EncryptedTextField(_("in their words"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.changed_at:%Y-%m-%d}"


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those between two people who are both there for `user`: one closed file hides the conflict whole."""
        if not allows(user, "housing.view_stay"):
            return self.none()
        return self.filter(of_open_file(user, "first"), of_open_file(user, "second"))

    def of(self, person):
        """From either side."""
        return self.filter(Q(first=person) | Q(second=person))

    def standing(self, day):
        return self.filter(ended_at__isnull=True, ends_on__gt=day)


def second_not_merged() -> FileNotMerged:
    """The rule for the second of two people, under a name of its own in the database."""
    rule = FileNotMerged("second_id")
    rule.name = f"{MERGED}_second"
    return rule


@tracked()
class Conflict(Record):
    """Two people who had better not share a flat, until a day: nothing between people is for ever. It has no side
    that is right, and which of them stands first means nothing."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason = EncryptedTextField(_("what the team must know of it"), blank=False)
    ends_on = models.DateField(_("holds until"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_conflict_between_two",
                condition=~Q(first=F("second")),
                violation_error_message=_("A conflict is between two people."),
            ),
            models.CheckConstraint(
                name="housing_conflict_has_a_reason",
                condition=Q(reason__isnull=False),
                violation_error_message=_("Write what the team must know of it."),
            ),
        ]
        indexes = [
            models.Index(fields=["first"], name="housing_conflict_first"),
            models.Index(fields=["second"], name="housing_conflict_second"),
        ]
        triggers = [FileNotMerged("first_id"), second_not_merged()]

    def __str__(self):
        return f"{self.noted_at:%Y-%m-%d}"

    def other(self, person) -> Person:
        return self.second if self.first_id == person.pk else self.first
