"""A contact of after-care drawn in Python: the list has twenty-five."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def after_care_line(row, may_record):
    """A row of the list (`housing.after_care.row_of`): whose contact it is, how it stands, and the way to note it."""
    person, months = row["person"], row["contact"].months
    address = known_address("people:panel", person.reference, "after-care")
    after = ngettext("%(n)s month after", "%(n)s months after", months) % {"n": months}
    to_note = note_contact(row) if may_record and not row["contact"].outcome else ""
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'{avatar(person.chosen_name)}<div class="t"><a href="{address}">{person_name(person)}</a> '
        f"{pronouns(person)} · {plain(after)} {after_care_facts(row, person.worker)}</div>{chip(*row['chip'])}{to_note}"
    )


@register.simple_tag
def after_care_facts(row, worker=None):
    """Which departure it follows, and what it came to or when it is due. `worker`: who is in charge, where it is
    said."""
    stay = row["stay"]
    left = _("left on %(day)s") % {"day": short_day(stay.departed_on)}
    facts = [*_facts(row["contact"]), *([worker.name] if worker else [])]
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f"<small>{plain(left)} · {plain(stay.get_destination_display())}</small> "
        f"<small>{plain(' · '.join(map(str, facts)))}</small>"
    )


def _facts(contact) -> list:
    if contact.outcome:
        lives = [contact.get_lives_display()] if contact.lives else []
        return [short_day(contact.done_on), contact.done_by.name, *lives]
    if contact.next_on != contact.due_on:
        due = _("again on %(day)s") % {"day": short_day(contact.next_on)}
    else:
        due = _("due on %(day)s") % {"day": short_day(contact.due_on)}
    if not contact.tried:
        return [due]
    return [due, ngettext("tried once", "tried %(n)s times", contact.tried) % {"n": contact.tried}]


@register.simple_tag
def note_contact(row):
    """The way to note what a contact came to."""
    contact, which = row["contact"], f" · {row['person'].reference} · {row['contact'].months}"
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<a class="btn btn-sm" href="{known_address("housing:after_care_contact", contact.pk)}">'
        f'{plain(_("Note it"))}<span class="visually-hidden">{plain(which)}</span></a>'
    )
