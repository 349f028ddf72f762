"""The curve of a questionnaire as SVG; the numbers stand beside it in a table."""

import pygal
from django.utils.translation import gettext as _

from casework.psychology import scoring
from refuge.ui.charts import ACCENT, style, without_script
from refuge.ui.words import short_day

MUTED = "#8a7d8f"


def svg(tool, scores) -> bytes:
    """`scores` in the order in which they were taken; the second line is where one looks further."""
    asked = scoring.questionnaire(tool)
    chart = pygal.Line(
        style=style(colors=(ACCENT, MUTED)), js=[], show_legend=False, print_values=True, print_values_position="top",
        width=720, height=260, margin=12, margin_right=70, range=(0, asked.highest), dots_size=4,
        no_data_text=_("nothing to draw"), stroke_style={"width": 3},
    )  # fmt: skip
    chart.y_labels = [0, asked.line, asked.highest]
    chart.x_labels = [short_day(score.taken_on) for score in scores]
    chart.add("", [score.total for score in scores])
    line = [{"value": asked.line, "formatter": lambda value: ""} for _score in scores]
    chart.add("", line, show_dots=False, stroke_style={"width": 1, "dasharray": "6, 6"})
    return without_script(chart.render_tree())
