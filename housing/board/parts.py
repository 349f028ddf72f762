"""The spaces of the board, part by part: however large the house, a page draws one part and asks as many queries."""

from collections import defaultdict, namedtuple
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from housing.board.stretches import Reader, Row
from housing.board.window import Window
from housing.models import Extension, Occupancy, ServicePeriod, SpaceClosure
from refuge.people.models import Person
from refuge.questions import SOME_PEOPLE, as_some_people, ask

# As many spaces as the Refuge has fit on one sheet; more are drawn when they come into view.
IN_A_PART = 32
SPACE = (
    "as_text", "starts_on", "ends_on", "space__code", "space__programme", "space__reserved_asylum",
    "space__unit__name", "space__unit__site__alias",
)  # fmt: skip
IN_ORDER = ("space__unit__site__alias", "space__unit__name", "space__code", "starts_on")
CLOSED = ("space_id", "starts_on", "ends_on", "reason")
Closed = namedtuple("Closed", CLOSED)
Held = namedtuple(
    "Held",
    "pk space_id stay_id person_id status starts_on agreed_until ended_on stay__agreed_until at_risk asked",
)


@dataclass
class Part:
    """Some of the board's rows, in order. `number` counts from 1; `of` is how many parts there are. Drawn anew, it may
    be several in one: up to `last`."""

    rows: list[Row]
    number: int = 1
    of: int = 1
    last: int = 1

    @property
    def groups(self) -> list[tuple]:
        """((site, unit), its rows), in order."""
        return [(of, list(rows)) for of, rows in groupby(self.rows, key=lambda row: (row.site, row.unit))]

    @property
    def next(self) -> int | None:
        return self.last + 1 if self.last < self.of else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


def part_of(user, window: Window, *, number: int | None = 1, last: int = 0, **spaces) -> Part:
    """Part `number` (None: all in one), or those up to `last`, of the spaces in service in the window, with
    all that stands in their rows; `spaces` narrows them. Four queries, and one for what is called near."""
    spaces = _spaces(window, spaces)
    part = _cut(spaces, number, last)
    wanted = {UUID(key): _row(spaces[key]) for key in part.rows}
    occupancies = _occupancies(window, wanted)
    reader = Reader(user, window, _names(user, occupancies))
    for closure in _closures(window, wanted):
        wanted[closure.space_id].stretches.append(reader.closure(closure, wanted[closure.space_id]))
    for occupancy in occupancies:
        row = wanted[occupancy.space_id]
        row.stretches.extend(reader.occupancy(occupancy, row))
    for row in wanted.values():
        row.stretches.sort(key=_start)
        row.stretches.extend(reader.free(row))
        row.stretches.sort(key=_start)
    part.rows = list(wanted.values())
    return part


def _start(stretch) -> date:
    return stretch.start


def _within(model, window):
    """Periods that have a day in the window."""
    return model.objects.filter(starts_on__lt=window.end).exclude(ends_on__lte=window.start)


def _spaces(window, narrowed) -> dict:
    """{id as text: its traits and its periods of service}, in order. All of the house: what a part does not show is
    made no record of."""
    spaces = defaultdict(list)
    narrowed = {f"space__{name}": value for name, value in narrowed.items()}
    for key, *row in ask(
        "board.spaces", None, lambda: _served(window, narrowed), window.start, window.end, *narrowed.items()
    ):
        spaces[key].append(row)
    return spaces


def _row(served) -> Row:
    _starts_on, _ends_on, *traits = served[0]
    return Row(*traits, service=[(starts_on, ends_on) for starts_on, ends_on, *_traits in served])


def _served(window, narrowed):
    periods = _within(ServicePeriod, window).filter(**narrowed).annotate(as_text=Cast("space", CharField()))
    return periods.order_by(*IN_ORDER).values_list(*SPACE)


def _closures(window, spaces) -> list[Closed]:
    days = (window.start, window.end)
    rows = _of_these("board.closures", None, lambda of: _closed(window, of), spaces, *days)
    return [Closed(*row) for row in rows]


def _closed(window, spaces):
    return _within(SpaceClosure, window).filter(space__in=spaces).values_list(*CLOSED)


def _cut(spaces, number, last) -> Part:
    """The part with the keys of its rows."""
    keys = list(spaces)
    if number is None:
        return Part(keys)
    of = max(1, -(-len(keys) // IN_A_PART))
    number = min(max(number, 1), of)
    last = min(max(number, last), of)
    return Part(keys[(number - 1) * IN_A_PART : last * IN_A_PART], number, of, last)


def _of_these(name, user, build, ids, *more) -> list[tuple]:
    """The rows that `build()` gives of `ids`: by kept SQL, unless they are more than it has room for."""
    if len(ids) > len(SOME_PEOPLE):
        return list(build(ids))
    return ask(name, user, lambda: build(SOME_PEOPLE), *more, stand_ins=as_some_people(list(ids)))


def _occupancies(window, spaces) -> list[Held]:
    days = (window.today, window.start, window.end)
    rows = _of_these("board.occupancies", None, lambda of: _held(window, of), spaces, *days)
    return [Held(*row) for row in rows]


def _held(window, spaces):
    asked = Exists(Extension.objects.filter(stay=OuterRef("stay"), approved__isnull=True))
    found = Occupancy.objects.in_window(window.start, window.end).filter(space__in=spaces)
    found = found.with_risk(window.today).annotate(asked=asked)
    return found.order_by("starts_on").values_list(*Held._fields)


def _names(user, occupancies) -> dict:
    """{person: chosen name}, of those whom the reader may know. Asked for these few alone: beside each occupancy the
    database would go through every file of the house."""
    people = {each.person_id for each in occupancies}
    return dict(_of_these("board.names", user, lambda of: _named(user, of), people))


def _named(user, people):
    return Person.objects.visible_to(user).filter(pk__in=people).values_list("pk", "chosen_name")
