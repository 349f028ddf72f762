"""Charts as SVG, the same for a page and for paper. The numbers always stand beside them in a table."""

from functools import lru_cache

import pygal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from refuge.indicators import SHARE
from refuge.ui.charts import ACCENT, style, without_script
from reports import numbers

FONT = "Source Sans Pro, sans-serif"
ROW, FRAME, ROOM_FOR_NUMBERS = 30, 24, 1.12
# A hidden number has an empty, dashed bar: no bar at all would read as zero. The same part of the axis for all of
# them, so that it tells nothing.
PLACEHOLDER = 0.08
# A column of a year's months has no room for the word.
NARROW_WORD = "?"
EMPTY_BAR = {"style": f"fill: #ffffff; stroke: {ACCENT}; stroke-width: 1.5; stroke-dasharray: 5 4"}


class Bars(pygal.HorizontalBar):
    """Bars whose number stands behind their end, not across it."""

    def _static_value(self, serie_node, value, x, y, metadata, align_text="start", classes=None):
        super()._static_value(serie_node, value, x, y, metadata, "start", classes)


def svg(breakdown: dict, unit: str, *, font: str = "sans-serif") -> bytes:
    """The breakdown as a drawing: bars across for categories, columns for months. A hidden row has an empty bar of a
    fixed size."""
    shown = tuple((row["label"], None if row.get("hidden") else row["value"]) for row in breakdown["rows"])
    hidden = tuple(bool(row.get("hidden")) for row in breakdown["rows"])
    return drawn(breakdown["chart"] == "months", shown, hidden, unit, font, get_language())


@lru_cache(maxsize=500)
def drawn(months: bool, shown: tuple, hidden: tuple, unit: str, font: str, _language: str) -> bytes:
    """A preview and the report after it draw the same bars again, at 10 ms each."""
    rows = list(zip(shown, hidden, strict=True))
    rows = rows if months else rows[::-1]
    values = [scaled(value, unit) for (_label, value), _hidden in rows]
    end = axis_of(values, unit, months)
    chart = columns(end, unit, font) if months else bars(len(values), end, unit, font)
    chart.x_labels = [label for (label, _value), _hidden in rows]
    empty = placeholder(end, NARROW_WORD if months else numbers.hidden())
    chart.add("", [empty if row[1] else value for row, value in zip(rows, values, strict=True)])
    return without_script(chart.render_tree())


def placeholder(end: float, word: str) -> dict:
    """What pygal draws for a hidden number; `end` is where the axis ends, which only what is shown decides."""
    return {"value": end * PLACEHOLDER, "node": EMPTY_BAR, "formatter": lambda _value: word}


def note(breakdown: dict) -> str:
    """What stands below a drawing with hidden numbers in it; nothing below another."""
    if not any(row.get("hidden") for row in breakdown["rows"]):
        return ""
    return _("A dashed, empty bar stands for a hidden number. All of them are the same size, which says nothing.")


def scaled(value, unit):
    return value * 100 if value is not None and unit == SHARE else value


def words(unit: str):
    """How pygal writes a value: as the page does."""
    return lambda value: "" if value is None else numbers.show(value / 100 if unit == SHARE else value, unit)


def axis_of(values: list, unit: str, months: bool) -> float:
    """Where the axis ends: at the largest number that is shown; bars leave room for the numbers behind them."""
    least = 100 if months and unit == SHARE else 1
    largest = max([least, *(value for value in values if value is not None)])
    return largest if months else largest * ROOM_FOR_NUMBERS


def common(unit: str, font: str) -> dict:
    return {
        "style": style(font),
        "js": [],
        "show_legend": False,
        "print_values": True,
        "print_values_position": "top",
        "value_formatter": words(unit),
        "truncate_label": -1,
        "no_data_text": _("nothing to draw"),
        "width": 720,
        "margin": 4,
    }


def bars(number: int, end: float, unit, font):
    return Bars(**common(unit, font), height=FRAME + ROW * number, range=(0, end), show_x_labels=False)


def columns(end: float, unit, font):
    chart = pygal.Bar(**common(unit, font), height=280, range=(0, end), max_scale=8)
    if unit == SHARE:
        chart.y_labels = [{"value": each, "label": numbers.whole_percent(each)} for each in (0, 25, 50, 75, 100)]
    return chart
