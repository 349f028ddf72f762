"""The count of a night as it left the house: who took it, when, of which night. The numbers are not kept."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.history import tracked
from refuge.records import Record


class FileKind(models.TextChoices):
    XLSX = "xlsx", _("Workbook (.xlsx)")
    CSV = "csv", _("Text (.csv)")


class CountNightQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all() if allows(user, "housing.count_night") else self.none()


@tracked()
class CountNight(Record):
    night = models.DateField(_("night"))
    kind = models.CharField(_("file"), max_length=4, choices=FileKind.choices)
    is_exact = models.BooleanField(_("small counts shown"), default=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CountNightQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-taken_at"], name="housing_count_nights")]

    def __str__(self):
        return f"{self.night}"
