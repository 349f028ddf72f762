"""The months of a house, drawn in Python: they stand in every row."""

from functools import cache

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import mark_safe

from refuge.ui.widgets import plain

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
