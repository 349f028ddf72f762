"""The ledger of a merge: what moved, so that the two can be parted again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.history import tracked
from refuge.partners.models.organisation import Organisation
from refuge.records import Record


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(parted_at__isnull=True)


@tracked()
class Merge(Record):
    """`gone` was another entry of `kept`. `moved` holds the ids that changed hands, by the name of the relation."""

    kept = models.ForeignKey(Organisation, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Organisation, models.PROTECT, related_name="merged_into")
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    merged_at = models.DateTimeField(default=timezone.now, editable=False)
    parted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_merge_of_two", condition=~Q(kept=F("gone")),
                violation_error_message=_("Choose another organisation: this is the same one."),
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(parted_at__isnull=True), name="partners_merged_once",
                violation_error_message=_("This organisation was merged already."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.gone_id} into {self.kept_id}"
