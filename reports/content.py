"""What a report consists of, and its figures: a template as it stood, then plain data of one moment."""

import hashlib
import json
from base64 import b64encode

from django.utils import timezone

from refuge import indicators
from refuge.indicators import Period
from reports import fields
from reports.catalogue import TEMPLATES
from reports.catalogue import Template as Catalogued
from reports.figures import indicator_data, one_moment
from reports.models import Audience, PartKind, ReportTemplate
from reports.words import in_all, pick

# A breakdown list of None: all that the indicator has.
EVERY = None


def content_of(template: ReportTemplate | Catalogued) -> dict:
    """The template as plain data, kept with each report that is asked for."""
    return of_catalogue(template) if isinstance(template, Catalogued) else of_template(template)


def of_catalogue(template: Catalogued) -> dict:
    return {
        "template": template.code,
        "title": in_all(template.title),
        "introduction": in_all(template.introduction),
        "funder": "",
        "audience": Audience.FUNDER.value,
        "logo": "",
        "sections": [
            {
                "title": in_all(section.title),
                "text": {},
                "figures": [{"indicator": code, "breakdowns": EVERY, "text": {}} for code in section.indicators],
            }
            for section in template.sections
        ],
    }


def of_template(template: ReportTemplate) -> dict:
    return {
        "template": template.code,
        "title": template.title,
        "introduction": template.introduction,
        "funder": template.funder,
        "audience": template.audience,
        "logo": f"data:image/png;base64,{b64encode(template.logo).decode()}" if template.logo else "",
        "sections": sections_of(template.parts.current()),
    }


def sections_of(parts) -> list[dict]:
    """The lines of a template under their headings; figures before the first heading stand under none."""
    sections = []
    for part in parts:
        if part.kind == PartKind.SECTION or not sections:
            is_heading = part.kind == PartKind.SECTION
            sections.append(
                {"title": part.title if is_heading else {}, "text": part.text if is_heading else {}, "figures": []}
            )
        if part.kind == PartKind.FIGURE:
            sections[-1]["figures"].append(
                {"indicator": part.indicator, "breakdowns": part.breakdowns, "text": part.text}
            )
    return sections


def tables_in(content: dict) -> str:
    """In short which tables a report has: two of the same tell the same, whatever their words and order."""
    tables = sorted(
        {
            (figure["indicator"], breakdown)
            for section in content["sections"]
            for figure in section["figures"]
            for breakdown in [*breakdowns_of(figure), ""]
        }
    )
    return hashlib.sha256(json.dumps(tables).encode()).hexdigest()


def breakdowns_of(figure: dict) -> list[str]:
    if figure["breakdowns"] is not EVERY:
        return figure["breakdowns"]
    return ["*"]


def report_data(content: dict, period: Period) -> dict:
    """The report's figures, all of one moment, with their words in the language of now. What nobody declares any more
    is left out and named in `skipped`."""
    declared = {each.code: each for each in told_to(content["audience"])}
    wanted = [figure["indicator"] for section in content["sections"] for figure in section["figures"]]
    mentioned = sorted((mentioned_in(content) & declared.keys()) - set(wanted))
    with one_moment():
        counted_at = timezone.now()
        found = {code: indicator_data(declared[code], period) for code in {*wanted, *mentioned} if code in declared}
    return {
        **{name: content[name] for name in ("template", "funder", "audience", "logo")},
        "title": pick(content["title"]),
        "introduction": pick(content["introduction"]),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "is_over": period.is_over,
        "nights_until": period.nights_end.isoformat(),
        "counted_at": counted_at.isoformat(),
        "skipped": sorted(set(wanted) - found.keys()),
        "sections": [
            *(section_data(section, found) for section in content["sections"]),
            *([silent(mentioned, found)] if mentioned else []),
        ],
    }


def told_to(audience) -> list:
    """The indicators that a report to this audience can have: what is for the house alone stays in it."""
    return [each for each in indicators.declared() if audience == Audience.INTERNAL or not each.inside]


def mentioned_in(content: dict) -> set[str]:
    """The names that the report's own text has as fields."""
    texts = [content["introduction"]]
    for section in content["sections"]:
        texts += [section["text"], *(figure["text"] for figure in section["figures"])]
    return {name for words in texts for text in words.values() for name in fields.names_in(text)}


def section_data(section, found) -> dict:
    return {
        "title": pick(section["title"]),
        "text": pick(section["text"]),
        "indicators": [
            chosen(found[figure["indicator"]], figure) for figure in section["figures"] if figure["indicator"] in found
        ],
    }


def chosen(indicator: dict, figure: dict) -> dict:
    """The indicator with the breakdowns that the template shows, in the template's order."""
    breakdowns = indicator["breakdowns"]
    if figure["breakdowns"] is not EVERY:
        by_code = {each["code"]: each for each in breakdowns}
        breakdowns = [by_code[code] for code in figure["breakdowns"] if code in by_code]
    return {**indicator, "breakdowns": breakdowns, "own_text": pick(figure["text"])}


def silent(mentioned, found) -> dict:
    """Figures that stand in the text alone: protected like the others, in no table."""
    figures = [{**found[code], "breakdowns": []} for code in mentioned]
    return {"title": "", "text": "", "silent": True, "indicators": figures}


def template_named(code: str) -> ReportTemplate | Catalogued | None:
    return TEMPLATES.get(code) or ReportTemplate.objects.current().filter(code=code).first()
