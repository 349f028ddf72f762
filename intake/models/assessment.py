"""What an assessment finds beyond the facts of the call, all of it encrypted and read by few."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


@tracked()
class Assessment(Record):
    """One a request, written anew as more is known; the database's history keeps what it said before."""

    request = models.OneToOneField("intake.Request", models.PROTECT, related_name="findings")
    # {NeedDomain: NeedLevel}; a domain that is missing was not asked about.
    domains = EncryptedJSONField(_("needs by domain"))
    perpetrators = EncryptedJSONField(_("who did it"))
    complaint = EncryptedTextField(_("complaint to the police"))
    reported = EncryptedTextField(_("reported to Unia or the Institute for equality"))
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    assessed_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.assessed_at:%Y-%m-%d}"
