"""A row as a drawing. Written in Python and not in a template: a hundred bars are most of what the page costs.

Positions are percentages of the window, so that a page under a strict policy needs no style attribute.
"""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from housing.board.stretches import Row, Stretch
from housing.board.window import Window

THINNEST = 0.4  # percent: a single night in a year is still seen
FILL = {
    "closed": ' fill="url(#hatch-closed)"',
    "promise": ' fill="url(#hatch-promise)"',
    "risk": ' fill="url(#hatch-promise)"',
}
START = '<rect class="start" width="5" height="26" rx="2"/>'
EDGE = '<rect class="edge" x="100%" transform="translate(-6)" width="6" height="26" rx="2"/>'
FREE = '<rect width="100%" height="26" rx="5"/><text x="11" y="17.5" aria-hidden="true">+</text>'


class Pen:
    """Draws rows over one window."""

    def __init__(self, window: Window):
        self.window = window
        x = window.today_x
        self.today = f'<line class="today-line" x1="{x}%" x2="{x}%" y1="0" y2="34"/>' if x is not None else ""
        words = escape(_("reserved for asylum seekers"))
        self.reserved = f' <span title="{words}">◇<span class="visually-hidden"> {words}</span></span>'

    def rows(self, rows: list[Row]) -> SafeString:
        """Of a table: the space, and its drawing."""
        return SafeString("".join(f"{self.head(each)}<td>{self.row(each)}</td></tr>" for each in rows))

    def head(self, row: Row) -> str:
        code, reserved = escape(row.code), self.reserved if row.is_reserved else ""
        return f'<tr data-space="{code}"><th scope="row"><a href="{escape(row.url)}">{code}</a>{reserved}</th>'

    def row(self, row: Row) -> SafeString:
        """Its stretches in the order of their days; what is free is a way to give it, and else not drawn."""
        drawn = "".join(self.stretch(each) for each in row.stretches if each.kind != "free" or each.url)
        return SafeString(f'<svg width="100%" height="34">{drawn}{self.today}</svg>')

    def stretch(self, stretch: Stretch) -> str:
        x = self.window.x(stretch.start)
        width = max(self.window.x(stretch.end) - x, THINNEST)
        look = f"{stretch.kind} holds-name" if stretch.private else stretch.kind
        shape = FREE if stretch.kind == "free" else self.shape(stretch)
        menu = f' data-menu="{stretch.menu}"' if stretch.menu else ""
        if stretch.kind == "free":
            menu = " data-in-dialog"
        title = escape(stretch.title)
        link = f'<a href="{escape(stretch.url)}"{menu} aria-label="{title}">{shape}</a>'
        return f'<svg class="stretch {look}" x="{x:g}%" y="4" width="{width:g}%" height="26">{link}</svg>'

    def shape(self, stretch: Stretch) -> str:
        text = f'<tspan class="whole">{escape(stretch.label)}</tspan>'
        if stretch.short:
            text += f'<tspan class="initials" x="11">{escape(stretch.short)}</tspan>'
        fill, edge = FILL.get(stretch.kind, ""), EDGE if stretch.ending else ""
        return f'<rect width="100%" height="26" rx="5"{fill}/>{START}{edge}<text x="11" y="17.5">{text}</text>'
