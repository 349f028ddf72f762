"""Colleagues as the team's table and their own page show them, drawn in Python."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.ui.templatetags.ui import ago, avatar, chip, known_address
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def role_chips(grants):
    """Roles from today on, those that are lent with their last day."""
    drawn = " ".join(map(_role, grants)) or chip(_("no role"), "plain")
    return mark_safe(drawn)  # noqa: S308 each part is escaped where it is drawn


def _role(grant) -> str:
    if not grant.ends_on:
        return chip(grant.get_role_display(), "accent")
    until = plain(_("until %(day)s") % {"day": short_day(grant.last_day)})
    return f'{chip(grant.get_role_display(), "soon", "clock")} <small class="hint">{until}</small>'


@register.simple_tag
def second_factor(is_set_up):
    if is_set_up:
        return chip(pgettext("second factor", "set up"), "well", "shield-check")
    return chip(pgettext("second factor", "none"), "soon", "shield-off")


@register.simple_tag
def member_rows(members):
    """Rows of the table: name, roles, second factor, last signed in."""
    words = plain(_("Roles")), plain(_("Second factor")), plain(_("Last signed in")), plain(_("never"))
    factors = {is_set_up: second_factor(is_set_up) for is_set_up in (True, False)}
    return mark_safe("".join(_row(member, words, factors) for member in members))  # noqa: S308 as above


def _row(member, words, factors) -> str:
    roles, factor, signed_in, never = words
    held = role_chips(member.unended_grants) if member.is_active else chip(_("switched off"), "plain", "power-off")
    return (
        f'<tr><td class="p-0 text-start"><div class="rows">'
        f'<a class="row-link" href="{known_address("team_member", member.pk)}">{avatar(member.name)}'
        f'<span class="t">{plain(member.name)}<small>{plain(member.email)}</small></span></a></div></td>'
        f'<td data-label="{roles}"><div>{held}</div></td>'
        f'<td data-label="{factor}">{factors[member.has_second_factor]}</td>'
        f'<td data-label="{signed_in}">{ago(member.last_login) if member.last_login else never}</td></tr>'
    )
