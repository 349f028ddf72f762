"""A request as a row of a list, drawn in Python: it stands in most lists of intake, twenty-five times a page."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.ui.templatetags.ui import ago, avatar, chip, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import moment

register = template.Library()


@register.simple_tag
def request_row(row, compact=False, with_state=False, inbox=False):
    """One request (`intake.rows.Row`): a line of fact, one of circumstance, chips for how pressing it is.

    `compact` is for a narrow card: its state, and no more circumstance than its reference and its age. `inbox` counts
    the hours of what is open, and says for whom it waits.
    """
    who = f"{person_name(row.person)} {pronouns(row.person)}" if row.person else plain(_("Anonymous call"))
    marks = "" if compact else "".join(chip(*mark) for mark in row.marks)
    lines = f"{who} <small>{_circumstance(row, compact, inbox)}</small>"
    lines += f'<span class="chips">{marks}</span>' if marks else ""
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<a class="row-link" href="{plain(row.url)}">{avatar(getattr(row.person, "chosen_name", ""))} '
        f'<span class="t">{lines}</span> {_pressing(row, compact, with_state)}</a>'
    )


def _circumstance(row, compact, inbox) -> str:
    waits = inbox and row.is_open
    parts = [row.reference] if compact else row.facts
    drawn = [*(plain(part) for part in parts), _waited(row) if waits else ago(row.received_at)]
    if row.worker and not compact:
        drawn.append(plain(row.worker))
    elif waits:
        drawn.append(plain(_("nobody in charge yet")))
    return " · ".join(drawn)


def _waited(row) -> str:
    title = plain(moment(row.received_at))
    return f'<time datetime="{row.received_at.isoformat()}" title="{title}">{plain(row.waited)}</time>'


def _pressing(row, compact, with_state) -> str:
    chips = [chip(_("Under 18"), "calm")] if row.is_minor and not compact else []
    if compact or with_state:
        chips.append(chip(row.state, row.state_tone))
    if not compact:
        chips.append(chip(row.urgency, row.tone))
    return " ".join(chips)
