"""A report on its way, the edition that came of it, and the same figures for a spreadsheet.

The PDF stands in the database, not in a file: web and worker need no common folder, one dump holds all of it, and
the rule that it never changes is kept by the same trigger as for history. A year's report is about 60 kB.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge import violations
from refuge.access import allows
from refuge.history import KEEPER_ROLE, KeeperOnly, tracked
from refuge.records import Record
from reports.catalogue import TEMPLATES
from reports.models.template import Audience
from reports.words import LANGUAGES, funder_in_words, pick

violations.say("reports_final", _("A final report never changes. Build a new one and say in it what it corrects."))


class FinalStays(pgtrigger.Trigger):
    """Refuse to change or remove a final report, to everybody but the keeper's function."""

    name = "keeper_only_final"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__state="final")
    func = f"""
        IF current_user <> '{KEEPER_ROLE}' THEN
            RAISE EXCEPTION 'a final report never changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_final';
        END IF;
        RETURN coalesce(NEW, OLD);
    """


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "not built")
    BUILDING = "building", pgettext_lazy("report", "being built")
    READY = "ready", pgettext_lazy("report", "ready")
    FAILED = "failed", pgettext_lazy("report", "failed")
    FINAL = "final", pgettext_lazy("report", "final")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "reports.view_reports") else self.none()

    def building(self):
        return self.filter(state=State.BUILDING)


@tracked(exclude=["progress", "tries", "content", "name"])
class Report(Record):
    """One report of one template, period and language. `asked_by` is empty for the command line.

    `content` is the template as it stood when the report was asked for, so that a retry builds the same; `tables`
    says in short which tables it has. A later version `corrects` a final report and says why.
    """

    template = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.FUNDER, editable=False)
    funder = models.CharField(max_length=80, blank=True, editable=False)
    name = models.JSONField(default=dict, editable=False)
    content = models.JSONField(null=True, editable=False)
    tables = models.CharField(max_length=64, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", editable=False
    )
    reason = models.TextField(blank=True, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    finalised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_period_in_order",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("A period cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="reports_final_by_somebody",
                condition=~Q(state=State.FINAL) | Q(finalised_by__isnull=False, finalised_at__isnull=False),
                violation_error_message=_("A final report says who made it final, and when."),
            ),
            models.CheckConstraint(
                name="reports_correction_says_why",
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Say what is corrected, and why."),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="reports_one_correction",
                violation_error_message=_("There is a correction of this report already."),
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="reports_newest")]
        triggers = [
            FinalStays(),
            KeeperOnly(name="keeper_only", operation=pgtrigger.Truncate),
        ]

    def __str__(self):
        return f"{self.template} {self.first:%Y-%m-%d} {self.last:%Y-%m-%d} {self.language}"

    @property
    def funder_name(self) -> str:
        return funder_in_words(self.funder)

    @property
    def title(self) -> str:
        template = TEMPLATES.get(self.template)
        name = pick(self.name) or (template.title if template else self.template)
        return f"{name} {self.when}"

    @property
    def when(self) -> str:
        """The year; for a part of one, its first month and its last."""
        if (self.first.month, self.last.month) == (1, 12):
            return str(self.first.year)
        months = (self.first.month,) if self.first.month == self.last.month else (self.first.month, self.last.month)
        return f"{'–'.join(f'{month:02}' for month in months)}/{self.first.year}"

    @property
    def is_internal(self) -> bool:
        """Whether it stays in the house: its small numbers are shown, or it was counted before its year was over, and
        subtracted from the whole year's it tells of a few."""
        return self.audience == Audience.INTERNAL or self.is_early

    @property
    def is_early(self) -> bool:
        edition = getattr(self, "edition", None)
        return edition is not None and timezone.localdate(edition.counted_at) <= self.last

    @property
    def is_waiting(self) -> bool:
        return self.state == State.BUILDING


class Edition(models.Model):
    """What was built, once a report: the PDF with its checksum, and the figures and settings it was made from."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="edition")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    figures = models.JSONField()
    settings = models.JSONField()
    version = models.CharField(max_length=40)
    counted_at = models.DateTimeField()
    built_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id} {self.sha256[:12]}"


class ReportFile(models.Model):
    """The same report for a spreadsheet, made with the PDF and kept like it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="reports_one_file_a_kind")]
        triggers = [KeeperOnly()]
        default_permissions = ()

    def __str__(self):
        return f"{self.report_id}.{self.kind}"
