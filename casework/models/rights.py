"""Rights opened with the young person, step by step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.partners.models import Organisation
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class Right(models.TextChoices):
    """DOMAIN.md 8, indicator 45, and 4.6."""

    INCOME = "income", pgettext_lazy("right", "Income (RIS)")
    ADDRESS = "address", pgettext_lazy("right", "Reference address")
    HEALTH = "health", pgettext_lazy("right", "Health cover")
    PAPERS = "papers", pgettext_lazy("right", "Identity or residence document")


class Step(models.TextChoices):
    """What happened to a right. The first two say what was there at entry."""

    HAD = "had", pgettext_lazy("right", "There at entry")
    LACKED = "lacked", pgettext_lazy("right", "Missing at entry")
    ASKED = "asked", pgettext_lazy("right", "Requested")
    REFUSED = "refused", pgettext_lazy("right", "Refused")
    OPENED = "opened", pgettext_lazy("right", "Opened")
    ENDED = "ended", pgettext_lazy("right", "Ended")


AT_ENTRY = (Step.HAD, Step.LACKED)


class RightStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who accompany; management counts."""
        if not allows(user, "casework.view_rights"):
            return self.none()
        return self.filter(of_open_file(user))

    def kept(self):
        return self.filter(removed_at__isnull=True)

    def in_order(self):
        return self.order_by("happened_on", "noted_at", "id")


@tracked()
class RightStep(Record):
    """One step of one right: when, with which organisation, and in a few words what about it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="right_steps")
    right = models.CharField(_("right"), max_length=8, choices=Right.choices)
    step = models.CharField(_("what happened"), max_length=8, choices=Step.choices)
    happened_on = models.DateField(_("day"), default=timezone.localdate)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    detail = EncryptedTextField(_("in a few words"))
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = RightStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "right"],
                condition=Q(removed_at__isnull=True, step__in=["had", "lacked"]),
                name="casework_one_entry_of_a_right",
                violation_error_message=_("What was there at entry is noted already: remove that first."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["step", "happened_on"], condition=Q(removed_at__isnull=True), name="casework_right_steps"
            )
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_right_display()} {self.get_step_display()} {self.happened_on}"
