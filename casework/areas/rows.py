"""The life areas of one person made ready for the eye: where they stood at each moment, and what has changed."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.areas.due import due_of, with_facts, worths
from casework.areas.wording import sentence
from casework.models import Area, Level, LifeMeasurement, Moment
from casework.rows import due_words
from refuge.people.models import Person


@dataclass(frozen=True)
class Cell:
    """A level, and how many levels it is above the one at entry; None where one of both was not gone through."""

    level: Level | None
    change: int | None = None

    @property
    def words(self) -> str:
        if self.level is None:
            return ""
        return self.level.label

    @property
    def change_words(self) -> str:
        if not self.change:
            return _("as at entry") if self.change == 0 else ""
        return f"+{self.change}" if self.change > 0 else f"−{-self.change}"

    @property
    def tone(self) -> str:
        return "plain" if not self.change else "well" if self.change > 0 else "soon"


@dataclass(frozen=True)
class AreaRow:
    area: Area
    cells: list
    labels: list

    @property
    def labelled(self) -> list[tuple]:
        """Each cell with the moment it is of."""
        return list(zip(self.labels, self.cells, strict=True))

    @property
    def newest(self) -> str:
        """What the last level that was said means, in words."""
        last = next((cell.level for cell in reversed(self.cells) if cell.level), None)
        return sentence(self.area, last) if last else ""


@dataclass(frozen=True)
class MomentRow:
    """One of the four moments: gone through, or when it is to be."""

    moment: Moment
    measurement: LifeMeasurement | None
    due_on: date | None
    due: str
    tone: str
    is_due: bool


@dataclass(frozen=True)
class Areas:
    moments: list
    rows: list = field(default_factory=list)

    @property
    def measured(self) -> list:
        return [row for row in self.moments if row.measurement]

    @property
    def gained(self) -> int:
        """In how many areas the last moment stands above the entry."""
        last = next((row.measurement for row in reversed(self.measured)), None)
        return len(last.gained) if last else 0

    @property
    def compared(self) -> int:
        last = next((row.measurement for row in reversed(self.measured)), None)
        return len(last.compared) if last else 0


def areas_of(person, today: date | None = None) -> Areas:
    """Three queries."""
    today = today or timezone.localdate()
    standing = LifeMeasurement.objects.standing().filter(person=person).select_related("noted_by")
    found = {each.moment: each for each in standing}
    due = due_of(with_facts(Person.objects.filter(pk=person.pk)).get(), today, worths(today))
    moments = [_moment(each, found.get(each), due, today) for each in Moment]
    return Areas(moments, rows_of([found[each] for each in Moment if each in found]))


def rows_of(measurements) -> list[AreaRow]:
    """The areas that were gone through at one of these moments at least, in their order."""
    entry = next((each.levels for each in measurements if each.moment == Moment.ENTRY), {})
    labels = [each.get_moment_display() for each in measurements]
    rows = [AreaRow(area, [_cell(each, area, entry) for each in measurements], labels) for area in Area]
    return [row for row in rows if any(cell.level for cell in row.cells)]


def _cell(measurement, area, entry) -> Cell:
    level = measurement.levels.get(area)
    if level is None:
        return Cell(None)
    compared = measurement.moment != Moment.ENTRY and area in entry
    return Cell(Level(level), level - entry[area] if compared else None)


def _moment(moment, measurement, due, today) -> MomentRow:
    is_due, day = due.moment == moment, due.days[moment]
    if measurement and not is_due:
        return MomentRow(moment, measurement, day, _("done"), "well", False)
    words = due_words(day, today) if day else ("", "plain")
    return MomentRow(moment, measurement, day, *words, is_due)
