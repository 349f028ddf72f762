"""The curve of each life area over the moments at which it was gone through, as one SVG drawing.

Small drawings side by side, one an area: twelve lines in one would cross and say nothing. The numbers stand beside it
in a table.
"""

from xml.etree import ElementTree as Tree

from django.utils.translation import gettext as _

from casework.models import Level

INK, MUTED, LINE, ACCENT, PAPER = "#2a1c31", "#665a6b", "#e6ded4", "#5b2a86", "#ffffff"
COLUMNS, WIDTH, HEIGHT, HEAD, MARGIN = 2, 250, 108, 26, 14
FONT = "Source Sans Pro, sans-serif"


def svg(rows, moments) -> bytes:
    """`rows` from areas_of, `moments` the labels of their cells. Drawn with attributes alone: no style, no script."""
    lines = -(-len(rows) // COLUMNS) or 1
    size = {"width": str(COLUMNS * WIDTH), "height": str(lines * HEIGHT)}
    box = f"0 0 {size['width']} {size['height']}"
    drawing = Tree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "img", **size})
    Tree.SubElement(drawing, "title").text = _("Life areas over time")
    Tree.SubElement(drawing, "rect", {**size, "fill": PAPER})
    for number, row in enumerate(rows):
        _area(drawing, row, moments, (number % COLUMNS) * WIDTH, (number // COLUMNS) * HEIGHT)
    return Tree.tostring(drawing, encoding="utf-8")


def _area(drawing, row, moments, left, top) -> None:
    _text(drawing, row.area.label, left + MARGIN, top + 16, {"fill": INK, "font-weight": "600"})
    for level in Level:
        y = str(_y(top, level))
        ends = {"x1": str(left + MARGIN), "x2": str(left + WIDTH - MARGIN), "y1": y, "y2": y}
        Tree.SubElement(drawing, "line", {**ends, "stroke": LINE})
    points = [(_x(left, place, len(moments)), _y(top, cell.level), cell.level)
              for place, cell in enumerate(row.cells) if cell.level]  # fmt: skip
    path = " ".join(f"{x},{y}" for x, y, _level in points)
    Tree.SubElement(drawing, "polyline", {"points": path, "fill": "none", "stroke": ACCENT, "stroke-width": "2"})
    for x, y, level in points:
        Tree.SubElement(drawing, "circle", {"cx": str(x), "cy": str(y), "r": "4", "fill": ACCENT})
        _text(
            drawing, str(int(level)), x, y - 7 if level < Level.OWN else y + 17, {"fill": INK, "text-anchor": "middle"}
        )


def _x(left, place, number) -> float:
    """The moments from left to right, as far apart whatever lies between them."""
    inner = WIDTH - 4 * MARGIN
    return left + 2 * MARGIN + (inner * place / (number - 1) if number > 1 else inner / 2)


def _y(top, level) -> float:
    return top + HEAD + (HEIGHT - HEAD - MARGIN) * (Level.OWN - level) / 4


def _text(drawing, words, x, y, attributes) -> None:
    place = {"x": str(x), "y": str(y), "font-family": FONT, "font-size": "14"}
    Tree.SubElement(drawing, "text", {**place, **attributes}).text = str(words)
