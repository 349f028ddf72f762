"""A report for a spreadsheet: its figures, how each was counted, and the method. No cell is ever a formula."""

import hashlib
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from refuge.indicators import SHARE
from refuge.spreadsheets import AS_TEXT, csv_bytes
from reports import numbers

# The oldest moment a ZIP knows: the same figures give the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def xlsx_of(page: dict) -> bytes:
    """The report as a workbook of three sheets. Numbers are numbers; a hidden one is a word."""
    tables = [
        (_("Figures"), figure_rows(page), (28, 38, 34, 30, 14, 16)),
        (_("Definitions"), definition_rows(page), (38, 90, 40, 40)),
        (_("Method"), method_rows(page), (34, 80)),
    ]
    return workbook(tables, datetime.fromisoformat(page["counted_at"].isoformat()))


def workbook(tables, moment) -> bytes:
    """[(name, rows, widths)] as XLSX; the first row of each is its heading. Rows may be a generator of any length."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {**AS_TEXT, "constant_memory": True}) as book:
        book.set_properties({"created": moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
        bold = book.add_format({"bold": True, "bottom": 1})
        share = book.add_format({"num_format": "0.0%"})
        for name, rows, widths in tables:
            sheet = book.add_worksheet(name[:31])
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    write(sheet, number, column, value, bold if number == 0 else share)
    return target.getvalue()


def write(sheet, row, column, value, look) -> None:
    if isinstance(value, Share):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value), *([look] if row == 0 else []))


class Share(float):
    """A number that a spreadsheet shows as a percentage."""


def csv_of(page: dict) -> bytes:
    """The same three tables as CSV files in one ZIP."""
    tables = [
        ("figures.csv", figure_rows(page)),
        ("definitions.csv", definition_rows(page)),
        ("method.csv", method_rows(page)),
    ]
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables:
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), csv_text(rows))
    return target.getvalue()


def csv_text(rows) -> bytes:
    """The rows as CSV, numbers as Belgians write them."""
    return csv_bytes(rows, local)


def local(number):
    if isinstance(number, Share):
        return numbers.percent(number)
    return numbers.one_decimal(number) if isinstance(number, float) else number


def figure_rows(page):
    yield [_("Section"), _("Indicator"), _("Breakdown"), _("Category"), _("Figure"), _("Unit")]
    for section in page["sections"]:
        for figure in section["indicators"]:
            unit = numbers.unit_name(figure["unit"])
            yield [section["title"], figure["name"], "", "", number_of(figure, figure["unit"]), unit]
            for by in figure["breakdowns"]:
                for row in by["rows"]:
                    yield [
                        section["title"], figure["name"], by["name"], row["label"],
                        number_of(row, figure["unit"]), unit,
                    ]  # fmt: skip


def number_of(figure, unit):
    """The number as the PDF shows it, to the same decimal; a word where it is hidden, nothing where it is unknown."""
    if figure.get("hidden"):
        return numbers.hidden()
    value = figure["value"]
    if value is None:
        return None
    if unit == SHARE:
        return Share(round(value, 3))
    return value if isinstance(value, int) else round(float(value), 1)


def definition_rows(page):
    yield [_("Indicator"), _("Definition"), _("Numerator"), _("Denominator")]
    for figure in page["defined"]:
        yield [figure["name"], figure["definition"], figure["numerator_words"], figure["denominator_words"]]


def method_rows(page):
    yield [_("Method"), ""]
    yield [_("Report"), f"{page['title']} {page['when']}"]
    yield [_("First day"), page["first"].isoformat()]
    yield [_("Last day"), page["last"].isoformat()]
    yield [_("Data as recorded on"), page["moment"]]
    yield [_("Version of the software"), page["version"]]
    yield [_("Counts of people below this are hidden"), page["limit"] or unlimited(page)]


def unlimited(page) -> str:
    return _("only what its readers may not read in a file is hidden") if page["hides"] else _("nothing is hidden")


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
