"""What is to be done for a procedure, and the checklist of the interview."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.asylum.checklist import LANGUAGES, checklist_in, checklists
from casework.asylum.forms import ChecklistForm, LanguageForm, TaskForm
from casework.asylum.views import VIEW, track_of, track_url
from casework.models import AsylumTask
from casework.operations import asylum as operations
from casework.views.acting import data_of, fill_in, press
from refuge.access import allows, get_visible, page

TASKS, EDIT = "casework.asylum_tasks", "casework.edit_checklist"


def _task_of(request, pk, tasks=None) -> AsylumTask:
    kept = "casework.asylumtask" if tasks is None else ""
    rows = AsylumTask.objects if tasks is None else tasks
    return get_visible(lambda: rows.select_related("track__person__worker"), request.user, pk=pk, kept=kept)


def _back(request, task) -> str:
    """Whoever may not read the procedure goes back to their own tasks."""
    return track_url(task.track) if allows(request.user, VIEW) else reverse("casework:asylum_tasks")


@page(VIEW)
@require_http_methods(["GET", "POST"])
def new_task(request, pk):
    track = track_of(request, pk)
    words = {"title": _("Something to do"), "said": _("It is on the list.")}
    return fill_in(
        request, track.person, TaskForm(data_of(request)), operations.add_task, **words, back=track_url(track),
        undo=lambda task: reverse("casework:asylum_task_remove", args=[task.pk]), track=track,
    )  # fmt: skip


@page(VIEW)
@require_http_methods(["GET", "POST"])
def task(request, pk):
    found = _task_of(request, pk)
    now = {"text": found.text, "due_on": found.due_on, "responsible": found.responsible_id}
    words = {"title": _("Change what is to be done"), "said": _("It is changed.")}
    return fill_in(
        request, found.track.person, TaskForm(data_of(request), initial=now), operations.change_task, **words,
        back=track_url(found.track), task=found,
    )  # fmt: skip


@page(TASKS)
@require_POST
def done(request, pk):
    """Done; back to the page where the box stood."""
    found = _task_of(request, pk)
    undo = reverse("casework:asylum_task_undo", args=[found.pk])
    back = "" if request.POST.get("next") else _back(request, found)
    return press(request, operations.do_task, said=_("Done."), back=back, undo=undo, task=found)


@page(TASKS)
@require_POST
def undo(request, pk):
    found = _task_of(request, pk)
    said = _("It is to be done again.")
    return press(request, operations.undo_task, said=said, back=_back(request, found), task=found)


@page(VIEW)
@require_POST
def remove(request, pk):
    found = _task_of(request, pk)
    back, again = track_url(found.track), reverse("casework:asylum_task_restore", args=[found.pk])
    return press(request, operations.remove_task, said=_("It is off the list."), back=back, undo=again, task=found)


@page(VIEW)
@require_POST
def restore(request, pk):
    found = _task_of(request, pk, AsylumTask.with_removed)
    said = _("It is back on the list.")
    return press(request, operations.restore_task, said=said, back=track_url(found.track), task=found)


@page(VIEW)
@require_POST
def prepare(request, pk):
    """Put the checklist of the interview into the procedure."""
    track = track_of(request, pk)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise Http404
    back = reverse("casework:asylum_prepare_undo", args=[track.pk])
    return press(
        request, operations.prepare_interview, said=_("The checklist is there."), back=track_url(track), undo=back,
        track=track, language=form.cleaned_data["language"],
    )  # fmt: skip


@page(VIEW)
@require_POST
def prepare_undo(request, pk):
    track = track_of(request, pk)
    said = _("What was not done of the checklist is off the list.")
    return press(request, operations.take_preparation_back, said=said, back=track_url(track), track=track)


@page(EDIT)
@require_safe
def checklist_templates(request):
    return render(request, "casework/asylum_checklists.html", {"checklists": checklists()})


@page(EDIT)
@require_http_methods(["GET", "POST"])
def checklist(request, language):
    """The checklist in the house's own words."""
    if language not in LANGUAGES:
        raise Http404
    current = checklist_in(language)
    form = ChecklistForm(data_of(request), initial={"items": "\n".join(current.items)})
    if request.method == "POST":
        form.apply(operations.edit_checklist, by=request.user, language=language)
        if form.done:
            messages.success(request, _("The checklist is changed."))
            return redirect("casework:asylum_checklists")
    return render(request, "casework/asylum_checklist.html", {"form": form, "checklist": current})


@page(EDIT)
@require_POST
def checklist_reset(request, language):
    if language not in LANGUAGES:
        raise Http404
    said, back = _("The checklist has the words it came with."), reverse("casework:asylum_checklists")
    return press(request, operations.reset_checklist, said=said, back=back, language=language)
