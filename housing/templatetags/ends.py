"""Stays that end soon as rows of Today, drawn in Python."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def end_rows(rows):
    """Stays, each with a chip (words, tone) that tells how near its day to leave is."""
    leaves_by, to_approve = _("leaves by %(day)s"), chip(_("to approve"), "accent")
    return mark_safe("".join(_row(stay, near, leaves_by, to_approve) for stay, near in rows))  # noqa: S308 escaped below


def _row(stay, near, leaves_by, to_approve) -> str:
    space = f" · {plain(stay.space_code)}" if stay.space_code else ""
    until = plain(leaves_by % {"day": short_day(stay.agreed_until)})
    return (
        f'<li><a class="row-link" href="{known_address("housing:stay", stay.pk)}">{avatar(stay.person.chosen_name)}'
        f'<span class="t">{person_name(stay.person)}{space}'
        f"<small>{plain(stay.get_programme_display())} · {until}</small></span> "
        f"{to_approve if stay.extension_asked else chip(*near)}</a></li>"
    )
