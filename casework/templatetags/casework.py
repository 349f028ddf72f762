"""Rows of plans, actions and appointments, drawn in Python: they stand in many lists, up to twenty-five a page."""

from django import template
from django.middleware.csrf import get_token
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.models import Audience, JournalNote, PlanKind
from refuge.records import labels
from refuge.ui.templatetags.ui import avatar, chip, icon, known_address, person_name, pronouns, query_replace
from refuge.ui.widgets import plain
from refuge.ui.words import clock, long_day, moment, short_day

register = template.Library()


@register.simple_tag(takes_context=True)
def action_row(context, row, may_do=True, with_person=False):
    """One action (`casework.rows.ActionRow`): a box to tick, a line of fact, one of circumstance, how pressing.
    `with_person` where the page is not about one person."""
    action, token = row.action, context.get("csrf_token") or get_token(context["request"])
    address = context["request"].get_full_path()
    line = _of_somebody(action) if with_person else _of_the_plan(action)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f"{_box(action, may_do, token, address)} {line} {chip(row.due, row.tone)}"
    )


def _box(action, may_do, token, address) -> str:
    if action.done_at:
        name, label, drawing, more = "casework:action_undo", _("Not done after all: %(what)s"), "square-check-big", ""
    else:
        name, label, drawing = "casework:action_done", _("Done: %(what)s"), "square"
        more = f'<input type="hidden" name="next" value="{plain(address)}">'
    return (
        f'<form method="post" action="{known_address(name, action.pk)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{plain(token)}">{more}'
        f'<button class="btn btn-sm btn-quiet"{"" if may_do else " disabled"} '
        f'aria-label="{plain(label % {"what": action.text})}">{icon(drawing)}</button></form>'
    )


def _of_somebody(action) -> str:
    goal = action.goal
    facts = (person_name(goal.plan.person), plain(goal.get_domain_display()), _by(action))
    address = known_address("casework:plan", goal.plan_id)
    return (
        f'<div class="t"><a class="private" href="{address}">{plain(action.text)}</a>'
        f"<small>{' · '.join(facts)}</small></div>"
    )


def _of_the_plan(action) -> str:
    when = plain(_("done on %(day)s") % {"day": short_day(action.done_at)}) if action.done_at else _by(action)
    return (
        f'<div class="t"><span class="private">{plain(action.text)}</span>'
        f"<small>{plain(action.responsible.name)} · {when}</small></div>"
    )


def _by(action) -> str:
    return plain(_("by %(day)s") % {"day": short_day(action.due_on)})


@register.simple_tag
def appointment_line(row, with_day=False, without_person=False):
    """One appointment in a list (`casework.agenda.window.AppointmentRow`). `with_day` where the list is of several
    days, `without_person` on the person's own page."""
    each = row.appointment
    when = f"{plain(short_day(each.starts_at))} " if with_day else ""
    who = f"{person_name(each.person)} · " if each.person and not without_person else ""
    facts = [each.get_kind_display(), each.worker.name]
    if each.accompanied_by:
        facts.append(_("with %(name)s") % {"name": each.accompanied_by.name})
    kept = chip(each.get_attendance_display(), row.tone) if each.attendance != "planned" else ""
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<a class="row-link" href="{known_address("casework:appointment", each.pk)}">'
        f'<span class="mono">{when}{plain(clock(each.starts_at))}</span> <span class="t">{who}'
        f'<span class="private">{plain(each.title)}</span><small>{plain(" · ".join(map(str, facts)))}</small></span>'
        f" {kept}</a>"
    )


@register.simple_tag
def attention_row(row):
    """Somebody about whom something is due (`casework.caseload.AttentionRow`), with each matter and how soon it is."""
    person, plan = row.person, row.plan
    address = known_address("casework:plan", plan.pk) if plan else known_address("people:person", person.reference)
    stands_in = chip(_("you stand in"), "accent") if row.is_stood_in_for else ""
    matters = (chip(f"{each.label} · {each.due}" if each.due else each.label, each.tone) for each in row.matters)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<a class="row-link" href="{address}">{avatar(person.chosen_name)}<span class="t">{person_name(person)}'
        f' {stands_in} <span class="chips">{"".join(matters)}</span></span></a>'
    )


@register.simple_tag
def plan_rows(rows):
    """The rows of the caseload (`casework.views.caseload`). The words are looked up once, not once a row."""
    heads = [
        plain(head)
        for head in (
            _("Name"), _("Kind of support"), _("Goals"), _("Next action"), _("Worker in charge"), _("Opened on"),
        )
    ]  # fmt: skip
    kinds = {value: plain(label) for value, label in PlanKind.choices}
    closed = " " + chip(_("closed"))
    return mark_safe("".join(_plan_row(*row, heads, kinds, closed) for row in rows))  # noqa: S308 escaped where drawn


def _plan_row(plan, goals, due, heads, kinds, closed) -> str:
    name = f'<a href="{known_address("casework:plan", plan.pk)}">{person_name(plan.person__chosen_name)}</a>'
    cells = (
        f"<span>{name} {pronouns(plan.person__pronouns)}</span>",
        f"<span>{kinds[plan.kind]}{closed if plan.closed_on else ' '}</span>",
        plain(goals),
        _next(plan, due),
        plain(plan.person__worker__name or "–"),
        plain(short_day(plan.opened_on)),
    )
    drawn = (f'<td data-label="{head}">{cell}</td>' for head, cell in zip(heads, cells, strict=True))
    return f"<tr>{''.join(drawn)}</tr>"


