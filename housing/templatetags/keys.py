"""Sets of keys and who has them, drawn in Python: they stand in lists, and on the pages of a space and a stay."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.ui.templatetags.ui import chip, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def key_holder(loan):
    """With whom a set is, as far as the reader may know (`with_known`)."""
    if loan.colleague_id:
        return loan.colleague.name
    return person_name(loan.stay.person) if loan.known else _("somebody")


@register.simple_tag
def key_row(keys, loan):
    """A set, what it opens and, where it is out, with whom: a row of the list. `loan` is the one that is not over."""
    place = f"{plain(keys.place)} · {plain(keys.space.unit)}" if keys.space_id else plain(keys.place)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<div class="t"><a href="{known_address("housing:key_set", keys.pk)}">{plain(keys)}</a> · {place}'
        f"<small>{plain(keys.house)}{f' · {_since(loan)}' if loan else ''}</small></div>{key_state(keys, loan)}"
    )


def _since(loan) -> str:
    since = _("since %(day)s") % {"day": short_day(loan.out_on)}
    return f"{plain(key_holder(loan))} · {plain(since)}"


@register.simple_tag
def key_state(keys, loan):
    """Where a set is, in a word, and what to do with it there."""
    if keys.retired_on:
        return chip(_("out of use"))
    if not loan:
        address = f"{known_address('housing:hand_out')}?set={keys.pk}"
        return mark_safe(chip(_("here"), "well") + _button(address, _("Hand out"), f" {keys}"))  # noqa: S308
    if loan.lost_on:
        return chip(_("lost"), "late")
    back = _button(known_address("housing:loan_back", loan.pk), pgettext("keys", "Back"), f" {keys}")
    return mark_safe(chip(pgettext("keys", "out"), "accent") + back)  # noqa: S308


@register.simple_tag
def loan_actions(loan):
    """What can become of a set that is out."""
    which = f" · {loan.key_set}"
    if loan.lost_on:
        found = _button(known_address("housing:loan_back", loan.pk), pgettext("keys", "Found"), which)
        return mark_safe(f'<span class="chips">{found}</span>')  # noqa: S308
    back = _button(known_address("housing:loan_back", loan.pk), pgettext("keys", "Back"), which)
    lost = _button(known_address("housing:loan_lost", loan.pk), pgettext("keys", "Lost"), which)
    return mark_safe(f'<span class="chips">{back}{lost}</span>')  # noqa: S308


def _button(address, words, of) -> str:
    return (
        f'<a class="btn btn-sm" href="{plain(address)}">{plain(words)}'
        f'<span class="visually-hidden">{plain(of)}</span></a>'
    )
