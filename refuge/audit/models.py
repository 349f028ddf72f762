"""The access log and the record of what the keeper did. Both only grow."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.history import KeeperOnly


class Opening(models.Model):
    """Somebody opened a young person's file, or had something hidden in it shown.

    The subject is named by label and UUID, so that the log outlives what it tells of.
    """

    class What(models.TextChoices):
        VIEW = "view", _("opened")
        REVEAL = "reveal", _("shown what was hidden")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    subject_label = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    what = models.CharField(max_length=10, choices=What.choices, default=What.VIEW)
    detail = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["subject_label", "subject_id", "-at"], name="audit_opening_subject"),
            models.Index(fields=["-at", "-id"], name="audit_opening_newest"),
            models.Index(fields=["user", "-at"], name="audit_opening_user"),
        ]
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_id} {self.what} {self.subject_label}"


class KeeperRun(models.Model):
    """What the keeper's function did to an append-only table, why, and who asked. Written by that function alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    target = models.CharField(max_length=120)
    rows = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    asked_by = models.UUIDField(null=True)

    class Meta:
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"
