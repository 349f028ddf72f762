"""Requests as rows of a list, drawn in Python: they stand in most lists of intake, twenty-five a page."""

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
    return mark_safe(_row(row, compact, with_state, inbox))  # noqa: S308 each part is escaped where it is drawn


@register.simple_tag
def inbox_rows(rows, may_assign):
    """The requests of the inbox; what is open can be chosen, to be given to somebody."""
    choose = plain(_("Choose"))
    return mark_safe("".join(_in_inbox(row, may_assign, choose) for row in rows))  # noqa: S308 escaped where it is drawn


def _in_inbox(row, may_assign, choose) -> str:
    tick, reference = "", plain(row.reference)
    if may_assign and row.is_open:
        tick = (
            f'<input class="form-check-input" type="checkbox" name="request" value="{reference}" '
            f'aria-label="{choose} {reference}">'
        )
    return f"<li>{tick}{_row(row, with_state=True, inbox=True)}</li>"


def _row(row, compact=False, with_state=False, inbox=False) -> str:
    who = f"{person_name(row.person)} {pronouns(row.person)}" if row.person else plain(_("Anonymous call"))
    marks = "" if compact else "".join(chip(*mark) for mark in row.marks)
    lines = f"{who} <small>{_circumstance(row, compact, inbox)}</small>"
    lines += f'<span class="chips">{marks}</span>' if marks else ""
    return (
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
