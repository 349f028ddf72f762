"""What stands many times on a page of a file, drawn in Python: rows of a list, tabs, the timeline, a comparison."""

from django import template
from django.utils import timezone
from django.utils.formats import localize
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from refuge.people.models import AgeStatus
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import clock, short_day

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


@register.simple_tag
def tabs_of(person, panels, panel):
    """The tabs of the file that the reader has; the one of `panel` is open."""
    return mark_safe("\n".join(_tab(person.reference, each, each.key == panel.key) for each in panels))  # noqa: S308


def _tab(reference, each, is_open) -> str:
    first = each.key == "overview"
    address = known_address("people:person", reference) if first else known_address("people:panel", reference, each.key)
    here = ' aria-current="page"' if is_open else ""
    return f'<a href="{address}" hx-get="{address}"{here}>{plain(each.label)}</a>'


@register.simple_tag
def entries(shown):
    """Lines of the timeline (`refuge.people.timeline.Entry`)."""
    return mark_safe("\n".join(map(_entry, shown)))  # noqa: S308 each part is escaped where it is drawn


def _entry(entry) -> str:
    at = timezone.localtime(entry.at)
    hour = f"<small>{plain(clock(entry.at))}</small>" if entry.has_clock else ""
    title = f'<a href="{plain(entry.url)}">{plain(entry.title)}</a>' if entry.url else plain(entry.title)
    detail = f" <small>{plain(entry.detail)}</small>" if entry.detail else ""
    actor = f" <small>{plain(entry.actor)}</small>" if entry.actor else ""
    return (
        f'<li><time datetime="{at.isoformat()}">{plain(short_day(entry.at))}{hour}</time> '
        f'<span class="t">{title}{detail}</span>{actor}</li>'
    )


@register.simple_tag
def side_by_side(kept, absorbed, rows, holdings):
    """The rows of two files compared (`refuge.people.comparing.Row`): what they say, then how much they hold."""
    differs, files = chip(_("different"), "soon"), (plain(kept.reference), plain(absorbed.reference))
    said = [_compared(capfirst(row.label), f" {differs}" if row.differs else "", files, _said(row)) for row in rows]
    held = [_compared(row.label, "", files, (localize(row.kept), localize(row.absorbed))) for row in holdings]
    return mark_safe("\n".join([*said, *held]))  # noqa: S308 each part is escaped where it is drawn


def _said(row) -> tuple:
    return row.kept or "–", row.absorbed or "–"


def _compared(label, differs, files, values) -> str:
    cells = (
        f'<td data-label="{file}"><span>{plain(value)}</span></td>' for file, value in zip(files, values, strict=True)
    )
    return f'<tr><th scope="row">{plain(label)}{differs}</th>{"".join(cells)}</tr>'


@register.simple_tag
def likely_rows(person, candidates):
    """Files that may be the same person's (`refuge.people.duplicates.Candidate`), each to be compared with this one."""
    compare = plain(_("Compare"))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(_likely(person.reference, each, compare) for each in candidates)
    )


def _likely(reference, candidate, compare) -> str:
    other = candidate.person
    theirs = plain(other.reference)
    said = " · ".join([theirs, *map(plain, [other.age_words, *candidate.reasons])])
    return (
        f"<li>{avatar(other.chosen_name)}"
        f'<span class="t">{person_name(other)} {pronouns(other)}<small>{said}</small></span> '
        f'<a class="btn btn-sm" href="{known_address("people:merge_with", reference, other.reference)}">{compare}'
        f'<span class="visually-hidden"> · {theirs}</span></a></li>'
    )
