"""What can be exported as rows, and what an outside party is told month by month: each app declares its part in
`contributions.py`, reports builds the files and keeps what was sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from refuge.indicators import Period
from refuge.registry import Registry


@dataclass(frozen=True)
class Column:
    """One column of a row export. `tells`: together with others of its kind it may tell who somebody is."""

    name: str
    tells: bool = True


@dataclass(frozen=True)
class Rows:
    """Records of a period without names, references or free text. `rows(period)` gives (person's id or None, values);
    the id leaves as a pseudonym that holds within one export alone."""

    code: str
    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Period], Iterable[tuple]]
    permission: str = "reports.export"
    order: int = 50


@dataclass(frozen=True)
class Page:
    """An export that has a page of its own elsewhere."""

    label: str
    url_name: str
    permission: str
    hint: str = ""
    order: int = 50


@dataclass(frozen=True)
class Statement:
    """What one party is told about a month: `count(first, end)` gives {file number: nights}, the end not included.
    `unnumbered(first, end)` is how many people would be in it, had their file a number. `known(numbers)` are those that
    belong to a file there still is: of the others nothing more is told."""

    code: str
    name: str
    party: str
    count: Callable[[date, date], dict[str, int]]
    unnumbered: Callable[[date, date], int]
    known: Callable[[set[str]], set[str]]
    permission: str = "reports.export"


row_exports = Registry()
pages = Registry()
statements: dict[str, Statement] = {}


def declare(statement: Statement) -> Statement:
    """Add a statement; its code is taken once."""
    if statement.code in statements:
        raise ValueError(f"statement {statement.code} is declared twice")
    statements[statement.code] = statement
    return statement
