"""From a report's data to a tagged PDF (PDF/UA-1), with nothing fetched but what is packaged."""

import hashlib
from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path

import font_source_sans_pro
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import charts, numbers

FONTS = Path(font_source_sans_pro.font_directory)
# Everything a report may be made of, by name; there is no folder to walk out of and no host to ask.
PACKAGED = {
    "package:regular": (FONTS / "SourceSansPro-Regular.ttf", "font/ttf"),
    "package:semibold": (FONTS / "SourceSansPro-Semibold.ttf", "font/ttf"),
    "package:bold": (FONTS / "SourceSansPro-Bold.ttf", "font/ttf"),
}
STYLE = Path(__file__).with_name("report.css")


class PackagedOnly(URLFetcher):
    """Gives the packaged fonts and pictures carried inside the page (data:); anything else stops the report."""

    def __init__(self):
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        if url in PACKAGED:
            path, kind = PACKAGED[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        if not url.startswith("data:image/"):
            raise FatalURLFetchingError(f"A report fetches nothing from outside: {url[:80]}")
        return super().fetch(url, headers)


def pdf_of(data: dict, *, limit: int, version: str) -> bytes:
    """The PDF of protected report data, in the language of now. The same data gives the same pages."""
    html = render_to_string("reports/annual.html", page_of(data, limit, version))
    fonts = FontConfiguration()
    fetcher = PackagedOnly()
    style = CSS(string=style_text(), url_fetcher=fetcher, font_config=fonts)
    return HTML(string=html, url_fetcher=fetcher, base_url="package:").write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


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
