"""Rejected rows as a workbook: the sheets and headings they came from, and why each was rejected."""

from io import BytesIO
from itertools import groupby

import xlsxwriter
from django.utils.translation import gettext as _

from refuge.spreadsheets import AS_TEXT


def workbook_of(rejected: list[dict]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**AS_TEXT, "in_memory": True}) as book:
        for title, rows in groupby(rejected, key=lambda row: row["sheet"]):
            _sheet(book.add_worksheet(title[:31]), list(rows))
    return content.getvalue()


def _sheet(sheet, rows) -> None:
    headings = rows[0]["headings"]
    why = max(len(headings), *(len(row["cells"]) for row in rows))
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading)
    sheet.write_string(0, why, _("Why it was rejected"))
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row["cells"]):
            sheet.write_string(line, place, cell)
        sheet.write_string(line, why, row["reason"])
