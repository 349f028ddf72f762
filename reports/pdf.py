"""From a report's data to its PDF."""

import hashlib
from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from refuge.pdf import pdf_from
from reports import charts, numbers

STYLE = Path(__file__).with_name("report.css")


def pdf_of(data: dict, *, limit: int, version: str) -> bytes:
    """The PDF of protected report data, in the language of now. The same data gives the same pages."""
    html = render_to_string("reports/annual.html", page_of(data, limit, version))
    return pdf_from(html, style_text())


@cache
def style_text() -> str:
    return STYLE.read_text()


def page_of(data: dict, limit: int, version: str) -> dict:
    """The data with every number written out, for the template."""
    first, last = (date.fromisoformat(data[name]) for name in ("first", "last"))
    return {
        **data,
        "site": settings.SITE_NAME,
        "first": first,
        "last": last,
        "first_in_full": numbers.day_in_full(first),
        "last_in_full": numbers.day_in_full(last),
        "nights_until": date.fromisoformat(data["nights_until"]),
        "counted_at": datetime.fromisoformat(data["counted_at"]),
        "limit": limit,
        "version": version,
        "sections": [
            {**section, "indicators": [written(each) for each in section["indicators"]]} for section in data["sections"]
        ],
    }


def written(indicator: dict) -> dict:
    """The indicator with its figures as text and its charts as pictures."""
    unit = indicator["unit"]
    breakdowns = [
        {
            **each,
            "rows": [{**row, "text": text_of(row, unit)} for row in each["rows"]],
            "picture": picture(each, unit),
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
