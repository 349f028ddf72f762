"""What somebody is typing, kept on the server until it is saved or thrown away."""

from django.conf import settings
from django.db import models

from refuge.encryption import EncryptedJSONField
from refuge.records import Record


class Draft(Record):
    """The fields of one form of one person, encrypted. Outside history: gone once the form is saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    fields = EncryptedJSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_one_draft_a_form")]

    def __str__(self):
        return self.key
