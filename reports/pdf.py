"""From a report's data to its PDF."""

import hashlib
from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from refuge.pdf import pdf_from
from refuge.ui.words import moment
from reports import charts, fields, numbers, paper
from reports.words import funder_in_words

STYLE = Path(__file__).with_name("report.css")


def pdf_of(data: dict, *, limit: int, version: str) -> bytes:
    """The PDF of protected report data, in the language of now. The same data gives the same pages."""
    html = render_to_string("reports/annual.html", page_of(data, limit, version))
    return pdf_from(html, style_text())


@cache
def style_text() -> str:
    return STYLE.read_text()


def page_of(data: dict, limit: int, version: str, *, drawn=True) -> dict:
    """The data with every number written out, for the template; without its drawings where nobody looks at them."""
    first, last = (date.fromisoformat(data[name]) for name in ("first", "last"))
    counted_at = datetime.fromisoformat(data["counted_at"])
    sections = [
        {**section, "indicators": [written(each, drawn) for each in section["indicators"]]}
        for section in data["sections"]
    ]
    page = {
        **data,
        "site": settings.SITE_NAME,
        "funder": funder_in_words(data.get("funder", "")),
        "first": first,
        "last": last,
        "when": span_in_words(first, last),
        "first_in_full": numbers.day_in_full(first),
        "last_in_full": numbers.day_in_full(last),
        "nights_until": date.fromisoformat(data["nights_until"]),
        "counted_at": counted_at,
        "moment": moment(counted_at),
        "limit": limit,
        "version": version,
        "is_internal": data.get("audience") == "internal",
        "hides": any(row.get("hidden") for each in sections for one in each["indicators"] for row in rows_of(one)),
        "sections": [each for each in sections if not each.get("silent")],
        "defined": once(each for section in sections for each in section["indicators"]),
    }
    page = fill_texts(page)
    if drawn:
        for figure in (each for section in page["sections"] for each in section["indicators"]):
            figure["drawn"] = paper.drawn(figure)
    return page


def rows_of(indicator):
    return [row for breakdown in indicator["breakdowns"] for row in breakdown["rows"]]


def span_in_words(first, last) -> str:
    """The year; for a part of one, its first day and its last."""
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return str(first.year) if whole else f"{numbers.day_in_full(first)} – {numbers.day_in_full(last)}"


def once(figures) -> list[dict]:
    """Each figure once, however often it stands in the report."""
    return list({each["code"]: each for each in figures}.values())


def fill_texts(page: dict) -> dict:
    """Own text with its fields filled by what the report shows: a hidden figure is hidden there too."""
    values = {
        "year": str(page["first"].year),
        "first": page["first_in_full"],
        "last": page["last_in_full"],
        "shelter": page["site"],
        "funder": page.get("funder", ""),
        **{each["code"]: each["text"] for each in page["defined"]},
    }
    for section in page["sections"]:
        section["text"] = fields.fill(section.get("text", ""), values)
        for figure in section["indicators"]:
            figure["own_text"] = fields.fill(figure.get("own_text", ""), values)
    return {**page, "introduction": fields.fill(page["introduction"], values)}


def written(indicator: dict, drawn=True) -> dict:
    """The indicator with its figures as text and its charts as pictures."""
    unit = indicator["unit"]
    breakdowns = [
        {
            **each,
            "rows": [{**row, "text": text_of(row, unit)} for row in each["rows"]],
            "picture": picture(each, unit) if drawn else "",
            "note": charts.note(each),
            "in_words": in_words(each, unit),
        }
        for each in indicator["breakdowns"]
    ]
    return {
        **indicator,
        "text": text_of(indicator, unit),
        "word": "" if indicator.get("hidden") else numbers.unit_word(indicator["value"], unit),
        "breakdowns": breakdowns,
    }


def text_of(figure: dict, unit: str) -> str:
    """The figure as text, unless it is hidden."""
    return numbers.hidden() if figure.get("hidden") else numbers.show(figure["value"], unit)


def picture(breakdown: dict, unit: str) -> str:
    """The chart as a picture carried inside the page; nothing where there is no bar to draw."""
    if not any(row["value"] and not row.get("hidden") for row in breakdown["rows"]):
        return ""
    drawn = b64encode(charts.svg(breakdown, unit, font=charts.FONT)).decode()
    return f"data:image/svg+xml;base64,{drawn}"


def in_words(breakdown: dict, unit: str) -> str:
    """The chart for whoever cannot see it."""
    return "; ".join(f"{row['label']}: {text_of(row, unit)}" for row in breakdown["rows"])


def checksum(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
