"""The rows of the waiting list, and those of it that stand on Today, drawn in Python."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.ages import age_words
from intake.models.choices import Channel, Urgency
from intake.rows import TONES
from refuge.ui.templatetags.ui import ago, avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


class Words:
    """What each row says, looked up once a page."""

    def __init__(self, columns):
        own = (_("Who"), _("Place in the list"), _("Waits since"), _("Contact"))
        labels = (*own, *(column.label for column in columns))
        self.heads = tuple(f'<td data-label="{plain(label)}"><div>' for label in labels)
        # A request of the register that was taken over says neither.
        self.urgencies = {"": ""} | {each.value: chip(each.label, TONES.get(each, "plain")) for each in Urgency}
        self.channels = {"": ""} | {each.value: str(each.label) for each in Channel}
        self.called, self.anonymous = _("called %(day)s"), plain(_("Anonymous call"))
        self.was_due, self.next_by = _("was due %(day)s"), _("next by")
        self.last_reached, self.not_reached = _("last reached"), _("not reached since the call")
        self.take_off = plain(_("Take off"))


@register.simple_tag
def waiting_rows(rows, columns, may_leave):
    """The requests of the waiting list (`intake.waiting.WaitingRow`), with the cells that other apps add."""
    words = Words(columns)
    return mark_safe("".join(_row(line, words, may_leave) for line in rows))  # noqa: S308 escaped where it is drawn


def _row(line, words, may_leave) -> str:
    cells = [*_own_cells(line, words), *(column.draw(cell) for column, cell in line.cells)]
    drawn = "".join(f"{head}{cell}</div></td>" for head, cell in zip(words.heads, cells, strict=True))
    return f"<tr>{drawn}{_leave(line, words) if may_leave else ''}</tr>"


def _own_cells(line, words) -> tuple:
    record = line.record
    address, person = known_address("intake:detail", record.reference), record.person
    who = person_name(person) if person else words.anonymous
    called = words.called % {"day": short_day(record.received_at)}
    return (
        f'<a href="{address}">{who}</a> {pronouns(person)}{_hint(plain(_facts(record, words)))}',
        f"{words.urgencies[record.urgency]}{_hint(plain(called))}",
        f"{short_day(line.since)} {_hint(ago(line.since))}",
        _contact(line, words),
    )


def _facts(record, words) -> str:
    origin = record.caller_organisation or words.channels[record.channel]
    facts = (record.reference, origin, str(age_words(record.person)), record.worker)
    return " · ".join(filter(None, facts))


def _contact(line, words) -> str:
    """When to call them next, when they were reached last, and what stands out."""
    day, last, vain = short_day(line.next_due), line.last_contact, line.record.failed_attempts
    if line.is_overdue:
        due = chip(words.was_due % {"day": day}, "late", "phone-missed")
    else:
        due = plain(f"{words.next_by} {day}")
    known = f"{words.last_reached} {short_day(last)}" if last else words.not_reached
    if vain:
        known += " · " + ngettext("%(n)s attempt in vain", "%(n)s attempts in vain", vain) % {"n": vain}
    marks = "".join(chip(*mark) for mark in line.marks)
    return due + _hint(plain(known)) + (f'<span class="chips">{marks}</span>' if marks else "")


def _leave(line, words) -> str:
    reference = plain(line.record.reference)
    return (
        f'<td class="screen-only"><a class="btn btn-sm" href="{known_address("intake:leave", line.record.reference)}">'
        f'{words.take_off}<span class="visually-hidden"> · {reference}</span></a></td>'
    )


def _hint(drawn) -> str:
    return f'<small class="hint d-block">{drawn}</small>'


@register.simple_tag
def overdue_rows(rows):
    """For Today: those on the waiting list (`intake.waiting.WaitingRow`) whom nobody has reached for too long."""
    words = Words(())
    return mark_safe("".join(_overdue(line, words) for line in rows))  # noqa: S308 each part is escaped below


def _overdue(line, words) -> str:
    record, last = line.record, line.last_contact
    name = record.person.chosen_name if record.person else ""
    who = person_name(name) if name else words.anonymous
    known = f"{plain(words.last_reached)} {plain(short_day(last))}" if last else plain(words.not_reached)
    due = chip(words.was_due % {"day": short_day(line.next_due)}, "late", "phone-missed")
    return (
        f'<li><a class="row-link" href="{known_address("intake:detail", record.reference)}">{avatar(name)}'
        f'<span class="t">{who}<small>{known}</small></span> {due}</a></li>'
    )
