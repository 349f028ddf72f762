"""The months of a house and its spaces tonight, drawn in Python: each stands there as often as the house has beds."""

from functools import cache

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from housing.models.choices import Status
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def capacity_rows(sites):
    """The houses with their months (`housing.capacity`). Most months of most houses have the same few numbers."""
    number = cache(lambda spaces: floatformat(spaces, "-1"))
    drawn = cache(lambda month: _month(month, number))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(f'<tr><th scope="row">{plain(site)}</th>{"".join(map(drawn, months))}</tr>' for site, months in sites)
    )


def _month(month, number) -> str:
    closed = f'<br><small class="text-muted-ink">{number(month.spaces)}</small>' if month.closed else ""
    return f'<td class="num">{number(month.usable)}{closed}</td>'


@register.simple_tag
def space_rows(places):
    """The spaces of a unit tonight (`housing.tonight.Place`): what each is for, who is there, and until when."""
    labels = (_("Space"), _("Programme"), _("Tonight"), _("Leaves by"))
    heads = tuple(f'<td data-label="{plain(label)}">' for label in labels)
    return mark_safe("".join(_row(place, heads) for place in places))  # noqa: S308 escaped where it is drawn


def _row(place, heads) -> str:
    code, programme = plain(place.space.code), plain(place.space.get_programme_display())
    why = plain(_("reserved for asylum seekers"))
    reserved = f' <span title="{why}">◇</span>' if place.is_reserved else ""
    space = f'<span><a href="{known_address("housing:space", place.space.code)}">{code}</a>{reserved}</span>'
    cells = (space, programme, f"<span>{_tonight(place)}</span>", f"<span>{_leaves_by(place)}</span>")
    return f"<tr>{''.join(f'{head}{cell}</td>' for head, cell in zip(heads, cells, strict=True))}</tr>"


def _tonight(place) -> str:
    if place.occupant:
        return person_name(place.occupant.person) if place.occupant.known else plain(_("taken"))
    if place.closure:
        return f"{chip(pgettext('a space', 'closed'))} {plain(place.closure.reason)}"
    return chip(_("promised"), "soon") if place.coming else chip(_("free"), "well")


def _leaves_by(place) -> str:
    if not place.occupant:
        return ""
    late = f" {chip(place.chip[0], 'late')}" if place.chip[1] == "late" else ""
    return short_day(place.occupant.stay.agreed_until) + late


@register.simple_tag
def space_holders(history, may):
    """Who had a space, has it and is to come, as far as the reader may know (`with_known`)."""
    return mark_safe("".join(f"<li>{_holder(each, may)}</li>" for each in history))  # noqa: S308 escaped where drawn


def _holder(each, may) -> str:
    days = f"{short_day(each.starts_on)} – {short_day(each.ended_on or each.agreed_until)}"
    face = avatar(each.person.chosen_name if each.known else "")
    return f'{face}<div class="t">{_whose(each, may)}<small>{days}</small></div>{_standing(each)}'


def _whose(each, may) -> str:
    if not each.known:
        return plain(_("somebody"))
    name = person_name(each.person)
    if each.stay_id and may["view_stay"]:
        return f'<a href="{known_address("housing:stay", each.stay_id)}">{name}</a>'
    if not each.stay_id and may["record"]:
        return f'<a href="{known_address("housing:plan", each.pk)}">{name}</a>'
    return name


def _standing(each) -> str:
    if each.at_risk:
        return chip(_("at risk"), "late")
    if each.status == Status.ARRIVED:
        return chip(_("here now"), "accent")
    return chip(each.get_status_display(), "soon") if each.status != Status.ENDED else ""


PAGE_OF = {"stay": "housing:stay", "ticket": "housing:ticket", "keys": "housing:key_set"}


@register.simple_tag
def space_events(events, reads):
    """What happened in a space (`housing.space_history.Event`). `reads`: whether the reader opens stays."""
    somebody = plain(_("somebody"))
    return mark_safe("".join(_event(each, reads, somebody) for each in events))  # noqa: S308 escaped where drawn


def _event(event, reads, somebody) -> str:
    text = plain(event.text)
    if event.kind == "stay":
        name = person_name(event.person) if event.person else somebody
        text += f": {_leading(event, name) if event.person and reads else name}"
    elif event.kind:
        text = _leading(event, text)
    detail = f"<small>{plain(event.detail)}</small>" if event.detail else ""
    return f'<li>{chip(short_day(event.day), event.tone)}<div class="t">{text}{detail}</div></li>'


def _leading(event, drawn) -> str:
    """To the page of what it is about."""
    return f'<a href="{known_address(PAGE_OF[event.kind], event.record)}">{drawn}</a>' if event.record else drawn
