"""Where a resident goes next, how likely that is, and what stands in the way of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Destination
from housing.models.stay import Stay, of_visible_stay
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


class Chance(models.TextChoices):
    """How likely the planned exit is on its day, as the worker sees it."""

    SURE = "sure", _("settled")
    LIKELY = "likely", _("likely")
    OPEN = "open", _("uncertain")
    UNLIKELY = "unlikely", _("unlikely")


class Blocker(models.TextChoices):
    """What an exit waits for."""

    INCOME = "income", _("Income")
    PERMIT = "permit", _("Residence permit")
    GUARANTEE = "guarantee", _("Rental guarantee")
    REGISTRATION = "registration", _("Registration at an address")
    HOUSING = "housing", _("No housing found")
    HEALTH = "health", _("Health")
    OTHER = "other", _("Something else")


class OfStayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_visible_stay(user))


class BlockerQuerySet(OfStayQuerySet):
    def open(self):
        return self.filter(resolved_at__isnull=True)


@tracked()
class ExitPlan(Record):
    """One row a stay, written over; history keeps what it was. Once the person has left, what happened stands on the
    stay, and the plan beside it shows what was hoped for."""

    stay = models.OneToOneField(Stay, models.CASCADE, related_name="exit_plan")
    destination = models.CharField(_("destination"), max_length=24, choices=Destination.choices, blank=True)
    # Without it the person leaves by the agreed day.
    leaves_on = models.DateField(_("planned day"), null=True, blank=True)
    chance = models.CharField(_("chance"), max_length=10, choices=Chance.choices, blank=True)
    note = EncryptedTextField(_("note"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfStayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_exit_plan_says_something",
                condition=~Q(destination="", leaves_on__isnull=True, chance="", note__isnull=True),
                violation_error_message=_("Say at least one thing of the exit."),
            )
        ]

    def __str__(self):
        return self.get_destination_display() or f"{self.changed_at:%Y-%m-%d}"


@tracked()
class ExitBlocker(Record):
    """One thing that stands in the way. Resolved with who and when; noted by mistake, it goes."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="exit_blockers")
    kind = models.CharField(_("what blocks it"), max_length=12, choices=Blocker.choices)
    note = EncryptedTextField(_("note"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    resolved_at = models.DateTimeField(null=True, editable=False)

    objects = BlockerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_blocker_resolved_whole",
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                violation_error_message=_("What is resolved has an author and a time."),
            ),
            models.CheckConstraint(
                name="housing_other_blocker_named",
                condition=~Q(kind=Blocker.OTHER) | Q(note__isnull=False),
                violation_error_message=_("Write what it is that blocks the exit."),
            ),
            models.UniqueConstraint(
                fields=["stay", "kind"],
                condition=Q(resolved_at__isnull=True) & ~Q(kind=Blocker.OTHER),
                name="housing_blocker_once",
                violation_error_message=_("This stands in the way already."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
