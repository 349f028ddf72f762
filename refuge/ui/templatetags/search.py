"""What a search found, drawn in Python: twenty hits of each kind."""

from django import template
from django.utils.safestring import mark_safe

from refuge.ui.templatetags.ui import chip
from refuge.ui.widgets import plain

register = template.Library()


@register.simple_tag
def search_hits(hits):
    """Hits of one kind (`refuge.registry.SearchHit`), each a line of a list."""
    return mark_safe("".join(map(_hit, hits)))  # noqa: S308 each part is escaped where it is drawn


def _hit(hit) -> str:
    title, mark = plain(hit.title), ""
    if hit.initials:
        initials = plain(hit.initials)
        mark = f'<span class="avatar" aria-hidden="true">{initials}</span>'
        title = f'<span class="name" data-initials="{initials}"><span>{title}</span></span>'
    more = f" {chip(hit.chip)}" if hit.chip else ""
    return (
        f'<li><a class="row-link" href="{plain(hit.url)}">{mark} <span class="t">{title}'
        f"<small>{plain(hit.detail)}</small></span>{more}</a></li>"
    )
