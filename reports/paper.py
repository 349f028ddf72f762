"""The figures of a report, on paper and in its preview. Written in Python and not in a template, as on the pages of
figures: a preview has some fifty tables.
"""

from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from refuge.ui.widgets import plain


def drawn(figure: dict) -> SafeString:
    """One figure as `reports.pdf` has written it: its name, its number, and its parts."""
    own_text = linebreaks(figure["own_text"], autoescape=True) if figure["own_text"] else ""
    parts = "".join(part(figure, each) for each in figure["breakdowns"])
    return SafeString(
        f'<div class="figure"><h3>{plain(figure["name"])}</h3>'
        f'<p class="value">{plain(figure["text"])} <small>{plain(figure["word"])}</small></p>{own_text}{parts}</div>'
    )


def part(figure: dict, breakdown: dict) -> str:
    """A breakdown as a picture and a table; one line for what must not be shown at all."""
    name = plain(breakdown["name"])
    if breakdown.get("withheld"):
        return '<p class="muted">' + plain(_("%(name)s: too few to be shown.")) % {"name": name} + "</p>"
    return f'<div class="breakdown">{picture(name, breakdown)}{table(name, figure, breakdown)}</div>'


def picture(name: str, breakdown: dict) -> str:
    if not breakdown["picture"]:
        return ""
    note = f'<p class="muted note">{plain(breakdown["note"])}</p>' if breakdown["note"] else ""
    said = f"{name}. {plain(breakdown['in_words'])}"
    return f'<div class="drawing"><img src="{breakdown["picture"]}" alt="{said}">{note}</div>'


def table(name: str, figure: dict, breakdown: dict) -> str:
    first = _("Month") if breakdown["chart"] == "months" else _("Category")
    head = _("Figure")
    last = _("Total") if breakdown["adds_up"] else _("Whole period")
    rows = "".join(
        f'<tr><th scope="row">{plain(row["label"])}</th><td class="number">{plain(row["text"])}</td></tr>'
        for row in breakdown["rows"]
    )
    return (
        f'<table><caption>{name}</caption><thead><tr><th scope="col">{plain(first)}</th>'
        f'<th scope="col" class="number">{plain(head)}</th></tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr><th scope="row">{plain(last)}</th><td class="number">{plain(figure["text"])}</td></tr></tfoot>'
        "</table>"
    )
