"""The night's hand-over: what staff add to the day's events, and who has read it. Gone after some weeks."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


@tracked()
class HandoverNote(Record):
    """A few lines for whoever comes next."""

    night = models.DateField(_("night"), db_index=True)
    text = EncryptedTextField(_("note"), blank=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_handover_says_something",
                condition=models.Q(text__isnull=False),
                violation_error_message=_("Write what the next colleague must know."),
            )
        ]

    def __str__(self):
        return f"{self.night}"


@tracked()
class HandoverReading(Record):
    """Somebody says that they have read a night's hand-over."""

    night = models.DateField(_("night"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["night", "user"],
                name="housing_handover_read_once",
                violation_error_message=_("You have already said so."),
            )
        ]

    def __str__(self):
        return f"{self.night}"
