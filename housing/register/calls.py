"""One row of the register read: the call, the person, and the stay that came of it."""

import re
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from housing.models.choices import Programme
from housing.register import words
from housing.register.cells import (
    Age,
    CannotRead,
    Formula,
    age_of,
    day_of,
    name_of,
    number_of,
    telephone_of,
    text_of,
)
from housing.register.words import fold, meaning
from intake.models.choices import State

# A register without a column for the kind of stay: planned for longer than this is post-shelter, else emergency. Not
# the house's dated parameter: what a workbook says does not depend on settings, and overlong stays wait for somebody.
EMERGENCY_MONTHS = relativedelta(months=3)


# Columns of words that have a meaning here.
MEANINGS = {
    "channel": words.CHANNELS,
    "decision": words.OUTCOMES,
    "destination": words.DESTINATIONS,
    "living": words.LIVING,
    "programme": words.PROGRAMMES,
    "residence": words.RESIDENCES,
    "urgency": words.URGENCIES,
}


@dataclass
class Stayed:
    """A stay as the register tells it. Without `departed_on` it goes on."""

    programme: str
    arrived_on: date
    planned_until: date | None
    departed_on: date | None
    space: str = ""
    destination: str = ""

    @property
    def limit_on(self) -> date:
        return self.arrived_on + EMERGENCY_MONTHS

    @property
    def is_overlong(self) -> bool:
        """An emergency stay that went past three calendar months."""
        return bool(self.programme == Programme.EMERGENCY and self.departed_on and self.departed_on > self.limit_on)

    def shares_a_night_with(self, other: "Stayed") -> bool:
        """Half-open: out and in on one day is no clash; without a departure it never ends."""
        starts_before = other.departed_on is None or self.arrived_on < other.departed_on
        return starts_before and (self.departed_on is None or other.arrived_on < self.departed_on)


@dataclass
class Call:
    """A row whose day of call could be read. `codes` are what its words mean, by column; `unread` are (column, what
    stands there) that told nothing."""

    sheet: str
    row: int
    number: int | str | None
    called_on: date
    values: dict
    age: Age = field(default_factory=Age)
    phone: str | None = None
    stay: Stayed | None = None
    decided_on: date | None = None
    codes: dict = field(default_factory=dict)
    languages: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    copy: int = 0  # which of several different rows with one number

    @property
    def first_name(self) -> str:
        return name_of(self.values.get("first_name"))

    @property
    def last_name(self) -> str:
        return name_of(self.values.get("last_name"))

    @property
    def outcome(self) -> str | None:
        return self.codes.get("decision")

    @property
    def is_minor_referred(self) -> bool:
        return self.outcome == State.REFERRED and bool(words.YOUTH.search(fold(self.values["decision"])))

    @property
    def key(self) -> str:
        """What tells this row from all others whenever the register is read again."""
        who = "" if self.number is not None else f":{fold(self.first_name)}:{fold(self.last_name)}:{self.phone or ''}"
        copy = f"#{self.copy}" if self.copy else ""
        return f"{self.called_on.year}:{'' if self.number is None else self.number}{who}{copy}"

    def note(self, column: str, value) -> None:
        if (column, text_of(value)) not in self.unread:
            self.unread.append((column, text_of(value)))


class Rejected(Exception):
    """The row cannot be taken over; says why."""


def call_of(sheet: str, row: int, values: dict) -> Call:
    """The call in a row. Rejected where its day cannot be read."""
    value = values.get("called_on")
    try:
        called_on = day_of(value)
    except CannotRead:
        called_on = None
    if called_on is None:
        raise Rejected(_why(value))
    call = Call(sheet, row, number_of(values.get("number")), called_on, values)
    call.codes = {column: _code(call, column, known) for column, known in MEANINGS.items()}
    call.languages = _languages(call)
    call.age = _age(call)
    call.phone = _tried(call, "phone", telephone_of)
    call.decided_on = _tried(call, "decided_on", day_of)
    call.stay = _stay(call)
    return call


def _why(value) -> str:
    if value is None or not text_of(value):
        return _("no day of call")
    if isinstance(value, Formula):
        return _("a formula stands where the day of call should be")
    return _("day of call cannot be read: %(text)s") % {"text": text_of(value)[:40]}


def _tried(call, column, read):
    """What `read` makes of a cell; None, and a note, where it cannot."""
    value = call.values.get(column)
    try:
        return read(value)
    except CannotRead:
        call.note(column, value)
        return None


def _code(call, column, known):
    """What the words of a column mean. Those without a meaning are noted, and kept with the call as written."""
    value = call.values.get(column)
    code = meaning(known, value)
    if code is None and text_of(value).strip(" ?-"):
        call.note(column, value)
    return code


def _languages(call) -> list[str]:
    codes = {}
    for said in re.split(r"[/,;+&]", text_of(call.values.get("languages"))):
        code = words.LANGUAGES.get(fold(said))
        if code:
            codes[code] = None
        elif fold(said):
            call.note("languages", said)
    return list(codes)


def _age(call) -> Age:
    """From the column that tells it best."""
    found = [_tried(call, column, lambda value: age_of(value, call.called_on)) for column in ("birth", "age")]
    return max((age for age in found if age), key=lambda age: age.sureness, default=Age())


def _stay(call) -> Stayed | None:
    arrived_on = _tried(call, "arrived_on", day_of)
    if arrived_on is None:
        return None
    planned, departed = _tried(call, "planned_until", day_of), _tried(call, "departed_on", day_of)
    space, destination = text_of(call.values.get("space")).replace(" ", "").upper(), ""
    if departed:
        destination = call.codes["destination"] or "unknown"
    return Stayed(
        _programme(call, arrived_on, planned), arrived_on, planned, departed, _space(call, space), destination
    )


def _space(call, code: str) -> str:
    if code and not (code.replace("-", "").isalnum() and len(code) <= 8):
        call.note("space", call.values["space"])
        return ""
    return code


def _programme(call, arrived_on, planned_until) -> str:
    if call.codes["programme"]:
        return call.codes["programme"]
    is_post = planned_until and planned_until > arrived_on + EMERGENCY_MONTHS
    return Programme.POST if is_post else Programme.EMERGENCY
