"""A list on its way into the directory: read, shown, then confirmed or thrown away."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from refuge.access import allows
from refuge.encryption import EncryptedJSONField
from refuge.records import Record


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its own importer's, and only while they may fill the directory."""
        return self.filter(imported_by=user) if allows(user, "partners.change") else self.none()


class ImportBatch(Record):
    """The rows of one file as they were read, until they are entered; then which organisations came of it."""

    rows = EncryptedJSONField(blank=False)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    read_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    made = ArrayField(models.UUIDField(), default=list, blank=True)

    objects = ImportQuerySet.as_manager()

    def __str__(self):
        return f"{self.read_at:%Y-%m-%d}"
