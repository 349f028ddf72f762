"""The records that the yearly round names: some dozens, drawn without a template each."""

from django import template
from django.utils.safestring import mark_safe

from refuge.ui.widgets import plain

register = template.Library()


@register.simple_tag
def gap_rows(gaps):
    """What a check found (`refuge.checks.Gap`): each leads to where it is mended."""
    return mark_safe("".join(map(_row, gaps)))  # noqa: S308 each part is escaped where it is drawn


def _row(gap) -> str:
    private = ' class="private"' if gap.about else ""
    detail = f"<small>{plain(gap.detail)}</small>" if gap.detail else ""
    link = f'<a{private} href="{plain(gap.url)}">{plain(gap.title)}</a>'
    return f'<li><div class="t">{link}{detail}</div></li>'
