"""What a funder gets: which figures in which order, with which words. Management copies an example and edits it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.history import tracked
from refuge.records import Record
from reports.words import LANGUAGES, funder_in_words, pick


class Audience(models.TextChoices):
    """Who reads it, and so how much is hidden."""

    INTERNAL = "internal", _("inside the house: small numbers are shown, except what only some may read in a file")
    FUNDER = "funder", _("a funder")
    PUBLIC = "public", _("the public")


class Span(models.TextChoices):
    YEAR = "year", _("a calendar year")
    QUARTER = "quarter", _("a quarter")
    MONTH = "month", _("a month")


class PartKind(models.TextChoices):
    SECTION = "section", pgettext_lazy("report", "heading")
    FIGURE = "figure", pgettext_lazy("report", "figure")


class ReportTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "reports.view_reports") else self.none()

    def current(self):
        return self.filter(archived_at__isnull=True)


def _person(**kwargs):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False, **kwargs
    )


@tracked(exclude=["logo"])
class ReportTemplate(Record):
    """One funder's report. `title` and `introduction` are texts by language; `example` is the code of the example it
    was inserted as. The deadline is a day of each year, for the report about the year before."""

    code = models.SlugField(max_length=40, unique=True)
    example = models.CharField(max_length=40, blank=True, editable=False)
    funder = models.CharField(max_length=80)
    title = models.JSONField(default=dict)
    introduction = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.FUNDER)
    span = models.CharField(max_length=7, choices=Span.choices, default=Span.YEAR)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    logo = models.BinaryField(null=True, blank=True)
    deadline_month = models.PositiveSmallIntegerField(null=True, blank=True)
    deadline_day = models.PositiveSmallIntegerField(null=True, blank=True)
    created_by = _person()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_outside_by_year",
                condition=Q(audience=Audience.INTERNAL) | Q(span=Span.YEAR),
                violation_error_message=_("What leaves the house covers calendar years."),
            ),
            models.CheckConstraint(
                name="reports_deadline_whole",
                condition=Q(deadline_month__isnull=True, deadline_day__isnull=True)
                | Q(deadline_month__range=(1, 12), deadline_day__range=(1, 31)),
                violation_error_message=_("A deadline has a day and a month."),
            ),
        ]

    def __str__(self):
        return pick(self.title) or self.code

    @property
    def funder_name(self) -> str:
        return funder_in_words(self.funder)


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "reports.view_reports") else self.none()

    def current(self):
        return self.filter(removed_at__isnull=True).order_by("position", "id")


@tracked()
class TemplatePart(Record):
    """One line of a template: a heading with its text, or a figure with the breakdowns that are shown."""

    template = models.ForeignKey(ReportTemplate, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=7, choices=PartKind.choices)
    title = models.JSONField(default=dict, blank=True)
    text = models.JSONField(default=dict, blank=True)
    indicator = models.CharField(max_length=60, blank=True)
    breakdowns = models.JSONField(default=list, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reports_part_has_its_figure",
                condition=Q(kind=PartKind.FIGURE) & ~Q(indicator="") | Q(kind=PartKind.SECTION, indicator=""),
                violation_error_message=_("A figure names what it counts; a heading does not."),
            )
        ]
        indexes = [models.Index(fields=["template", "position"], name="reports_parts_in_order")]

    def __str__(self):
        return self.indicator or pick(self.title)
