"""Consents, and files closed to somebody who must not read them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models.contact import Because, CurrentQuerySet
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class ConsentQuerySet(CurrentQuerySet):
    def standing(self):
        return self.current().filter(withdrawn_at__isnull=True)


@tracked()
class Consent(Record):
    """What the young person agreed to, when and how; withdrawn as easily as given."""

    class Purpose(models.TextChoices):
        SOGI = "sogi", _("Recording orientation and gender identity")
        HEALTH = "health", _("Recording health notes")
        SHARING = "sharing", _("Sharing with a partner organisation")
        PHOTO = "photo", _("Photographs")
        CONTACT = "contact", _("Being contacted after the stay")

    class How(models.TextChoices):
        SPOKEN = "spoken", _("Spoken")
        SIGNED = "signed", _("Signed")
        WRITTEN = "written", _("In writing (message, e-mail)")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="consents")
    purpose = models.CharField(_("for what"), max_length=10, choices=Purpose.choices)
    detail = EncryptedTextField(_("with whom, limits"))
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # Noted by mistake: it was never given, which is not the same as withdrawn.
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    removed_because = models.CharField(_("why"), max_length=5, choices=Because.choices, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.get_purpose_display()


class ClosureQuerySet(models.QuerySet):
    def closed_to(self, user):
        return self.filter(user=user, reopened_at__isnull=True)


@tracked()
class Closure(Record):
    """A file closed to a colleague: for them it does not exist, on any page, list or search."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="closures")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="closed_files", verbose_name=_("closed to")
    )
    reason = EncryptedTextField(_("reason"), blank=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(default=timezone.now, editable=False)
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_closed_with_reason", condition=Q(reason__isnull=False),
                violation_error_message=_("Write why the file is closed to this colleague."),
            ),
            models.UniqueConstraint(
                fields=["person", "user"], condition=Q(reopened_at__isnull=True), name="people_closed_once",
                violation_error_message=_("The file is already closed to this colleague."),
            )
        ]  # fmt: skip
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.person_id} closed to {self.user_id}"
