"""Two files that were one person's: the merge, and the ledger of what moved, from which it is undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models.person import Person
from refuge.records import Record


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Merges of the files `user` may open: of two that were parted again, both."""
        files = Person.objects.visible_to(user)
        return self.filter(Q(parted_at__isnull=True) | Q(absorbed__in=files), kept__in=files)

    def of(self, person):
        """Those that went into the file, the newest first."""
        return self.filter(kept=person).order_by("-merged_at", "-id")

    def standing(self):
        return self.filter(parted_at__isnull=True)


@tracked()
class Merge(Record):
    """One file went into another. `taken` says, by group of fields, what the kept file held before and after:
    {"age": {"before": {…}, "after": {…}}}."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="merges_into")
    reason = EncryptedTextField(_("why they are one person"), blank=False)
    taken = EncryptedJSONField(_("fields taken over"))
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    merged_at = models.DateTimeField(default=timezone.now, editable=False)
    parted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    parted_at = models.DateTimeField(_("parted"), null=True, blank=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(parted_at__isnull=True), name="people_merged_once",
                violation_error_message=_("One of the files has just been merged: look at the page again."),
            ),
            models.CheckConstraint(
                name="people_merge_of_two", condition=~Q(kept=F("absorbed")),
                violation_error_message=_("A file cannot be merged with itself."),
            ),
            models.CheckConstraint(
                name="people_merge_with_reason", condition=Q(reason__isnull=False),
                violation_error_message=_("Write why the two files are one person’s."),
            ),
            models.CheckConstraint(
                name="people_parted_by_somebody",
                condition=Q(parted_at__isnull=True, parted_by__isnull=True)
                | Q(parted_at__isnull=False, parted_by__isnull=False),
                violation_error_message=_("A parting has an author and a time."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.absorbed_id} into {self.kept_id}"

    @property
    def is_parted(self) -> bool:
        return self.parted_at is not None


class MergeMove(Record):
    """One line of the ledger. With a `field` the row moved from the absorbed to the kept file; with `changes`,
    {field: [before, after]}, a row of the kept file took over what its double said; with neither, the merge made it."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    label = models.CharField(max_length=60)
    row = models.UUIDField()
    field = models.CharField(max_length=60, blank=True)
    changes = EncryptedJSONField()

    class Meta:
        indexes = [models.Index(fields=["label", "row"], name="people_mergemove_row")]

    def __str__(self):
        return f"{self.label} {self.row}"
