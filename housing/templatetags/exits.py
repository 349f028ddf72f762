"""A resident as a row of the exit-first board, drawn in Python: each row is a page's worth of tags."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.ui.templatetags.ui import chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def exit_row(row, may):
    """The cells of one resident (`housing.exits.rows.ExitRow`): who, until when, where to, and what blocks it."""
    cells = (
        (_("Who"), _who(row.stay)),
        (_("Leaves"), _leaves(row, may)),
        (_("Clock"), _clock(row)),
        (_("Where to"), _where_to(row)),
        (_("Stands in the way"), _in_the_way(row)),
    )
    return mark_safe(  # noqa: S308 each cell is escaped where it is drawn
        "".join(f'<td data-label="{plain(label)}"><div>{drawn}</div></td>' for label, drawn in cells)
    )


def _who(stay) -> str:
    return (
        f'<a href="{known_address("housing:exit_plan", stay.pk)}">{person_name(stay.person)}</a> '
        f'{pronouns(stay.person)}<small class="hint d-block">{plain(stay.space_code or "?")} · '
        f"{plain(stay.get_programme_display())}</small>"
    )


def _leaves(row, may) -> str:
    words, tone = row.chip
    drawn = f"{plain(short_day(row.leaves))} {chip(words, tone) if tone != 'plain' else ''}"
    if row.leaves != row.stay.agreed_until:
        agreed = _("agreed until %(day)s") % {"day": short_day(row.stay.agreed_until)}
        drawn += f'<small class="hint d-block">{plain(agreed)}</small>'
    drawn += _differs(row, may)
    return drawn + (_small(plain(_("extension asked"))) if row.stay.extension_asked else "")


def _differs(row, may) -> str:
    """What is to be done where the planned day is not the agreed one."""
    if row.needs_more_time:
        ask = _link("housing:extend", row.stay, _("ask for an extension")) if may["ask_extension"] else ""
        words = plain(_("planned after the agreed day"))
        return f'<small class="d-block text-late">{words}{" · " if ask else ""}{ask}</small>'
    if row.leaves_sooner and may["plan"]:
        return _small(_link("housing:agree", row.stay, _("agree on the earlier day")))
    return ""


def _small(drawn) -> str:
    return f'<small class="d-block">{drawn}</small>'


def _link(name, stay, words) -> str:
    return f'<a href="{known_address(name, stay.pk)}">{plain(words)}</a>'


def _clock(row) -> str:
    words = _("day %(n)s of %(m)s") % {"n": row.number, "m": row.length}
    tone = f" {row.bar_tone}" if row.bar_tone else ""
    label = _("Days of the stay")
    return (
        f'{plain(words)}<span class="bar d-block screen-only{tone}"><progress max="{row.length}" '
        f'value="{row.filled}" aria-label="{plain(label)}"></progress></span>'
    )


def _where_to(row) -> str:
    plan = row.plan
    unknown = _("not known yet")
    if plan and plan.destination:
        where = plain(plan.get_destination_display())
    else:
        where = f'<span class="text-muted-ink">{plain(unknown)}</span>'
    return f"{where} {chip(plan.get_chance_display(), row.chance_tone) if plan and plan.chance else ''}"


def _in_the_way(row) -> str:
    if row.blockers:
        return f'<span class="chips">{"".join(chip(each, "soon") for each in row.blockers)}</span>'
    return chip(pgettext("blocks", "nothing"), "well") if row.plan else "–"
