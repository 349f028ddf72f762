"""Charts as SVG, the same for a page and for paper. The numbers always stand beside them in a table."""

import pygal
from django.utils.translation import gettext as _

from refuge.indicators import SHARE
from refuge.ui.charts import style, without_script
from reports import numbers

FONT = "Source Sans Pro, sans-serif"
ROW, FRAME = 30, 24


class Bars(pygal.HorizontalBar):
    """Bars whose number stands behind their end, not across it."""

    def _static_value(self, serie_node, value, x, y, metadata, align_text="start", classes=None):
        super()._static_value(serie_node, value, x, y, metadata, "start", classes)


def svg(breakdown: dict, unit: str, *, font: str = "sans-serif") -> bytes:
    """The breakdown as a drawing: bars across for categories, columns for months. Hidden rows have no bar."""
    months = breakdown["chart"] == "months"
    rows = breakdown["rows"] if months else breakdown["rows"][::-1]
    values = [None if row.get("hidden") else scaled(row["value"], unit) for row in rows]
    chart = columns(values, unit, font) if months else bars(values, unit, font)
    chart.x_labels = [row["label"] for row in rows]
    chart.add("", values)
    return without_script(chart.render_tree())


def scaled(value, unit):
    return value * 100 if value is not None and unit == SHARE else value


def words(unit: str):
    """How pygal writes a value: as the page does."""
    return lambda value: "" if value is None else numbers.show(value / 100 if unit == SHARE else value, unit)


def top(values, least):
    return max([least, *(value for value in values if value is not None)])


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


def bars(values, unit, font):
    room_for_numbers = 1.12
    return Bars(
        **common(unit, font),
        height=FRAME + ROW * len(values),
        range=(0, top(values, 1) * room_for_numbers),
        show_x_labels=False,
    )


def columns(values, unit, font):
    chart = pygal.Bar(**common(unit, font), height=280, range=(0, top(values, 100 if unit == SHARE else 1)))
    if unit == SHARE:
        chart.y_labels = [{"value": each, "label": numbers.whole_percent(each)} for each in (0, 25, 50, 75, 100)]
    return chart
