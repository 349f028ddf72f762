"""A file as a row of the list, drawn in Python: it stands there twenty-five times a page."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.people.models import AgeStatus
from refuge.ui.templatetags.ui import chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def file_cells(person):
    """Chosen name, reference, age, who is in charge, and since when there is a file."""
    address = known_address("people:person", person.reference)
    minor = chip(person.age_chip, "calm") if person.age_status() == AgeStatus.MINOR else ""
    cells = (
        (_("Chosen name"), f'<span><a href="{address}">{person_name(person)}</a> {pronouns(person)}</span>'),
        (_("Reference"), plain(person.reference)),
        (_("Age"), f"<span>{plain(person.age_words)} {minor}</span>"),
        (_("Worker in charge"), plain(person.worker) if person.worker else "–"),
        (_("Opened"), plain(short_day(person.created_at))),
    )
    return mark_safe(  # noqa: S308 each cell is escaped where it is drawn
        "".join(f'<td data-label="{plain(label)}">{drawn}</td>' for label, drawn in cells)
    )
