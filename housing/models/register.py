"""The old register on its way into the house: an import, what it made, and the stays that wait for a decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Programme
from intake.models import Request
from refuge.access import allows
from refuge.encryption import EncryptedBytesField, EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


class ImportState(models.TextChoices):
    READING = "reading", _("Being read")
    READ = "read", _("Read, nothing taken over yet")
    REFUSED = "refused", _("Could not be read")
    IMPORTING = "importing", _("Being taken over")
    DONE = "done", _("Taken over")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped by an error")


# Something is at work, or should be.
WORKING = (ImportState.READING, ImportState.IMPORTING, ImportState.UNDOING)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "housing.view_import") else self.none()

    def working(self):
        return self.filter(state__in=WORKING)


@tracked(exclude=["progress"])
class RegisterImport(Record):
    """One workbook. `found` is what a careful reader finds in it, `made` what taking it over made, in numbers."""

    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.READING, editable=False)
    file_name = EncryptedTextField(_("file"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = EncryptedTextField()
    found = EncryptedJSONField()
    rejected = EncryptedJSONField()  # the rows themselves, to be given back as a workbook
    made = models.JSONField(default=dict, editable=False)
    references = models.JSONField(default=list, editable=False)  # [series, year, count, last], to be given back
    marks = models.JSONField(default=dict, editable=False)  # by model, the last line of history that is the import's
    finished_at = models.DateTimeField(null=True, editable=False)
    kept = models.JSONField(default=list, editable=False)  # what an undoing left, because somebody worked on it

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="housing_import_newest")]

    def __str__(self):
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


class RegisterFile(Record):
    """The workbook between its upload and its import. It has no history: gone is gone."""

    register_import = models.OneToOneField(RegisterImport, models.CASCADE, related_name="file")
    content = EncryptedBytesField()

    def __str__(self):
        return str(self.pk)


class ImportedRecord(Record):
    """What an import made. `key` names the row of the register, so that it is never taken over twice: a keyed hash,
    as it may hold a name."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="records")
    label = models.CharField(max_length=60)
    object_id = models.UUIDField()
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="housing_register_row_once"),
            models.UniqueConstraint(fields=["label", "object_id"], name="housing_imported_once"),
        ]

    def __str__(self):
        return self.label


class WaitingStayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about people whose files `user` may read."""
        if not allows(user, "housing.view_import"):
            return self.none()
        return self.filter(request__in=Request.objects.visible_to(user))

    def waiting(self):
        return self.filter(settled_at__isnull=True)


@tracked()
class WaitingStay(Record):
    """A stay of the register that breaks a rule of the house. `reasons` are [rule, detail]; somebody decides."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="waiting_stays")
    request = models.ForeignKey("intake.Request", models.CASCADE, related_name="waiting_stays")
    number = models.CharField(_("number"), max_length=40)
    reasons = models.JSONField(default=list)
    programme = models.CharField(_("programme"), max_length=10, choices=Programme.choices)
    arrived_on = models.DateField(_("arrived"))
    planned_until = models.DateField(_("planned until"), null=True)
    departed_on = models.DateField(_("departed"), null=True)
    space = models.CharField(_("space"), max_length=20, blank=True)
    destination = models.CharField(max_length=24, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    stay = models.OneToOneField("housing.Stay", models.SET_NULL, null=True, related_name="+")

    objects = WaitingStayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_waiting_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["register_import", "arrived_on"], name="housing_waiting_stays")]

    def __str__(self):
        return self.number
