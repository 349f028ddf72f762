"""Rows of asylum procedures, drawn in Python: a page of one has its eighteen steps, a list twenty-five deadlines."""

from django import template
from django.middleware.csrf import get_token
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from refuge.ui.templatetags.ui import chip, icon, known_address, person_name, pronouns
from refuge.ui.widgets import plain
from refuge.ui.words import moment, short_day

register = template.Library()


@register.simple_tag
def deadline_cells(row):
    """The cells of one deadline (`casework.asylum.rows.DeadlineRow`) in the list of all files."""
    deadline = row.deadline
    person = deadline.track.person
    return _cells(
        (_("Name"), _whose(person, deadline.track_id)),
        (_("What has to be done"), plain(deadline.get_kind_display())),
        (_("Due by"), f"<span>{plain(short_day(deadline.due_on))} {chip(row.due, row.tone)}</span>"),
        (_("Notified on"), plain(short_day(deadline.notified_on))),
        (_("Worker in charge"), _worker(person)),
    )


@register.simple_tag
def track_cells(status, due, may_view):
    """The cells of one procedure: how far it is, and for who may read deadlines (`may_view`) the next."""
    track = status["track"]
    next_due = f"{plain(short_day(track.next_due_on))} {chip(*due)}" if due else "–"
    return _cells(
        (_("Name"), _whose(track.person, track.pk)),
        (_("How far it is"), f"<span>{_how_far(status)}</span>"),
        *([(_("Next deadline"), f"<span>{next_due}</span>")] if may_view else []),
        (_("Worker in charge"), _worker(track.person)),
        (_("Followed since"), plain(short_day(track.opened_on))),
    )


def _cells(*cells) -> str:
    return mark_safe(  # noqa: S308 each cell is escaped where it is drawn
        "".join(f'<td data-label="{plain(label)}">{drawn}</td>' for label, drawn in cells)
    )


def _whose(person, track) -> str:
    address = known_address("casework:asylum_track", track)
    return f'<span><a href="{address}">{person_name(person)}</a> {pronouns(person)}</span>'


def _worker(person) -> str:
    return plain(person.worker.name) if person.worker else "–"


def _how_far(status) -> str:
    if status["outcome"]:
        return chip(status["outcome"].label, "accent")
    step = status["step"]
    return f"{plain(step.label)} · {plain(short_day(status['track'].current_on))}" if step else "–"


@register.simple_tag(takes_context=True)
def step_row(context, row):
    """One of the eighteen steps (`casework.asylum.rows.StepRow`): each time that it was noted, and for who may change
    it (`may_change` of the page) how to correct it, take it away or note it."""
    label, may_change = plain(row.kind.label), context["may_change"]
    mark = icon("check", 16) if row.is_reached else row.kind.value
    if row.is_current:
        last = chip(_("reached last"), "accent")
        name = f"<b>{label}</b> {last}"
    else:
        name = label if row.steps else f'<span class="hint">{label}</span>'
    noted = "".join(_noted(step, label, may_change) for step in row.steps)
    acts = _acts_on_step(row, context["track"], _token(context)) if may_change else ""
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'<span class="avatar" aria-hidden="true">{mark}</span> <div class="t">{name} {noted}</div> {acts}'
    )


def _noted(step, label, may_change) -> str:
    if step.done_on:
        parts, act = [plain(short_day(step.done_on))], _("Correct")
    else:
        parts, act = [plain(_("planned for %(day)s") % {"day": short_day(step.planned_on)})], _("Done, or another day")
    if step.result:
        parts.append(plain(step.result_text))
    if may_change:
        address = known_address("casework:asylum_step", step.pk)
        parts.append(f'<a href="{address}">{plain(act)}{_hidden(label)}</a>')
    note = f'<small class="private">{linebreaksbr(step.note)}</small>' if step.note else ""
    return f"<small>{' · '.join(parts)}</small> {note}"


def _acts_on_step(row, track, token) -> str:
    what, noted = row.kind.label, row.steps
    address = known_address("casework:asylum_step_new", track.pk, row.kind.value)
    if not noted:
        words = plain(pgettext("verb", "Note"))
        return f'<a class="btn btn-sm" href="{address}">{words}{_hidden(plain(what))}</a>'
    labels = [_("Remove: %(what)s") % {"what": what}]
    if len(noted) > 1:
        label = _("Remove: %(what)s (%(number)s)")
        labels = [label % {"what": what, "number": number} for number in range(1, len(noted) + 1)]
    acts = [
        _press("casework:asylum_step_remove", step, label, "x", token, size=16)
        for step, label in zip(noted, labels, strict=True)
    ]
    again = plain(_("Once more: %(what)s") % {"what": what})
    acts.append(f'<a class="btn btn-sm btn-quiet" href="{address}" aria-label="{again}">{icon("plus", 16)}</a>')
    return " ".join(acts)


@register.simple_tag(takes_context=True)
def task_line(context, row, may_change=False, with_person=False):
    """One task of a procedure (`casework.asylum.rows.TaskRow`): a box to tick, who and by when. `with_person` where the
    page is not about one person."""
    task, token = row.task, _token(context)
    what = {"what": task.text}
    if task.done_at:
        label = _("Not done after all: %(what)s") % what
        box = _press("casework:asylum_task_undo", task, label, "square-check-big", token, may=may_change)
    else:
        back = f'<input type="hidden" name="next" value="{plain(context["request"].get_full_path())}">'
        label = _("Done: %(what)s") % what
        box = _press("casework:asylum_task_done", task, label, "square", token, may=may_change, more=back)
    acts = ""
    if may_change and not task.done_at and not with_person:
        address, change = known_address("casework:asylum_task", task.pk), plain(_("Change: %(what)s") % what)
        acts = f'<a class="btn btn-sm btn-quiet" href="{address}" aria-label="{change}">{icon("pencil", 16)}</a> '
        acts += _press("casework:asylum_task_remove", task, _("Remove: %(what)s") % what, "x", token, size=16)
    return mark_safe(  # noqa: S308 each part is escaped where it is drawn
        f'{box} <div class="t"><span class="private">{plain(task.text)}</span> '
        f"<small>{_circumstance(task, with_person)}</small>{chip(row.due, row.tone) if row.due else ''}</div> {acts}"
    )


def _circumstance(task, with_person) -> str:
    parts = []
    if with_person:
        person = task.track.person
        parts.append(f'<a href="{known_address("people:person", person.reference)}">{person_name(person)}</a>')
    elif task.done_at:
        who = {"name": task.done_by.name, "day": moment(task.done_at)}
        parts.append(plain(_("%(name)s, %(day)s") % who))
    elif task.responsible:
        parts.append(plain(task.responsible.name))
    if task.due_on and not task.done_at:
        parts.append(plain(_("by %(day)s") % {"day": short_day(task.due_on)}))
    elif with_person and task.done_at:
        parts.append(plain(short_day(task.done_at)))
    return " · ".join(parts)


def _press(name, record, label, drawing, token, *, may=True, more="", size=18) -> str:
    return (
        f'<form method="post" action="{known_address(name, record.pk)}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">{more}'
        f'<button class="btn btn-sm btn-quiet"{"" if may else " disabled"} aria-label="{plain(label)}">'
        f"{icon(drawing, size)}</button></form>"
    )


def _token(context) -> str:
    return plain(context.get("csrf_token") or get_token(context["request"]))


def _hidden(label) -> str:
    return f'<span class="visually-hidden"> · {label}</span>'
