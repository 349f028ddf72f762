"""The exit-first board, drawn in Python: each row is a page's worth of tags."""

from urllib.parse import quote

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from housing.models import Destination, Programme
from housing.models.exits import Chance
from intake.models.choices import Urgency
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


class Words:
    """What each row says, looked up once a page."""

    def __init__(self):
        labels = (_("Who"), _("Leaves"), _("Clock"), _("Where to"), _("Stands in the way"))
        self.heads = tuple(f'<td data-label="{plain(label)}"><div>' for label in labels)
        self.programmes = _labels(Programme)
        self.destinations, self.chances = _labels(Destination), _labels(Chance)
        unknown = plain(_("not known yet"))
        self.unknown = f'<span class="text-muted-ink">{unknown}</span>'
        self.nothing = chip(pgettext("blocks", "nothing"), "well")
        self.day, self.days_of_stay = _("day %(n)s of %(m)s"), plain(_("Days of the stay"))


def _labels(choices) -> dict:
    return {each.value: plain(each.label) for each in choices}


@register.simple_tag
def exit_rows(rows, may):
    """The residents (`housing.exits.rows.ExitRow`): who, until when, where to, and what blocks it."""
    words = Words()
    return mark_safe("".join(_row(row, may, words) for row in rows))  # noqa: S308 escaped where it is drawn


def _row(row, may, words) -> str:
    stay = row.stay
    cells = (_who(stay, words), _leaves(row, may), _clock(row, words), _where_to(row, words), _in_the_way(row, words))
    drawn = (f"{head}{cell}</div></td>" for head, cell in zip(words.heads, cells, strict=True))
    return f"<tr>{''.join(drawn)}</tr>"


def _who(stay, words) -> str:
    return (
        f'<a href="{known_address("housing:exit_plan", stay.pk)}">{person_name(stay.person)}</a> '
        f'{pronouns(stay.person)}<small class="hint d-block">{plain(stay.space_code or "?")} · '
        f"{words.programmes[stay.programme]}</small>"
    )


def _leaves(row, may) -> str:
    words, tone = row.chip
    drawn = f"{plain(short_day(row.leaves))} {chip(words, tone) if tone != 'plain' else ''}"
    if row.leaves != row.stay.agreed_until:
        agreed = _("agreed until %(day)s") % {"day": short_day(row.stay.agreed_until)}
        drawn += f'<small class="hint d-block">{plain(agreed)}</small>'
    drawn += _differs(row, may)
    return drawn + (_small(plain(_("extension asked"))) if row.stay.extension_asked else "")


def _differs(row, may) -> str:
    """What is to be done where the planned day is not the agreed one."""
    if row.needs_more_time:
        ask = _link("housing:extend", row.stay, _("ask for an extension")) if may["ask_extension"] else ""
        words = plain(_("planned after the agreed day"))
        return f'<small class="d-block text-late">{words}{" · " if ask else ""}{ask}</small>'
    if row.leaves_sooner and may["plan"]:
        return _small(_link("housing:agree", row.stay, _("agree on the earlier day")))
    return ""


def _small(drawn) -> str:
    return f'<small class="d-block">{drawn}</small>'


def _link(name, stay, words) -> str:
    return f'<a href="{known_address(name, stay.pk)}">{plain(words)}</a>'


def _clock(row, words) -> str:
    tone = f" {row.bar_tone}" if row.bar_tone else ""
    return (
        f'{plain(words.day % {"n": row.number, "m": row.length})}<span class="bar d-block screen-only{tone}">'
        f'<progress max="{row.length}" value="{row.filled}" aria-label="{words.days_of_stay}"></progress></span>'
    )


def _where_to(row, words) -> str:
    plan = row.plan
    where = words.destinations[plan.destination] if plan and plan.destination else words.unknown
    return f"{where} {chip(words.chances[plan.chance], row.chance_tone) if plan and plan.chance else ''}"


def _in_the_way(row, words) -> str:
    if row.blockers:
        return f'<span class="chips">{"".join(chip(each, "soon") for each in row.blockers)}</span>'
    return words.nothing if row.plan else "–"


@register.simple_tag
def exit_kinds(ahead):
    """How many spaces of each kind can be promised by when, and how many people wait for one."""
    names = {
        "emergency": _("Emergency"),
        "asylum": _("Emergency, reserved for asylum seekers"),
        "post": _("Post-shelter"),
    }
    by = {0: _("now"), **{days: ngettext("%(n)s day", "%(n)s days", days) % {"n": days} for days in ahead.days}}
    heads = {days: f'<td class="num" data-label="{plain(label)}">' for days, label in by.items()}
    waits = plain(_("People waiting"))
    waiting = f'<td class="num" data-label="{waits}">'
    return mark_safe(  # noqa: S308 escaped where it is drawn
        "".join(
            f'<tr><th scope="row" class="text-wrap">{plain(names[kind.code])}{_step_free(kind)}</th>'
            f"{''.join(f'{heads[days]}{number}</td>' for days, number in kind.free_by)}"
            f"{waiting}<b>{kind.waiting}</b></td></tr>"
            for kind in ahead.kinds
        )
    )


def _step_free(kind) -> str:
    if not kind.step_free:
        return ""
    text = ngettext("of which %(n)s step-free", "of which %(n)s step-free", kind.step_free) % {"n": kind.step_free}
    return f'<small class="hint d-block">{plain(text)}</small>'


@register.simple_tag
def exit_waits(ahead, may):
    """Who waits (`housing.exits.spaces.Waiting`), each with the space that would be theirs."""
    return mark_safe("".join(_wait(each, ahead.today, may) for each in ahead.shown))  # noqa: S308 escaped where drawn


def _wait(each, today, may) -> str:
    name = person_name(each.person) if each.person else plain(_("Anonymous call"))
    page, whose = ("housing:exit_plan", each.stay) if each.stay else ("intake:detail", each.request)
    address = known_address(page, whose)
    return (
        f'<li>{avatar(each.person.chosen_name if each.person else "")}<div class="t"><a href="{address}">{name}</a> '
        f"{pronouns(each.person)} <small>{plain(_circumstance(each))}</small></div> {_proposal(each, today, may)}</li>"
    )


def _circumstance(each) -> str:
    if each.stay:
        parts = [_("from emergency into post-shelter")]
    else:
        since = _("waits since %(day)s") % {"day": short_day(each.since)}
        # A request of the register that was taken over says nothing of it.
        parts = [*([str(Urgency(each.urgency).label)] if each.urgency else []), since]
    parts += [_("asylum seeker")] if each.is_applicant else []
    return " · ".join([*parts, *([_("step-free")] if each.needs_step_free else [])])


def _proposal(each, today, may) -> str:
    found = each.proposed
    if not found:
        return chip(_("none in 90 days"), "late") if each.can_be_given else chip(_("age unknown"), "soon")
    space = _promise(each, found) if may["plan"] else chip(found.space.code)
    return f'<span class="chips">{space} {_when(found, today)}</span>'


def _promise(each, found) -> str:
    who = f"request={each.request}" if each.request else f"person={each.person.reference}"
    asked = f"?{who}&space={quote(found.space.code)}&from={found.free_on:%Y-%m-%d}"
    words = _("Promise %(space)s") % {"space": found.space.code}
    return f'<a class="btn btn-sm" href="{known_address("housing:give")}{plain(asked)}">{plain(words)}</a>'


def _when(found, today) -> str:
    if found.is_free and found.free_on == today:
        return chip(_("now"), "well")
    day = short_day(found.free_on)
    return chip(_("%(day)s, unsure") % {"day": day}, "soon") if found.is_unsure else chip(day, "calm")
