"""The curve of a questionnaire as SVG; the numbers stand beside it in a table."""

import pygal
from django.utils.translation import gettext as _
from pygal.etree import etree
from pygal.style import Style

from casework.psychology import scoring
from refuge.ui.words import short_day

INK, LINE, ACCENT, MUTED = "#2a1c31", "#e6ded4", "#5b2a86", "#8a7d8f"
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground=INK,
    foreground_strong=INK,
    foreground_subtle=LINE,
    colors=(ACCENT, MUTED),
    font_family="sans-serif",
    label_font_size=15,
    major_label_font_size=15,
    value_font_size=15,
    value_colors=(INK, INK),
    guide_stroke_color=LINE,
    major_guide_stroke_color=LINE,
    opacity="1",
    opacity_hover="1",
    transition="none",
)


def svg(tool, scores) -> bytes:
    """`scores` in the order in which they were taken; the second line is where one looks further."""
    asked = scoring.questionnaire(tool)
    chart = pygal.Line(
        style=STYLE, js=[], show_legend=False, print_values=True, print_values_position="top", width=720, height=260,
        margin=12, margin_right=70, range=(0, asked.highest), dots_size=4,
        no_data_text=_("nothing to draw"), stroke_style={"width": 3},
    )  # fmt: skip
    chart.y_labels = [0, asked.line, asked.highest]
    chart.x_labels = [short_day(score.taken_on) for score in scores]
    chart.add("", [score.total for score in scores])
    line = [{"value": asked.line, "formatter": lambda value: ""} for _score in scores]
    chart.add("", line, show_dots=False, stroke_style={"width": 1, "dasharray": "6, 6"})
    return _without_script(chart.render_tree())


def _without_script(drawing) -> bytes:
    """pygal puts its settings in a script even where no script of its own is asked for."""
    for parent in drawing.findall(".//script/.."):
        for script in parent.findall("script"):
            parent.remove(script)
    return etree.tostring(drawing)