def _next(plan, due) -> str:
    if not due:
        return "–"
    late = plan.actions_late
    more = ngettext("%(number)s late", "%(number)s late", late) % {"number": late} if late > 1 else ""
    return f"<span>{chip(*due)} {plain(more)}</span>"


@register.simple_tag
def own_note_rows(notes):
    """One's own notes (`casework.rows.OwnNote`), of several people."""
    domains, kinds = labels(JournalNote._meta.get_field("domain")), labels(JournalNote._meta.get_field("kind"))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(_own_note(note, plain(domains[note.domain]), plain(kinds[note.kind])) for note in notes)
    )


def _own_note(note, domain, kind) -> str:
    address = known_address("people:panel", note.reference, "journal")
    additions = (f'<div class="callout measure mt-2 private">{linebreaksbr(each)}</div>' for each in note.additions)
    return (
        f'<li><span>{chip(short_day(note.happened_on))}</span><div class="t">'
        f'<a href="{address}">{person_name(note.chosen_name)}</a> · {domain} · {kind} '
        f'<div class="private measure">{linebreaksbr(note.text)}</div>{"".join(additions)}</div></li>'
    )


@register.simple_tag(takes_context=True)
def month_rows(context, weeks):
    """The weeks of a month, each of days (`casework.agenda.window.Day`)."""
    rest = query_replace(context, view=None, on=None)
    week_of = f"{rest}&on=" if rest != "?" else "?on="
    drawn = (f"<tr>{''.join(_day_cell(day, week_of) for day in week)}</tr>" for week in weeks)
    return mark_safe("".join(drawn))  # noqa: S308 each part is escaped where it is drawn


def _day_cell(day, week_of) -> str:
    look, mark = " text-muted-ink" if day.is_outside else "", ' aria-current="date"' if day.is_today else ""
    head = (
        f'<a class="month-day{look}" href="{plain(week_of + day.on.isoformat())}"{mark}>'
        f'<span aria-hidden="true">{day.on.day}</span>'
        f'<span class="visually-hidden">{plain(long_day(day.on))}</span></a>'
    )
    if not day.rows:
        return f'<td class="nothing">{head}</td>'
    lines = [_in_a_cell(row.appointment) for row in day.first_rows]
    if day.more > 0:
        others = ngettext("and %(number)s other", "and %(number)s others", day.more) % {"number": day.more}
        lines.append(f"<small>{plain(others)}</small>")
    return f"<td>{head}<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul></td>"


def _in_a_cell(each) -> str:
    about = person_name(each.person) if each.person else plain(each.get_kind_display())
    return f'<a href="{known_address("casework:appointment", each.pk)}">{plain(clock(each.starts_at))} {about}</a>'


@register.simple_tag(takes_context=True)
def note_rows(context, notes):
    """Notes of one person with what was added; whoever wrote one, the `user_id` of the page, may change or take it
    back."""
    user_id = context.get("user_id")
    token = plain(context.get("csrf_token") or get_token(context["request"]))
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        "".join(f"<li>{_note(note)}{_steps(note, token) if note.author_id == user_id else ''}</li>" for note in notes)
    )


def _note(note) -> str:
    what = f"{plain(note.get_domain_display())} · {plain(note.get_kind_display())}"
    kept = ""
    if note.audience == Audience.WORKER:
        kept = " " + chip(_("kept to the worker in charge"), "accent", "lock")
    return (
        f'<span>{chip(short_day(note.happened_on))}</span> <div class="t">{what}{kept} '
        f"<small>{' · '.join(_circumstances(note))}</small> "
        f'<div class="private measure">{linebreaksbr(note.text)}</div>'
        f"{''.join(map(_added, note.additions.all()))}</div>"
    )


def _circumstances(note):
    yield plain(note.author.name)
    if note.minutes:
        yield plain(ngettext("%(minutes)s minute", "%(minutes)s minutes", note.minutes) % {"minutes": note.minutes})
    if note.present:
        present = _("with %(who)s") % {"who": note.present}
        yield f'<span class="private">{plain(present)}</span>'
    if note.amended_at:
        yield plain(_("changed %(moment)s") % {"moment": moment(note.amended_at)})


def _added(addition) -> str:
    when = plain(_("Added %(moment)s") % {"moment": moment(addition.written_at)})
    words = f'<span class="private">{linebreaksbr(addition.text)}</span>'
    return f'<div class="callout measure mt-2"><small>{when}</small>{words}</div>'


def _steps(note, token) -> str:
    about = {"domain": note.get_domain_display(), "day": short_day(note.happened_on)}
    change, take_back = plain(_("Change or add: %(domain)s, %(day)s") % about), plain(_("Take back"))
    return (
        f' <a class="btn btn-sm btn-quiet" href="{known_address("casework:note_amend", note.pk)}" '
        f'aria-label="{change}">{icon("pencil", 16)}</a> '
        f'<form method="post" action="{known_address("casework:note_withdraw", note.pk)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<button class="btn btn-sm btn-quiet">{take_back}'
        f'<span class="visually-hidden"> · {plain("{domain}, {day}".format(**about))}</span></button></form>'
    )
