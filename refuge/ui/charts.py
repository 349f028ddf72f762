"""How every chart looks, whoever draws it: colours, letters, and no script."""

from pygal.etree import etree
from pygal.style import Style

INK, LINE, ACCENT = "#2a1c31", "#e6ded4", "#5b2a86"


def style(font: str = "sans-serif", colors: tuple = (ACCENT,)) -> Style:
    return Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=LINE,
        colors=colors,
        font_family=font,
        value_font_family=font,
        label_font_family=font,
        major_label_font_family=font,
        label_font_size=15,
        major_label_font_size=15,
        value_font_size=15,
        value_colors=(INK,) * len(colors),
        guide_stroke_color=LINE,
        major_guide_stroke_color=LINE,
        opacity="1",
        opacity_hover="1",
        transition="none",
    )


def without_script(drawing) -> bytes:
    """The drawing alone: pygal puts its settings in a script even where no script of its own is asked for."""
    for parent in drawing.findall(".//script/.."):
        for script in parent.findall("script"):
            parent.remove(script)
    return etree.tostring(drawing)
