"""A list as CSV for a spreadsheet, in which no cell is a formula."""

import csv
from datetime import date
from io import StringIO

from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value) -> str:
    """A value as text; what a spreadsheet would work out gets an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_answer(name: str, header, rows) -> HttpResponse:
    """The rows as a download, parted by semicolons as spreadsheets in Belgium read it, with the mark of UTF-8."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([cell(value) for value in row] for row in [header, *rows])
    answer = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
