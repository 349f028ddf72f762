"""What one cell says: a day, an age, a telephone, a number. None where it says nothing, CannotRead where it says
something else: what stands there is never replaced by a guess."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError

from housing.register.words import fold
from refuge.people.age import OLDEST, YOUNGEST, parse_age
from refuge.people.phones import normalised_or_none

# Excel counts days from here; a number in a column of days is such a count where it falls into these years.
EPOCH = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1950, 2100

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,9}) (\d{4})")
_MONTHS = (
    ("jan", "janv"), ("feb", "fev"), ("mar", "maa", "mrt"), ("apr", "avr"), ("mai", "mei", "may"), ("juin", "jun"),
    ("juil", "jul"), ("aou", "aug"), ("sep",), ("oct", "okt"), ("nov",), ("dec",),
)  # fmt: skip


class CannotRead(ValueError):
    """The cell says something, and nothing of the kind that its column holds."""


class Formula(str):
    """A formula without the value that a spreadsheet would show for it. It is never worked out here."""


@dataclass(frozen=True)
class Age:
    """The four age fields of a person, at most one sort of them filled."""

    birth_date: date | None = None
    birth_year: int | None = None
    stated_age: int | None = None
    stated_on: date | None = None

    @property
    def adult_from(self) -> date | None:
        """As `people_adult_from` in the database: 29 February counts as 1 March, a year alone as 1 January of the
        year + 19."""
        if self.birth_date:
            return _anniversary(self.birth_date, 18)
        if self.birth_year:
            return date(self.birth_year + 19, 1, 1)
        return _anniversary(self.stated_on, 18 - self.stated_age) if self.stated_on else None

    @property
    def sureness(self) -> int:
        return 3 if self.birth_date else 2 if self.birth_year else 1 if self.stated_on else 0


def text_of(value) -> str:
    """The words in a cell, spaces put right."""
    return "" if value is None else " ".join(str(value).split())


def number_of(value) -> int | str | None:
    """A row's own number as it stands: 32 stays a number, "2022-0396" a text."""
    if isinstance(value, bool) or value is None or isinstance(value, Formula):
        return None
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() else str(value)
    return text_of(value) or None


def day_of(value) -> date | None:
    """The day in a cell, in any of the spellings of such registers."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return _plausible(value.date(), value)
    if isinstance(value, date):
        return _plausible(value, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    if isinstance(value, str) and not isinstance(value, Formula):
        return _plausible(_spelled(value.strip()), value)
    raise CannotRead(value)


def age_of(value, on: date) -> Age:
    """The age in a cell, said on the day of the call. "?" and nothing leave it unknown."""
    said = text_of(value).strip(" ?-–/.")
    if value is None or (not said and not isinstance(value, Formula)):
        return Age()
    if isinstance(value, datetime | date):
        born = day_of(value)
        if not YOUNGEST <= _years(born, on) <= OLDEST:
            raise CannotRead(value)
        return Age(birth_date=born)
    if isinstance(value, float) and value.is_integer():
        said = str(int(value))
    try:
        return Age(**parse_age(said, on))
    except ValidationError as error:
        raise CannotRead(value) from error


def telephone_of(value) -> str | None:
    """A number or e-mail address in the spelling that the files use."""
    said = text_of(value).strip(" ?-")
    if not said or isinstance(value, Formula):
        return None
    if isinstance(value, float) and value.is_integer():
        said = str(int(value))
    if said.isdigit() and len(said) == 9:  # a spreadsheet took the first 0 away
        said = f"0{said}"
    found = normalised_or_none(said)
    if found is None:
        raise CannotRead(value)
    return found


def name_of(value) -> str:
    """A name as one writes it; all in capitals or in small letters was a habit of the hand."""
    said = text_of(value).replace("'", "’")
    if said != said.upper() and said != said.lower():
        return said
    return re.sub(r"(^|[\s’-])(\w)", lambda found: found[1] + found[2].upper(), said.lower())


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _plausible(day: date, value) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CannotRead(value)
    return day


def _counted(value) -> date:
    if not (date(1990, 1, 1) - EPOCH).days <= value <= (date(LAST_YEAR, 1, 1) - EPOCH).days:
        raise CannotRead(value)
    return EPOCH + timedelta(days=int(value))


def _spelled(said: str) -> date:
    year, month, day = _parts(said)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError as error:
        raise CannotRead(said) from error


def _parts(said: str) -> tuple[int, int, int]:
    if found := _DAY_FIRST.fullmatch(said):
        day, month, year = map(int, found.groups())
        return year, month, day
    if found := _YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, found.groups())
        return year, month, day
    if found := _IN_WORDS.fullmatch(fold(said)):
        month = next((n for n, names in enumerate(_MONTHS, 1) if found[2].startswith(names)), 0)
        return int(found[3]), month, int(found[1])
    raise CannotRead(said)
