"""The PDF: what it says, that a machine can read it, and that it asks nobody for anything."""

import re
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from refuge import indicators
from refuge.indicators import Figure, Period
from refuge.pdf import PackagedOnly
from reports import charts
from reports.catalogue import ANNUAL
from reports.content import content_of, report_data
from reports.numbers import day_in_full, percent, show
from reports.pdf import checksum, pdf_of, written
from reports.protection import protect
from tests.reports import made_up_year

pytestmark = pytest.mark.django_db

LIMIT = 5
SVG, ID = "{http://www.w3.org/2000/svg}", "chart-[0-9a-f-]+"


def built(language="en", year=2025):
    with override(language):
        return pdf_of(protect(report_data(content_of(ANNUAL), Period.year(year)), LIMIT), limit=LIMIT, version="9.9")


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.fixture
def reader():
    made_up_year()
    return PdfReader(BytesIO(built()))


def elements(node, found=None) -> list:
    """Every structure element of a tagged PDF below `node`."""
    found = [] if found is None else found
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            found.append(child)
            elements(child, found)
    return found


def test_it_says_the_figures_and_how_they_were_counted():
    made_up_year()
    with override("en"):
        sections = report_data(content_of(ANNUAL), Period.year(2025))["sections"]
        figures = {each["code"]: each for section in sections for each in section["indicators"]}
        text = text_of(built())
        for figure in figures.values():
            assert figure["name"] in text
            assert re.sub(r"\s+", " ", figure["definition"])[:60] in text
        for code in ("accommodated", "nights_held", "occupancy_rate", "exits", "stay_mean"):
            assert show(figures[code]["value"], figures[code]["unit"]) in text


def test_it_is_tagged_and_says_so(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-BE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == "Annual figures 2025"
    assert reader.outline


def test_headings_tables_and_pictures_have_their_tags(reader):
    found = elements(reader.trailer["/Root"]["/StructTreeRoot"])
    kinds = {str(each["/S"]) for each in found}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/P"} <= kinds
    pictures = [each for each in found if each["/S"] == "/Figure"]
    assert len(pictures) >= 2
    assert all(each.get("/Alt") for each in pictures)


def test_contents_and_page_numbers(reader):
    contents = re.sub(r"[\s.]+", " ", reader.pages[1].extract_text())
    where = int(re.search(r"Method (\d+)", contents).group(1))
    assert "Built by refuge 9.9" in re.sub(r"\s+", " ", reader.pages[where - 1].extract_text())
    assert f"{where} / {len(reader.pages)}" in reader.pages[where - 1].extract_text()


def test_only_the_packaged_font_and_all_of_it_inside(reader):
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            fonts[str(font["/BaseFont"])] = inner["/FontDescriptor"]
    assert fonts
    for name, descriptor in fonts.items():
        assert "Source-Sans-Pro" in name
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_moment_of_the_data_and_an_unfinished_year():
    over, running = text_of(built(year=2024)), text_of(built(year=Period.year(2025).today.year))
    for words in ("The period was not over", "For use inside the house"):
        assert words not in over
        assert words in running


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.png",
        "https://package:regular@example.org/x.png",
        "file:///etc/passwd",
        "package:../settings.py",
        "package:",
        "data:text/css,*{}",
        "ftp://example.org/x",
    ],
)
def test_nothing_is_fetched_from_outside(address):
    with pytest.raises(FatalURLFetchingError):
        PackagedOnly().fetch(address)
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f'<img src="{address}">', url_fetcher=PackagedOnly(), base_url="package:").write_pdf()


def test_the_same_data_gives_the_same_checksum():
    data = protect(report_data(content_of(ANNUAL), Period.year(2025)), LIMIT)
    first, second = (pdf_of(data, limit=LIMIT, version="9.9") for _time in range(2))
    assert checksum(first) == checksum(second)
    assert len(checksum(first)) == 64


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["87,3\u202f%", "12\u202f345", "1er janvier 2026", "54,5"]),
        ("nl", ["87,3%", "12.345", "1 januari 2026", "54,5"]),
        ("en", ["87.3%", "12,345", "1 January 2026", "54.5"]),
    ],
)
def test_numbers_and_days_as_belgians_write_them(language, expected):
    with override(language):
        found = [percent(0.8729), show(12345, "nights"), day_in_full(date(2026, 1, 1)), show(54.45, "days")]
    assert found == expected


def test_a_mean_of_few_is_hidden():
    """Three departures are few, whatever the days come to; three nights tell about nobody."""
    assert indicators.get("stay_mean").telling_number(Figure(40, 120, 3)) == 3
    assert indicators.get("nights_held").telling_number(Figure(3)) is None


def test_a_hidden_number_has_an_empty_bar_and_no_size():
    rows = [row("alpha", 31), row("beta", 3), row("gamma", 4)]
    breakdown = {"code": "x", "name": "X", "chart": "bars", "adds_up": True, "rows": rows}
    indicator = {"code": "x", "breakdowns": [breakdown], "unit": "persons", "value": 38, "telling": 38}
    with override("en"):
        year = {"first": "2025-01-01", "last": "2025-12-31", "is_over": True}
        (section,) = protect({**year, "sections": [{"indicators": [indicator]}]}, LIMIT)["sections"]
        page = written(section["indicators"][0])
        drawing = charts.svg(page["breakdowns"][0], "persons").decode()
    assert page["text"] == "38"
    assert [each["text"] for each in page["breakdowns"][0]["rows"]] == ["31", "hidden", "hidden"]
    assert "3" not in page["breakdowns"][0]["in_words"].replace("31", "")
    assert sorted(texts_of(drawing)) == ["31", "hidden", "hidden"]
    assert "dashed" in page["breakdowns"][0]["note"]


@pytest.mark.parametrize(("chart", "unit"), [("bars", "persons"), ("months", "persons"), ("months", "share")])
def test_the_drawing_is_the_same_whatever_is_hidden(chart, unit):
    """An empty bar stands where a zero has none, and its size tells nothing of the number."""

    def drawn(*hidden):
        shown, zero = row("shown", 0.5), row("zero", 0)
        rows = [shown, *({**row("less", each), "hidden": True} for each in hidden), zero]
        return charts.svg({"chart": chart, "rows": rows}, unit).decode()

    small, large = drawn(1, 2), drawn(900, None)
    empty = [each for each in bars_of(small) if "dasharray" in each.get("style", "")]
    assert re.sub(ID, "", small) == re.sub(ID, "", large)
    assert len(empty) == 2
    assert len({(each["width"], each["height"]) for each in empty}) == 1
    assert float(empty[0]["width"]) > 5
    assert float(empty[0]["height"]) > 5


def test_no_note_below_a_drawing_that_shows_everything():
    assert not charts.note({"rows": [row("alpha", 31)]})


def tree_of(drawing):
    return ElementTree.fromstring(drawing)  # noqa: S314 drawn here


def bars_of(drawing) -> list[dict]:
    return [each.attrib for each in tree_of(drawing).iter(f"{SVG}rect") if "rect" in each.get("class", "")]


def texts_of(drawing) -> list[str]:
    """The words beside the bars."""
    return [each.text for each in tree_of(drawing).iter(f"{SVG}text") if each.get("class") == "value"]


def row(code, value) -> dict:
    return {"code": code, "label": code, "value": value, "telling": value}
