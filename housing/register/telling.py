"""A reading told in words: why a stay waits, and the lines for the terminal."""

from datetime import date

from django.utils.translation import gettext as _

from housing.register.reading import BACKWARDS
from refuge.ui.words import short_day


def why(rule: str, detail) -> str:
    """Why a stay of the register waits for a decision."""
    if rule == "overlong":
        day = short_day(date.fromisoformat(detail))
        return _("longer than three months, which ended on %(day)s") % {"day": day}
    if rule == "age":
        return _("not known to be 18 on arrival: “%(age)s”") % {"age": detail}
    if rule == "house":
        return _("the house knows other nights of this person or space in those days")
    if detail == BACKWARDS:
        return _("departure before arrival")
    return _("same nights as number %(number)s") % {"number": detail}


def lines_of(reading):
    """What was found; each rejected row, each stay left out, and what was read in no column, counted."""
    found = reading.as_json()
    yield "{rows} rows, {requests} requests of {people} people, {stays} stays.".format(**found)
    yield ", ".join(f"{year}: {number}" for year, number in found["requests_by_year"].items())
    yield from reading.remarks
    for row in reading.rejected:
        yield f"Rejected: sheet {row.sheet}, row {row.row}, number {row.number}: {row.reason}"
    for left in reading.left_out:
        yield f"Left out: the stay of number {left.call.number}: {left.rule} ({left.detail})"
    for (column, text), number in reading.unread.most_common():
        yield f"Kept as written: {column} “{text}”, {number} ×"
