"""Rows of the shop's book, drawn in Python: each has a button that asks before it takes the line back."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.ui.templatetags.ui import chip, confirm, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import moment

register = template.Library()


@register.simple_tag(takes_context=True)
def book_rows(context, rows):
    """Lines of the book (`volunteers.shop.EntryRow`)."""
    label, asked = _("Take back"), plain(_("The pieces go the other way; both stay in the book."))
    return mark_safe("".join(_line(context, row, label, asked) for row in rows))  # noqa: S308 escaped where drawn


def _line(context, row, label, asked) -> str:
    way_back = ""
    if row.may_undo:
        way_back = confirm(
            context, f"<p>{asked}</p>", label, known_address("volunteers:shop_undo", row.entry.pk), small=True
        )
    return (
        f'<li><span class="t"><span>{chip(row.title, row.tone)} {plain(row.lines)}</span> '
        f"<small>{' · '.join(_facts(row))}</small></span> {_state(row)} {way_back}</li>"
    )


def _facts(row):
    entry = row.entry
    yield plain(moment(entry.at))
    yield plain(entry.by.name)
    if row.who:
        yield plain(pgettext("basket", "for")) + f" {person_name(row.who)}"
    if row.donor:
        yield plain(_("from %(donor)s") % {"donor": row.donor})
    if entry.reason:
        yield plain(entry.reason)
    if entry.undone_at:
        told = {"moment": moment(entry.undone_at), "name": entry.undone_by.name}
        yield plain(_("taken back on %(moment)s by %(name)s") % told)


def _state(row) -> str:
    if row.entry.undone_at:
        return chip(pgettext("shop", "taken back"))
    return f'<span class="hint">{plain(row.total)}</span>' if row.total else ""
