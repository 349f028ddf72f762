"""What a careful reader finds in a register: calls, people, stays, what cannot be read, what waits for a decision."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from housing.register.calls import Call, Rejected, call_of
from housing.register.cells import Age, number_of, text_of
from housing.register.headings import HEADINGS, columns_of, missing
from housing.register.words import TOTALS, fold
from housing.register.workbook import Workbook

# Rows before the headings: titles, logos, a legend.
HEADINGS_WITHIN = 40
SAME_NAME = 0.6
# A stay in conflict with itself.
BACKWARDS = "departure before arrival"


@dataclass(frozen=True)
class RejectedRow:
    sheet: str
    row: int
    number: int | str | None
    reason: str
    cells: tuple = ()

    def as_json(self) -> dict:
        return {"sheet": self.sheet, "row": self.row, "number": self.number, "reason": self.reason}


@dataclass(frozen=True)
class LeftOut:
    """A stay that breaks a rule and waits for a decision: overlong, age or conflict. Its request is kept."""

    call: Call
    rule: str
    detail: object

    def as_json(self) -> dict:
        return {"number": self.call.number, "rule": self.rule, "detail": self.detail}


@dataclass
class Reading:
    """`people` are lists of the calls that are one person's; `left_out` names a stay once for each reason."""

    calls: list[Call] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    people: list[list[Call]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    headings: dict = field(default_factory=dict)  # of each sheet, for giving rejected rows back

    @property
    def stays(self) -> list[Call]:
        """The calls whose stay is taken over."""
        waiting = {left.call.key for left in self.left_out}
        return [call for call in self.calls if call.stay and call.key not in waiting]

    @property
    def unread(self) -> Counter:
        """What stood in a column and has no meaning there, by (column, text): it stays with the request as written."""
        return Counter(mark for call in self.calls for mark in call.unread)

    def rejected_rows(self) -> list[dict]:
        """The rejected rows themselves under their sheet's headings, to be given back for mending."""
        headings = {title: [text_of(value) for value in row] for title, row in self.headings.items()}
        return [{**row.as_json(), "headings": headings[row.sheet], "cells": list(row.cells)} for row in self.rejected]

    def as_json(self) -> dict:
        years = Counter(call.called_on.year for call in self.calls)
        return {
            "rows": len(self.calls) + len(self.rejected),
            "requests": len(self.calls),
            "requests_by_year": {str(year): years[year] for year in sorted(years)},
            "people": len(self.people),
            "minors_referred": sum(call.is_minor_referred for call in self.calls),
            "stays": len(self.stays),
            "rejected": [row.as_json() for row in self.rejected],
            "left_out": [left.as_json() for left in self.left_out],
        }


def read(file, progress=lambda done, of: None) -> Reading:
    """Read the workbook in a binary file; `progress` is told after each sheet. ValidationError in one line where it
    cannot be opened, or where no sheet is a register or one lacks a column: then nothing of it is taken."""
    reading = Reading()
    with Workbook(file) as workbook:
        for title in workbook.hidden:
            reading.remarks.append(_("Sheet “%(sheet)s” is hidden and was not read.") % {"sheet": title})
        sheets = workbook.sheets
        for done, sheet in enumerate(sheets, 1):
            _read_sheet(workbook, sheet, reading)
            progress(done, len(sheets))
    if not reading.headings:
        message = _("No sheet has the headings of a register, such as number, date, first name, decision.")
        raise ValidationError(message, code="no_register")
    _reject_doubles(reading)
    reading.people = people_of(reading.calls)
    reading.left_out = left_out_of(reading.calls, reading.people)
    return reading


def _read_sheet(workbook, sheet, reading) -> None:
    columns, joined, above = None, workbook.merged(sheet), 0
    for row, values in workbook.rows(sheet):
        found = columns_of(values)
        if found:
            _check_columns(sheet.title, found)
            columns = found
            reading.headings.setdefault(sheet.title, values)
        elif columns:
            _read_row(sheet.title, row, values, columns, row in joined, reading)
        else:
            above += 1
            if above > HEADINGS_WITHIN:
                break
    if columns is None and above:
        reading.remarks.append(_("Sheet “%(sheet)s” has no headings of a register and was not read.") % {
            "sheet": sheet.title
        })  # fmt: skip


def _check_columns(title, columns) -> None:
    lacking = missing(columns)
    if lacking:
        names = ", ".join(HEADINGS[name].split("|")[1] for name in lacking)
        message = _("Sheet “%(sheet)s” has no column for: %(columns)s.")
        raise ValidationError(message, code="missing_column", params={"sheet": title, "columns": names})


def _read_row(title, row, values, columns, is_joined, reading) -> None:
    named = {name: values[place] for name, place in columns.items() if place < len(values)}
    if not _is_entry(values, named):
        return
    number = number_of(named.get("number"))
    try:
        if is_joined:
            raise Rejected(_("cells are merged across rows or columns: part them first"))
        reading.calls.append(call_of(title, row, named))
    except Rejected as error:
        cells = tuple(text_of(value) for value in values)
        reading.rejected.append(RejectedRow(title, row, number, str(error), cells))


def _is_entry(values, named) -> bool:
    """Whether a row is somebody's call, and not a total, a separator or a lone remark."""
    texts = [fold(value) for value in values if isinstance(value, str)]
    if any(text == total or text.startswith(f"{total} ") for text in texts[:3] for total in TOTALS):
        return False
    told = [name for name, value in named.items() if text_of(value)]
    if named.get("number") is not None:
        return len(told) > 1
    return len(told) > 2 and ("called_on" in told or "first_name" in told)


def _reject_doubles(reading) -> None:
    """A row copied from another one is said to be; two different rows with one number are both kept."""
    seen = {}
    for call in list(reading.calls):
        first = seen.setdefault(call.key, call)
        if first is call:
            continue
        if _same(first, call):
            reading.calls.remove(call)
            reason = _("the same as row %(row)s of sheet “%(sheet)s”") % {"row": first.row, "sheet": first.sheet}
            cells = tuple(text_of(value) for value in call.values.values())
            reading.rejected.append(RejectedRow(call.sheet, call.row, call.number, reason, cells))
        else:
            mark = (call.called_on.year, call.number)
            call.copy = 1 + sum((other.called_on.year, other.number) == mark for other in seen.values())
            seen[call.key] = call


def _same(one, other) -> bool:
    return (one.called_on, fold(one.first_name), one.phone) == (other.called_on, fold(other.first_name), other.phone)


def people_of(calls) -> list[list[Call]]:
    """The calls of each person: one telephone is one person where the first names agree, however they are spelled;
    without a telephone, the same names and age."""
    by_mark = defaultdict(list)
    for call in calls:
        people = by_mark[call.phone or _described(call)]
        person = next((person for person in people if _agree(person[0].first_name, call.first_name)), None)
        if person is None:
            people.append([call])
        else:
            person.append(call)
    return [person for people in by_mark.values() for person in people]


def _described(call):
    """Somebody without a telephone; with neither family name nor age they are only themselves."""
    born = call.age.birth_date or call.age.birth_year
    return (fold(call.first_name), fold(call.last_name), born) if call.last_name and born else call.key


def _agree(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    return one == other or not one or not other or SequenceMatcher(None, one, other).ratio() >= SAME_NAME


def age_of_all(calls) -> Age:
    """What is surest of somebody's age; of two equally sure ones the later."""
    return max(calls, key=lambda call: (call.age.sureness, call.called_on)).age


def left_out_of(calls, people) -> list[LeftOut]:
    """The stays that break a rule, in the order of the register. Overlong comes before age, as the extension is what
    is asked first; a clash is named besides, by the later stay, with the number of the earlier one."""
    ages = {call.key: age_of_all(person) for person in people for call in person}
    clashes = _clashes([call for call in calls if call.stay], people)
    left_out = []
    for call in filter(lambda call: call.stay, calls):
        if call.stay.departed_on and call.stay.departed_on < call.stay.arrived_on:
            left_out.append(LeftOut(call, "conflict", BACKWARDS))
        elif call.stay.is_overlong:
            left_out.append(LeftOut(call, "overlong", call.stay.limit_on.isoformat()))
        elif not (_is_adult(call.age, call.stay) and _is_adult(ages[call.key], call.stay)):
            left_out.append(LeftOut(call, "age", _age_words(call)))
        left_out += [LeftOut(call, "conflict", earlier) for earlier in clashes.get(call.key, ())]
    return left_out


def _is_adult(age, stay) -> bool:
    return age.adult_from is not None and age.adult_from <= stay.arrived_on


def _age_words(call) -> str:
    return text_of(call.values.get("birth")) or text_of(call.values.get("age"))


def _clashes(calls, people) -> dict:
    """{key of the later stay: numbers of the earlier ones} that share nights of one space, or are one person's."""
    groups = defaultdict(list)
    owner = {call.key: place for place, person in enumerate(people) for call in person}
    for call in calls:
        groups["person", owner[call.key]].append(call)
        if call.stay.space:
            groups["space", call.stay.space].append(call)
    clashes = defaultdict(list)
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda call: call.stay.arrived_on), 2):
            if one.stay.shares_a_night_with(other.stay) and one.number not in clashes[other.key]:
                clashes[other.key].append(one.number)
    return clashes
