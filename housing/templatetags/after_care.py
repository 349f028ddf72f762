"""Contacts of after-care drawn in Python: the list has twenty-five."""

from functools import cache

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from housing.models import Destination
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


class Words:
    """What each row says."""

    def __init__(self):
        self.left, self.again, self.due = _("left on %(day)s"), _("again on %(day)s"), _("due on %(day)s")
        self.to_note = plain(_("Note it"))
        self.places = {value: str(label) for value, label in Destination.choices}


@cache
def words_in(language) -> Words:
    """Looked up once a language."""
    return Words()


@register.simple_tag
def after_care_lines(rows, may_record):
    """The rows of the list, contacts (`housing.after_care.to_list`) with their chips: whose it is, how it stands, and
    the way to note it."""
    words = words_in(get_language())
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(f"<li>{_line(contact, standing, may_record, words)}</li>" for contact, standing in rows)
    )


def _line(contact, standing, may_record, words) -> str:
    name, reference, months = contact.stay__person__chosen_name, contact.stay__person__reference, contact.months
    address = known_address("people:panel", reference, "after-care")
    facts = _drawn(
        contact, contact.stay__departed_on, contact.stay__destination, contact.done_by__name, words,
        contact.stay__person__worker__name,
    )  # fmt: skip
    to_note = _to_note(contact, reference, words) if may_record and not contact.outcome else ""
    return (
        f'{avatar(name)}<div class="t"><a href="{address}">{person_name(name)}</a> '
        f"{pronouns(contact.stay__person__pronouns)} · {plain(_after(months))} {facts}</div>{chip(*standing)}{to_note}"
    )


def _after(months) -> str:
    return ngettext("%(n)s month after", "%(n)s months after", months) % {"n": months}


@register.simple_tag
def after_care_facts(row):
    """Of a row of the person's panel (`housing.after_care.row_of`): which departure it follows, and what it came to or
    when it is due."""
    contact, stay = row["contact"], row["stay"]
    by = contact.done_by.name if contact.outcome else ""
    drawn = _drawn(contact, stay.departed_on, stay.destination, by, words_in(get_language()))
    return mark_safe(drawn)  # noqa: S308 each part is escaped where it is drawn


def _drawn(contact, departed_on, destination, done_by, words, worker="") -> str:
    """`worker`: who is in charge, where it is said."""
    left = words.left % {"day": short_day(departed_on)}
    facts = [*_facts(contact, done_by, words), *([worker] if worker else [])]
    return (
        f"<small>{plain(left)} · {plain(words.places.get(destination, destination))}</small> "
        f"<small>{plain(' · '.join(facts))}</small>"
    )


def _facts(contact, done_by, words) -> list:
    if contact.outcome:
        return [short_day(contact.done_on), done_by, *([words.places[contact.lives]] if contact.lives else [])]
    said = words.again if contact.next_on != contact.due_on else words.due
    due = said % {"day": short_day(contact.next_on)}
    if not contact.tried:
        return [due]
    return [due, ngettext("tried once", "tried %(n)s times", contact.tried) % {"n": contact.tried}]


@register.simple_tag
def note_contact(row):
    """The way to note what a contact came to."""
    drawn = _to_note(row["contact"], row["person"].reference, words_in(get_language()))
    return mark_safe(drawn)  # noqa: S308 each part is escaped where it is drawn


def _to_note(contact, reference, words) -> str:
    which = f" · {reference} · {contact.months}"
    return (
        f'<a class="btn btn-sm" href="{known_address("housing:after_care_contact", contact.pk)}">'
        f'{words.to_note}<span class="visually-hidden">{plain(which)}</span></a>'
    )
