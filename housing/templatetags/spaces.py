"""The waiting list's cell of spaces and the months of a house, drawn in Python: they stand in every row."""

from functools import cache
from urllib.parse import quote

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import chip, known_address
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def capacity_rows(sites):
    """The houses with their months (`housing.capacity`). Most months of most houses have the same few numbers."""
    number = cache(lambda spaces: floatformat(spaces, "-1"))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(
            f'<tr><th scope="row">{plain(site)}</th>{"".join(_month(month, number) for month in months)}</tr>'
            for site, months in sites
        )
    )


def _month(month, number) -> str:
    closed = f'<br><small class="text-muted-ink">{number(month.spaces)}</small>' if month.closed else ""
    return f'<td class="num">{number(month.usable)}{closed}</td>'


@register.simple_tag
def spaces_cell(cell):
    """The space promised, else the spaces that fit now and in the next month (`housing.waiting`)."""
    return mark_safe(_drawn(cell))  # noqa: S308 each part is escaped where it is drawn


def _drawn(cell) -> str:
    given = cell.get("given")
    if given:
        status = chip(given.get_status_display(), "well")
        return f"{status} {plain(given.space or '?')} {_hint(short_day(given.starts_on))}"
    if cell.get("not_before"):
        return _hint(_("Under 18: no space before %(day)s.") % {"day": short_day(cell["not_before"])})
    if cell.get("age_unknown"):
        return _hint(_("Age unknown: no space until it is known."))
    if cell["fits"]:
        numbers = _("now %(now)s, within a month %(soon)s") % {"now": cell["now"], "soon": cell["soon"]}
        return "".join(_fit(each, cell) for each in cell["fits"]) + _hint(numbers)
    return _hint(_("None now, none within a month"))


def _fit(fit, cell) -> str:
    code = plain(fit.space.code)
    if cell["may_plan"]:
        address = f"{known_address('housing:give')}?request={cell['request'].reference}&space={quote(fit.space.code)}"
        code = f'<a href="{plain(address)}">{code}</a>'
    reserved = ""
    if fit.space.reserved_asylum:
        title = _("reserved for asylum seekers")
        reserved = f' <span title="{plain(title)}">◇</span>'
    when = chip(short_day(fit.free_from), "soon") if fit.free_from else chip(_("tonight"), "well")
    return f'<span class="d-inline-block">{code}{reserved} {when}</span> '


def _hint(text) -> str:
    return f'<small class="hint d-block">{plain(text)}</small>'
