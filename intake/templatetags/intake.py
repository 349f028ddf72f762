"""A request as a row of a list, drawn in Python: it stands in most lists of intake, twenty-five times a page."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refuge.ui.templatetags.ui import ago, avatar, chip, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import moment, short_day

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


@register.simple_tag
def waiting_cells(line):
    """The cells of one request of the waiting list (`intake.waiting.WaitingRow`), without those that other apps add."""
    row = line.row
    who = person_name(row.person) if row.person else plain(_("Anonymous call"))
    facts = plain(" · ".join([*row.facts, *([row.worker] if row.worker else [])]))
    cells = (
        (_("Who"), f'<a href="{plain(row.url)}">{who}</a> {pronouns(row.person)}{_hint(facts)}'),
        (_("Place in the list"), f"{chip(row.urgency, row.tone)}{_hint(plain(line.place))}"),
        (_("Waits since"), f"{plain(short_day(line.since))} {_hint(ago(line.since))}"),
        (_("Contact"), _contact(line)),
    )
    return mark_safe(  # noqa: S308 each cell is escaped where it is drawn
        "".join(f'<td data-label="{plain(label)}"><div>{drawn}</div></td>' for label, drawn in cells)
    )


def _hint(drawn) -> str:
    return f'<small class="hint d-block">{drawn}</small>'


def _contact(line) -> str:
    """When to call them next, when they were reached last, and what stands out."""
    day, last, vain = short_day(line.next_due), line.last_contact, line.record.failed_attempts
    if line.is_overdue:
        due = chip(_("was due %(day)s") % {"day": day}, "late", "phone-missed")
    else:
        due = plain(_("next by") + f" {day}")
    known = _("last reached") + f" {short_day(last)}" if last else _("not reached since the call")
    if vain:
        known += " · " + ngettext("%(n)s attempt in vain", "%(n)s attempts in vain", vain) % {"n": vain}
    marks = "".join(chip(*mark) for mark in line.row.marks)
    return due + _hint(plain(known)) + (f'<span class="chips">{marks}</span>' if marks else "")


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
