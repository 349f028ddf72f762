"""An annual report of forty pages beside WeasyPrint alone on the same HTML, what building it takes of memory, and a
large workbook beside XlsxWriter alone: `python -m benchmarks report [--write]`."""

import time
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

PAGES = 40
RUNS = 3
ROWS, COLUMNS = 10_000, 10
MOST_OF_WEASYPRINT, MOST_OF_XLSXWRITER = 1.15, 1.5
MOST_MEMORY, MOST_GROWTH = 500, 100
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Taken:
    """Seconds of each run of the same work."""

    seconds: list = field(default_factory=list)

    def time(self, work):
        began = time.perf_counter()
        result = work()
        self.seconds.append(time.perf_counter() - began)
        return result

    @property
    def least(self) -> float:
        return min(self.seconds)


def content_of(sections: int) -> dict:
    """Every figure with all its parts, in so many chapters; from the second round on they come again."""
    from refuge import indicators
    from reports.catalogue import ANNUAL
    from reports.content import content_of
    from reports.words import in_all

    declared = [each for each in indicators.declared() if each.breakdowns]
    chosen = [declared[number % len(declared)] for number in range(sections)]
    return {
        **content_of(ANNUAL),
        "sections": [
            {
                "title": in_all(each.name),
                "text": {},
                "figures": [{"indicator": each.code, "breakdowns": None, "text": {}}],
            }
            for each in chosen
        ],
    }


def asked(content: dict):
    """A report of last year that waits to be built, with this content."""
    from django.utils import timezone

    from reports.models import Report, State
    from reports.operations import ask

    year = timezone.localdate().year - 1
    first, last = date(year, 1, 1), date(year, 12, 31)
    report = ask(template="annual", first=first, last=last, language="fr", build_here=True)
    Report.objects.filter(pk=report.pk, state=State.BUILDING).update(content=content)
    return report


def pages_in(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def built(content: dict, taken: Taken) -> bytes:
    """The PDF as a worker makes and keeps it: counting, protection, drawings, pages, spreadsheets, the database."""
    from reports import building
    from reports.models import Edition

    report = asked(content)
    taken.time(lambda: building.build(report.pk))
    return bytes(Edition.objects.get(report_id=report.pk).pdf)


def long_enough() -> dict:
    """A content that fills the pages."""
    sections = PAGES // 2
    while True:
        content = content_of(sections)
        pages = pages_in(built(content, Taken()))
        if pages >= PAGES:
            return content
        sections += max(1, (PAGES - pages) * sections // pages)


def html_of(content: dict) -> str:
    """The HTML of the report, as the worker gives it to WeasyPrint."""
    from unittest.mock import patch

    from reports import pdf

    seen = []
    with (
        patch.object(pdf, "pdf_from", lambda html, style: seen.append(html) or b""),
        patch("reports.operations.finish"),
    ):
        from reports import building

        building.build(asked(content).pk)
    return seen[0]


def report_lines() -> list[str]:
    """Turn and turn about, so that both meet the same machine."""
    from refuge.pdf import pdf_from
    from reports.pdf import style_text

    CLEAR.write_text("5")
    content = long_enough()
    memory = peak() / 1024
    html, whole, alone = html_of(content), Taken(), Taken()
    for _run in range(RUNS):
        pdf = built(content, whole)
        alone.time(lambda: pdf_from(html, style_text()))
    times = whole.least / alone.least
    return [
        f"| Report of {pages_in(pdf)} pages, all a worker does for it, XLSX and CSV too | {whole.least:.2f} s | |",
        f"| WeasyPrint alone on its HTML | {alone.least:.2f} s | |",
        f"| The one by the other | {mark(times, MOST_OF_WEASYPRINT)}{times:.2f} × | {MOST_OF_WEASYPRINT} × |",
        f"| Most memory of the process that built it | {mark(memory, MOST_MEMORY)}{memory:.0f} MB | {MOST_MEMORY} MB |",
    ]


def cells():
    """Half of the columns numbers, half text, as a row export has them."""
    yield [f"Column {number}" for number in range(COLUMNS)]
    for row in range(1, ROWS):
        yield [row * column if column % 2 else f"Text {row} {column}" for column in range(COLUMNS)]


def by_hand() -> bytes:
    """The same cells with XlsxWriter and nothing else."""
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Rows")
        for number, row in enumerate(cells()):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def by_the_house() -> bytes:
    from django.utils import timezone

    from reports.sheets import workbook

    return workbook([("Rows", cells(), [14] * COLUMNS)], timezone.now())


def peak() -> int:
    """The most memory since it was last cleared, in kB."""
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))


def growth_of(work) -> float:
    """By how many MB the process grows at most during the work."""
    CLEAR.write_text("5")
    before = peak()
    work()
    return (peak() - before) / 1024


def sheet_lines() -> list[str]:
    grown, ours, raw = growth_of(by_the_house), Taken(), Taken()
    for _run in range(RUNS):
        ours.time(by_the_house)
        raw.time(by_hand)
    times = ours.least / raw.least
    size = f"{ROWS:,} × {COLUMNS}"
    return [
        f"| XLSX of {size} cells | {ours.least:.2f} s | |",
        f"| XlsxWriter alone | {raw.least:.2f} s | |",
        f"| The one by the other | {mark(times, MOST_OF_XLSXWRITER)}{times:.2f} × | {MOST_OF_XLSXWRITER} × |",
        f"| Growth of memory | {mark(grown, MOST_GROWTH)}{grown:.0f} MB | {MOST_GROWTH} MB |",
    ]


def mark(value: float, most: float) -> str:
    return "" if value <= most else "**missed** "


def lines() -> list[str]:
    """Markdown lines, in the database at hand."""
    sheets = sheet_lines()  # first: what a report leaves free would hide their growth
    return [f"Least of {RUNS} runs, turn and turn about.", "", "| | Measured | At most |", "| --- | --: | --: |",
            *report_lines(), *sheets]  # fmt: skip
