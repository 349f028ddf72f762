"""Residents of one night, counted three times over: no two facts are crossed, and nobody is named.

Counted is who holds the night (nights *held*), away or not; the living situation is that of the house itself, by the
programme. The residence status is the one known today.
"""

from collections import Counter
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from housing.indicators.profile import BANDS, RESIDENCES, UNKNOWN, UNKNOWN_NAME, Entry, band
from housing.models import Absence, Stay
from housing.models.choices import ETHOS_HERE
from housing.parameters import COUNT_NIGHT_SMALL
from refuge.parameters.registry import value_of
from refuge.questions import ask
from refuge.questions import count as count_of

FACTS = ("birth_date", "birth_year", "stated_age", "stated_on", "residence")


@dataclass(frozen=True)
class Row:
    code: str
    label: str
    number: int | None  # None: hidden


@dataclass(frozen=True)
class Table:
    code: str
    title: str
    rows: list


@dataclass(frozen=True)
class Night:
    """What is counted of a night. `limit`: counts of people below it are hidden; 0 where all are shown."""

    night: object
    total: int | None
    away: int | None
    tables: list
    limit: int


def count(night, *, exact) -> Night:
    """Two queries. With `exact` every number is shown; else no number under the limit can be read or worked out."""
    residents = ask("housing.count_night", None, lambda: _residents(night), night)
    people = [(programme, Entry(night, *facts)) for programme, *facts in residents]
    away = count_of("housing.count_night.away", None, lambda: _away(night), night)
    limit = 0 if exact else value_of(COUNT_NIGHT_SMALL.code, night)
    tables = [each if exact else hide(each, limit) for each in _tables(people)]
    return Night(night, _shown(len(people), limit), _shown(away, limit), tables, limit)


def _residents(night):
    return Stay.objects.on_night(night).values_list("programme", *(f"person__{fact}" for fact in FACTS))


def _away(night):
    """One absence of each stay that is away."""
    away = Absence.objects.filter(stay__in=Stay.objects.on_night(night)).on_night(night)
    return away.order_by("stay").distinct("stay")


def _tables(people) -> list[Table]:
    statuses = Counter([each.residence if each.residence in RESIDENCES else UNKNOWN for _programme, each in people])
    bands = Counter([band(entry) for _programme, entry in people])
    ethos = Counter([ETHOS_HERE[programme] for programme, _entry in people])
    return [
        _table("ethos", _("ETHOS Light"), {each.value: f"{each.value} · {each.label}" for each in ETHOS_HERE.values()},
               ethos),
        _table("age", _("Age that day"), {code: name for code, name, *_rest in BANDS}, bands, UNKNOWN),
        _table("status", _("Residence status"), RESIDENCES, statuses, UNKNOWN),
    ]  # fmt: skip


def _table(code, title, names, numbers, unknown="") -> Table:
    names = {**names, unknown: UNKNOWN_NAME} if unknown else names
    return Table(code, title, [Row(each, str(name), numbers.get(each, 0)) for each, name in names.items()])


def _shown(number, limit) -> int | None:
    return None if 0 < number < limit else number


def hide(table: Table, limit: int) -> Table:
    """Small numbers hidden, and so many more that no hidden one can be worked out from the total to be small."""
    hidden = {row.code for row in table.rows if 0 < row.number < limit}
    rest = sorted((row for row in table.rows if row.number >= limit), key=lambda row: row.number)
    while hidden and _tells(table, hidden, limit) and rest:
        hidden.add(rest.pop(0).code)
    return replace(table, rows=[replace(row, number=None) if row.code in hidden else row for row in table.rows])


def _tells(table, hidden, limit) -> bool:
    """Each hidden number is at least 1: whether none of them could reach the limit beside the others."""
    together = sum(row.number for row in table.rows if row.code in hidden)
    return together - (len(hidden) - 1) < limit
