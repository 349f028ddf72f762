"""The steps from candidate to leaving: some ask something first, some are one press, each has its way back."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import get_visible, page
from refuge.partners.views.about import data_of, say, show_form, step
from volunteers import operations
from volunteers.forms import volunteers as forms
from volunteers.models import Extract, Training
from volunteers.views.volunteers import CHANGE, volunteer_of


@dataclass(frozen=True)
class Asked:
    """A step with a form. `undo` is the press that takes it back."""

    form: type
    operation: object
    title: str
    done: str
    undo: str = ""


ASKED = {
    "interview": Asked(
        forms.InterviewForm, operations.note_interview, gettext_lazy("Interview"),
        gettext_lazy("The interview is noted."),
    ),
    "information": Asked(
        forms.InformationForm, operations.give_information, gettext_lazy("Information note"),
        gettext_lazy("The information note is noted as given."),
    ),
    "sign": Asked(
        forms.AgreementForm, operations.sign_agreement, gettext_lazy("Agreement signed"),
        gettext_lazy("The agreement is noted as signed."),
    ),
    "start": Asked(
        forms.StartForm, operations.start, gettext_lazy("First day"),
        gettext_lazy("Welcome: the register has a new line."), "undo-start",
    ),
    "leave": Asked(
        forms.LeaveForm, operations.leave, gettext_lazy("Last day"), gettext_lazy("The last day is noted."),
        "undo-leave",
    ),
    "invite": Asked(
        forms.InviteForm, operations.invite_volunteer, gettext_lazy("Invite to an account"),
        gettext_lazy("The invitation is on its way."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Pressed:
    operation: object
    done: str
    undo: str = ""


PRESSED = {
    "pause": Pressed(operations.pause, gettext_lazy("Pausing: the shifts to come are given back."), "resume"),
    "resume": Pressed(operations.resume, gettext_lazy("Back from the pause."), "pause"),
    "decline": Pressed(operations.decline, gettext_lazy("Noted as not taken on."), "reconsider"),
    "reconsider": Pressed(operations.reconsider, gettext_lazy("A candidate again."), "decline"),
    "undo-start": Pressed(operations.undo_start, gettext_lazy("The first day is taken back.")),
    "undo-leave": Pressed(operations.undo_leave, gettext_lazy("The last day is taken back.")),
}


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def ask(request, pk, slug):
    record, asked = volunteer_of(request, pk), ASKED.get(slug)
    if asked is None:
        raise Http404
    initial = {name: getattr(record, name, None) or field.initial for name, field in asked.form.base_fields.items()}
    form = asked.form(data_of(request), initial=initial)
    back = reverse("volunteers:volunteer", args=[pk])
    if request.method == "POST":
        form.apply(asked.operation, volunteer=record, by=request.user)
        if form.done:
            say(request, asked.done, reverse("volunteers:do", args=[pk, asked.undo]) if asked.undo else "")
            return redirect(back)
    return show_form(request, form, title=asked.title, back=back, about=record)


@page(CHANGE)
@require_POST
def do(request, pk, slug):
    record, pressed = volunteer_of(request, pk), PRESSED.get(slug)
    if pressed is None:
        raise Http404
    undo = reverse("volunteers:do", args=[pk, pressed.undo]) if pressed.undo else ""
    to = reverse("volunteers:volunteer", args=[pk])
    return step(request, pressed.operation, done=pressed.done, to=to, undo=undo, volunteer=record)


@dataclass(frozen=True)
class Kind:
    model: type
    form: type
    title: str
    saved: str
    removed: str


PARTS = {
    "extract": Kind(
        Extract, forms.ExtractForm, gettext_lazy("Criminal-record extract"), gettext_lazy("The extract is noted."),
        gettext_lazy("The extract is removed."),
    ),
    "training": Kind(
        Training, forms.TrainingForm, gettext_lazy("Training"), gettext_lazy("The training is noted."),
        gettext_lazy("The training is removed."),
    ),
}  # fmt: skip


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def add_part(request, pk, kind):
    record, part = volunteer_of(request, pk), PARTS[kind]
    form = part.form(data_of(request))
    back = reverse("volunteers:volunteer", args=[pk])
    if request.method == "POST":
        made = form.apply(operations.add_part, kind=part.model, volunteer=record, by=request.user)
        if form.done:
            say(request, part.saved, reverse("volunteers:part_remove", args=[kind, made.pk]))
            return redirect(back)
    note = _("Look at it and give it back: no copy is kept.") if kind == "extract" else ""
    return show_form(request, form, title=part.title, back=back, about=record, note=note)


@page(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_part(request, kind, pk):
    part, record = PARTS[kind], part_of(request, kind, pk)
    form = part.form(data_of(request), instance=part_of(request, kind, pk))
    back = reverse("volunteers:volunteer", args=[record.volunteer_id])
    if request.method == "POST":
        form.apply(operations.change_part, part=record, by=request.user)
        if form.done:
            say(request, part.saved)
            return redirect(back)
    return show_form(request, form, title=part.title, back=back, about=record.volunteer)


@page(CHANGE)
@require_POST
def remove_part(request, kind, pk):
    record = part_of(request, kind, pk)
    undo, to = reverse("volunteers:part_restore", args=[kind, pk]), page_of(record)
    return step(request, operations.remove_part, done=PARTS[kind].removed, to=to, undo=undo, part=record)


@page(CHANGE)
@require_POST
def restore_part(request, kind, pk):
    record = part_of(request, kind, pk)
    return step(request, operations.restore_part, done=_("It is back."), to=page_of(record), part=record)


def part_of(request, kind, pk):
    return get_visible(PARTS[kind].model.objects.select_related("volunteer"), request.user, pk=pk)


def page_of(part) -> str:
    return reverse("volunteers:volunteer", args=[part.volunteer_id])
