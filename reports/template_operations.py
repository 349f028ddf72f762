"""Copying an example, editing it, and putting its lines in order."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from refuge import indicators
from refuge.operations import operation
from refuge.violations import RuleBroken
from reports import fields
from reports.content import told_to
from reports.models import PartKind, ReportTemplate, TemplatePart
from reports.words import in_all

COPIED = ("funder", "title", "introduction", "audience", "span", "language", "logo", "deadline_month", "deadline_day")

FOR_THE_HOUSE = gettext_lazy("This figure is for the house alone: it stands in no report that leaves it.")


@operation
def copy_template(*, template: ReportTemplate, by) -> ReportTemplate:
    """A template of its own with the same lines, and a title that says so. The example stays as it is."""
    fields = {name: getattr(template, name) for name in COPIED}
    copied = in_all(pgettext_lazy("report template", "copy"))
    fields["title"] = {code: f"{words} ({copied[code]})" if words else "" for code, words in template.title.items()}
    copy = ReportTemplate.objects.create(code=free_code(template.funder), created_by=by, **fields)
    lines = ("kind", "title", "text", "indicator", "breakdowns", "position")
    TemplatePart.objects.bulk_create(
        TemplatePart(template=copy, **{name: getattr(part, name) for name in lines})
        for part in template.parts.current()
    )
    return copy


def free_code(name: str) -> str:
    return f"{slugify(name)[:30].strip('-') or 'report'}-{get_random_string(6, '23456789abcdefghjkmnpqrstuvwxyz')}"


@operation
def change_template(*, template: ReportTemplate, by, logo=None, remove_logo=False, **changes) -> ReportTemplate:
    """Change what a template says of itself. Reports that were asked for already keep what they were asked with.
    ValidationError on a text with a field that stands for nothing. `logo`: a picture as PNG."""
    template = locked(template)
    check_texts("introduction", changes.get("introduction", {}))
    check_deadline(changes)
    check_audience(template, changes.get("audience", template.audience))
    for name, value in changes.items():
        setattr(template, name, value)
    if logo or remove_logo:
        template.logo = logo or None
    template.save()
    return template


def inside_of(audience) -> set[str]:
    """The indicators that a report to this audience cannot have."""
    return {each.code for each in indicators.declared()} - {each.code for each in told_to(audience)}


def check_audience(template, audience) -> None:
    """A template with figures for the house alone is not for somebody outside."""
    if template.parts.current().filter(indicator__in=inside_of(audience)).exists():
        raise ValidationError({"audience": ValidationError(FOR_THE_HOUSE, code="reports_inside")})


def check_deadline(changes) -> None:
    month, day = changes.get("deadline_month"), changes.get("deadline_day")
    if bool(month) != bool(day):
        raise ValidationError({"deadline_day": _("A deadline has a day and a month.")}, code="reports_half_deadline")


def check_texts(name: str, words: dict) -> None:
    """ValidationError on `name`_fr, `name`_nl or `name`_en, as the fields of a form are called."""
    for language, text in words.items():
        try:
            fields.check(text)
        except ValidationError as error:
            raise ValidationError({f"{name}_{language}": error.error_list}) from error


@operation
def archive_template(*, template: ReportTemplate, by) -> ReportTemplate:
    """Take a template out of the list; its reports stay."""
    template = locked(template)
    template.archived_at = template.archived_at or timezone.now()
    template.save(update_fields=["archived_at"])
    return template


@operation
def restore_template(*, template: ReportTemplate, by) -> ReportTemplate:
    """Put an archived template back."""
    template = locked(template)
    template.archived_at = None
    template.save(update_fields=["archived_at"])
    return template


@operation
def add_part(*, template: ReportTemplate, kind: str, by, **fields_of_part) -> TemplatePart:
    """Add a line at the end. ValidationError for a figure that nobody counts or a field that stands for nothing."""
    template = locked(template)
    part = TemplatePart(template=template, kind=kind, position=next_position(template), **fields_of_part)
    check_part(part, template)
    part.save(force_insert=True)
    return part


@operation
def change_part(*, part: TemplatePart, by, **changes) -> TemplatePart:
    """Change one line."""
    template = locked(part.template)
    part = TemplatePart.objects.select_for_update().get(pk=part.pk)
    for name, value in changes.items():
        setattr(part, name, value)
    check_part(part, template)
    part.save()
    return part


def check_part(part: TemplatePart, template: ReportTemplate) -> None:
    check_texts("text", part.text)
    if part.kind != PartKind.FIGURE:
        return
    declared = {each.code: {by.code for by in each.breakdowns} for each in indicators.declared()}
    if part.indicator in inside_of(template.audience):
        raise ValidationError({"indicator": ValidationError(FOR_THE_HOUSE, code="reports_inside")})
    if part.indicator not in declared:
        raise ValidationError({"indicator": _("Nobody counts this figure.")}, code="reports_unknown_indicator")
    if set(part.breakdowns) - declared[part.indicator]:
        raise ValidationError({"breakdowns": _("This figure has no such breakdown.")}, code="reports_unknown_breakdown")


@operation
def move_part(*, part: TemplatePart, up: bool, by) -> TemplatePart:
    """Change places with the line above or below; the first cannot go higher."""
    locked(part.template)
    lines = list(TemplatePart.objects.select_for_update().filter(template=part.template_id).current())
    place = next((number for number, each in enumerate(lines) if each.pk == part.pk), None)
    if place is None:
        raise RuleBroken(_("This line was removed in the meantime."), code="reports_part_removed")
    other = place + (-1 if up else 1)
    if 0 <= other < len(lines):
        lines[place], lines[other] = lines[other], lines[place]
        for number, each in enumerate(lines):
            each.position = number
        TemplatePart.objects.bulk_update(lines, ["position"])
    return part


@operation
def remove_part(*, part: TemplatePart, by) -> TemplatePart:
    """Take a line out; it can be put back where it was."""
    return set_removed(part, timezone.now())


@operation
def restore_part(*, part: TemplatePart, by) -> TemplatePart:
    """Put a removed line back."""
    return set_removed(part, None)


def set_removed(part, moment) -> TemplatePart:
    locked(part.template)
    part = TemplatePart.objects.select_for_update().get(pk=part.pk)
    part.removed_at = moment
    part.save(update_fields=["removed_at"])
    return part


def locked(template) -> ReportTemplate:
    return ReportTemplate.objects.select_for_update().get(pk=template.pk)


def next_position(template) -> int:
    last = template.parts.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
