"""Files that management asks for and that are gone after two days, and statements that were sent to one party."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.encryption import EncryptedBytesField, EncryptedJSONField
from refuge.history import KeeperOnly, tracked
from refuge.records import Record

FIGURES = "figures"


class ExportState(models.TextChoices):
    BUILDING = "building", pgettext_lazy("export", "being built")
    READY = "ready", pgettext_lazy("export", "ready")
    FAILED = "failed", pgettext_lazy("export", "failed")
    DELETED = "deleted", pgettext_lazy("export", "deleted")


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "reports.export") else self.none()

    def building(self):
        return self.filter(state=ExportState.BUILDING)


@tracked(exclude=["content", "tries"])
class Export(Record):
    """One file. `kind` is "figures" or the code of a row export. Its content is encrypted and goes after some days;
    that it was made, and for whom, stays."""

    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=4, choices=[("xlsx", "XLSX"), ("csv", "CSV")], default="xlsx")
    first = models.DateField()
    last = models.DateField()
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.BUILDING, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    content = EncryptedBytesField(_("file"))

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_export_in_order",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("A period cannot end before it begins."),
            )
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="reports_exports_newest")]

    def __str__(self):
        return f"{self.kind} {self.first:%Y-%m-%d} {self.last:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ExportState.BUILDING


class IssuedStatement(Record):
    """A month's statement as it was sent. Later changes of an earlier month stand on the next one, as corrections:
    `lines` are {"month", "number", "nights", "correction"}."""

    code = models.CharField(max_length=40)
    month = models.DateField()
    lines = EncryptedJSONField(_("lines"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "month"],
                name="reports_one_statement_a_month",
                violation_error_message=_("This month’s statement was issued already."),
            ),
            models.CheckConstraint(
                name="reports_statement_of_a_month",
                condition=Q(month__day=1),
                violation_error_message=_("A statement covers a calendar month."),
            ),
        ]
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.code} {self.month:%Y-%m}"
