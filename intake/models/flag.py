"""Risk flags (DOMAIN.md 6): neutral, with a level and a day by which somebody looks again."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class RiskFlagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Flags of the people whose files `user` may open."""
        if not allows(user, "intake.view_flags"):
            return self.none()
        return self.filter(of_open_file(user))

    def standing(self):
        return self.filter(closed_at__isnull=True)

    def raised(self):
        """Those that warn; a level of "none" says that the question was asked."""
        return self.standing().exclude(level=RiskFlag.Level.NONE)

    def overdue(self, day):
        """Nobody looked again by the day agreed."""
        return self.standing().filter(review_on__lt=day)


@tracked()
class RiskFlag(Record):
    """Shown above every page of the person until it is closed. One of a kind at a time."""

    class Kind(models.TextChoices):
        SUICIDE = "suicide", pgettext_lazy("risk", "Suicide")
        SELF_HARM = "self_harm", pgettext_lazy("risk", "Self-harm")
        FAMILY = "family", pgettext_lazy("risk", "Violence from family")
        HONOUR = "honour", pgettext_lazy("risk", "Honour-related threat")
        TRAFFICKING = "trafficking", pgettext_lazy("risk", "Trafficking or exploitation")
        SEXUAL = "sexual", pgettext_lazy("risk", "Sexual exploitation")
        SUBSTANCE = "substance", pgettext_lazy("risk", "Substance use")
        MEDICAL = "medical", pgettext_lazy("risk", "Medical")
        RUNAWAY = "runaway", pgettext_lazy("risk", "Running away")
        CONFLICT = "conflict", pgettext_lazy("risk", "Conflict with residents")

    class Level(models.TextChoices):
        NONE = "none", pgettext_lazy("risk", "None seen")
        WATCH = "watch", pgettext_lazy("risk", "To watch")
        ACUTE = "acute", pgettext_lazy("risk", "Acute")

    person = models.ForeignKey(Person, models.PROTECT, related_name="risk_flags")
    kind = models.CharField(_("risk"), max_length=12, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=5, choices=Level.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    review_on = models.DateField(_("look again by"))
    note = EncryptedTextField(_("what was seen, what to do"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    closing_note = EncryptedTextField(_("why it is closed"))

    objects = RiskFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(closed_at__isnull=True),
                name="intake_one_flag_of_a_kind",
                violation_error_message=_("There is a flag for this risk already: review it."),
            ),
            models.CheckConstraint(
                name="intake_flag_reviewed_later",
                condition=Q(review_on__gte=F("since")),
                violation_error_message=_("The day to look again lies after the day it began."),
            ),
            models.CheckConstraint(
                name="intake_flag_closed_with_a_note",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, closing_note__isnull=False),
                violation_error_message=_("Write why the flag is closed."),
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(closed_at__isnull=True), name="intake_flag_review"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_overdue(self) -> bool:
        return self.closed_at is None and self.review_on < timezone.localdate()


def flags_raised():
    """The standing flags of a row's person, without their notes, as part of the row's own query."""
    flags = RiskFlag.objects.standing().filter(person=OuterRef("person")).order_by("since")
    return ArraySubquery(flags.values(row=JSONObject(kind="kind", level="level", review_on="review_on")))
