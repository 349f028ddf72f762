"""The count as a file: one line a number, and how it was counted."""

from io import BytesIO

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from housing.models.count_night import FileKind
from refuge.spreadsheets import AS_TEXT, cell, csv_bytes

TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def lines_of(night) -> list[list]:
    """(what is counted, code, words, number)"""
    head = [_("Counted by"), _("Code"), _("Group"), _("Residents")]
    total = [_("In all"), "", "", written(night.total)]
    parts = [[table.title, row.code, row.label, written(row.number)] for table in night.tables for row in table.rows]
    away = [_("Of these away that night"), "", "", written(night.away)]
    return [head, total, *parts, away]


def definitions_of(night) -> list[str]:
    lines = [
        _("Night from %(day)s to the next day, at 23:59.") % {"day": date_format(night.night, "SHORT_DATE_FORMAT")},
        _("Counted is everybody whose stay holds the night, also who is in hospital or away and keeps the stay."),
        _("ETHOS Light: 2 for the emergency programme, 3 for post-shelter."),
        _("Age in full years that day; whoever gave only a year is taken to be born in the middle of it."),
        _("Residence status as it is known on the day of this export."),
        _("No two of these are crossed, and nobody is named."),
    ]
    if night.limit:
        lines.append(_("Counts under %(limit)d are hidden, and those by which they could be worked out.")
                     % {"limit": night.limit})  # fmt: skip
    return lines


def written(number):
    return _("hidden") if number is None else number


def file_of(night, kind) -> bytes:
    return (_csv if kind == FileKind.CSV else _workbook)(lines_of(night), definitions_of(night))


def _csv(lines, definitions) -> bytes:
    return csv_bytes([*lines, [], *([each] for each in definitions)])


def _workbook(lines, definitions) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**AS_TEXT, "in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("Count")[:31]), book.add_format({"bold": True})
        sheet.set_column(0, 0, 26)
        sheet.set_column(2, 2, 44)
        for place, row in enumerate(lines):
            for column, value in enumerate(row):
                sheet.write(place, column, cell(value), bold if place == 0 else None)
        told = book.add_worksheet(_("Definitions")[:31])
        told.set_column(0, 0, 110)
        for place, text in enumerate(definitions):
            told.write_string(place, 0, text)
    return content.getvalue()
