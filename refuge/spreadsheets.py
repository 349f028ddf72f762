"""What every file for a spreadsheet keeps to: no cell is ever a formula (OWASP ASVS 5.0, 1.2.10)."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# For xlsxwriter: text stays text, whatever it looks like.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


NUMBER = int | float | Decimal


def as_it_is(number):
    return number


def cell(value, written=as_it_is):
    """A value for CSV: text that a spreadsheet would work out gets an apostrophe before it. Numbers are `written`."""
    if isinstance(value, NUMBER):
        return written(value)
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_bytes(rows, written=as_it_is) -> bytes:
    """As a Belgian spreadsheet reads it by a double click: semicolons, UTF-8 with its mark."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([cell(value, written) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
