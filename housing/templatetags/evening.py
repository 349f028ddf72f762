"""Tonight's spaces and the rows of the round, drawn in Python: each stands there as often as the house has beds."""

from urllib.parse import quote

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from housing.models.presence import Presence
from refuge.ui.icons import svg
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()

TONES = {Presence.PRESENT: "well", Presence.ABSENT: "late", Presence.EXCUSED: "calm"}
SIGNS = {Presence.PRESENT: "✓", Presence.ABSENT: "✗"}


@register.simple_tag(takes_context=True)
def place_row(context, place):
    """One space tonight (`housing.tonight.Place`): who is there, or why nobody is."""
    may = context["may"]
    if place.occupant:
        drawn = _taken(place, may, context)
    elif place.closure:
        drawn = _closed(place)
    elif place.coming:
        drawn = _promised(place, may)
    else:
        drawn = _free(place, may)
    return mark_safe(drawn)  # noqa: S308 each part is escaped where it is drawn


def _taken(place, may, context) -> str:
    occupant, row = place.occupant, place.row
    leaves = _("leaves by %(day)s") % {"day": short_day(occupant.stay.agreed_until)}
    facts = [place.space.code, leaves]
    if row and row.away:
        facts.append(row.away)
    facts += [f"⚠ {alert.text}" for alert in place.alerts]
    told = _told("small", row) if row else ""
    chips = chip(_("to confirm"), "accent") if occupant.to_confirm and may["confirm"] else ""
    chips += chip(*place.chip) if place.chip[1] != "plain" else ""
    return (
        f'{_avatar(occupant)}<div class="t">{_who(occupant, may)}{_small(facts)}{told}</div>'
        f"{chips}{round_marks(context, row) if row else ''}"
    )


def _who(occupant, may) -> str:
    if not occupant.known:
        return plain(_("taken"))
    if may["view_stay"]:
        return _named(occupant.person, known_address("housing:stay", occupant.stay_id))
    return person_name(occupant.person)


def _closed(place) -> str:
    closure = place.closure
    facts = [closure.reason]
    if closure.ends_on:
        facts.append(_("until %(day)s") % {"day": short_day(closure.ends_on)})
    return _without_anybody("wrench", place, facts) + chip(pgettext("a space", "closed"))


def _promised(place, may) -> str:
    coming = place.coming
    if not coming.known:
        who = plain(_("promised"))
    elif may["record"]:
        who = _named(coming.person, known_address("housing:plan", coming.pk))
    else:
        who = person_name(coming.person)
    facts, state = _small([place.space.code, coming.get_status_display()]), chip(_("to come"), "soon")
    return f'{_avatar(coming)}<div class="t">{who}{facts}</div>{state}'


def _free(place, may) -> str:
    space = place.space
    facts = [space.get_programme_display()]
    facts += ["◇ " + _("reserved for asylum seekers")] if place.is_reserved else []
    facts += [_("step-free")] if space.step_free else []
    drawn = _without_anybody("bed-single", place, facts) + chip(_("free"), "well")
    if may["plan"]:
        address = f"{known_address('housing:give')}?space={quote(space.code)}"
        words, code = plain(_("Give")), plain(space.code)
        drawn += f'<a class="btn btn-sm" href="{address}">{words}<span class="visually-hidden"> {code}</span></a>'
    return drawn


def _without_anybody(icon, place, facts) -> str:
    mark = f'<span class="avatar" aria-hidden="true">{svg(icon, 18)}</span>'
    return f'{mark}<div class="t">{plain(place.space.code)}{_small(facts)}</div>'


def _avatar(occupancy) -> str:
    return avatar(occupancy.person.chosen_name if occupancy.known else "")


def _named(person, address) -> str:
    return f'<a href="{address}">{person_name(person)}</a> {pronouns(person)}'


def _small(facts) -> str:
    return f"<small>{' · '.join(plain(each) for each in facts)}</small>"


def _told(tag, row) -> str:
    tone = ' class="text-soon"' if row.differs else ""
    return f"<{tag} data-told{tone}>{plain(row.told)}</{tag}>"


@register.simple_tag(takes_context=True)
def round_row(context, row):
    """One person of the round (`housing.evening.rounds.Row`)."""
    may = context["may"]
    if may["view_stay"]:
        who = _named(row.person, known_address("housing:stay", row.occupancy.stay_id))
    else:
        who = f"{person_name(row.person)} {pronouns(row.person)}"
    facts = [plain(row.space.code), _told("span", row)]
    facts += [plain(row.away)] if row.away else []
    alerts = "".join(f"<br>⚠ {plain(alert.text)}" for alert in row.alerts)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<div class="t">{who}</div>{round_marks(context, row)}'
        f'<small class="details">{" · ".join(facts)}{alerts}</small>'
    )


@register.simple_tag(takes_context=True)
def round_marks(context, row):
    """Three buttons for one person; for whoever only reads, what was said of them."""
    if not context["may"]["mark_presence"]:
        said = row.marks[0].get_presence_display() if row.marks else ""
        return chip(said, TONES[row.presence]) if said else ""
    code, night, label = plain(row.space.code), row.night.isoformat(), plain(_("Presence"))
    buttons = "".join(_button(choice) for choice in row.choices)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<form method="post" action="{known_address("housing:mark")}" class="marks" data-space="{code}" '
        f'data-own="{row.own}"><input type="hidden" name="csrfmiddlewaretoken" value="{context["csrf_token"]}">'
        f'<input type="hidden" name="space" value="{code}"><input type="hidden" name="night" value="{night}">'
        f'<div class="seg" role="group" aria-label="{label}, {code}">{buttons}</div></form>'
    )


def _button(choice) -> str:
    sign, label = SIGNS.get(choice["presence"]), plain(choice["label"])
    words = f'<span aria-hidden="true">{sign}</span><span class="visually-hidden">{label}</span>' if sign else label
    proposed = ""
    if choice["proposed"]:
        note = plain(_("proposed"))
        proposed, words = ' class="proposed"', f'{words}<span class="visually-hidden"> ({note})</span>'
    pressed = "true" if choice["pressed"] else "false"
    return (
        f'<button name="presence" value="{choice["posts"]}" data-presence="{choice["presence"]}" '
        f'aria-pressed="{pressed}"{proposed}>{words}</button>'
    )
