"""Consents, and files closed to somebody who must not read them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


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
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_consent_withdrawn_after_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            )
        ]

    def __str__(self):
        return self.get_purpose_display()


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
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "user"], condition=Q(reopened_at__isnull=True), name="people_closed_once",
                violation_error_message=_("The file is already closed to this colleague."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person_id} closed to {self.user_id}"
