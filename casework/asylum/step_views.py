"""The steps of a procedure, and its deadlines with the sum in words."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.asylum.deadlines import in_words
from casework.asylum.forms import DeadlineForm, EndingForm, StepForm
from casework.asylum.parameters import SUGGESTIONS, suggested
from casework.asylum.views import VIEW, track_of, track_url
from casework.models import AsylumDeadline, AsylumStep, DeadlineKind, Ending, StepKind
from casework.operations import asylum as operations
from casework.views.acting import data_of, fill_in, press, say
from refuge.access import get_visible, page
from refuge.audit.operations import log_opening
from refuge.parameters.views import CERTAINTY
from refuge.people.views.page import header_of


@page(VIEW)
@require_http_methods(["GET", "POST"])
def new_step(request, pk, kind):
    track = track_of(request, pk)
    if kind not in StepKind:
        raise Http404
    words = {"title": StepKind(kind).label, "said": _("The step is noted.")}
    return fill_in(
        request, track.person, StepForm(data_of(request), kind=kind), operations.note_step, **words,
        back=track_url(track), undo=lambda step: reverse("casework:asylum_step_remove", args=[step.pk]),
        track=track, kind=kind,
    )  # fmt: skip


def _step_of(request, pk, steps=None) -> AsylumStep:
    kept = "casework.asylumstep" if steps is None else ""
    rows = AsylumStep.objects if steps is None else steps
    return get_visible(lambda: rows.select_related("track__person__worker"), request.user, pk=pk, kept=kept)


@page(VIEW)
@require_http_methods(["GET", "POST"])
def step(request, pk):
    found = _step_of(request, pk)
    now = {name: getattr(found, name) for name in ("planned_on", "done_on", "result", "note")}
    words = {"title": StepKind(found.kind).label, "said": _("The step is corrected.")}
    return fill_in(
        request, found.track.person, StepForm(data_of(request), kind=found.kind, initial=now), operations.change_step,
        **words, back=track_url(found.track), step=found,
    )  # fmt: skip


@page(VIEW)
@require_POST
def remove_step(request, pk):
    found = _step_of(request, pk)
    undo, said = reverse("casework:asylum_step_restore", args=[found.pk]), _("The step is removed.")
    return press(request, operations.remove_step, said=said, back=track_url(found.track), undo=undo, step=found)


@page(VIEW)
@require_POST
def restore_step(request, pk):
    found = _step_of(request, pk, AsylumStep.with_removed)
    return press(request, operations.restore_step, said=_("The step is back."), back=track_url(found.track), step=found)


# Deadlines


@page(VIEW)
@require_http_methods(["GET", "POST"])
def new_deadline(request, pk):
    """Nothing is filled in but the kind that a button names; the table of days stands beside."""
    track = track_of(request, pk)
    kind = request.GET.get("kind", "")
    form = DeadlineForm(data_of(request), initial={"kind": kind if kind in DeadlineKind else ""})
    title, said = _("A deadline from a letter"), _("The deadline is set: %(sum)s")
    undo = lambda made: reverse("casework:asylum_deadline_remove", args=[made.pk])  # noqa: E731
    return _deadline_page(request, track, form, operations.confirm_deadline, title, said, undo, track=track)


@page(VIEW)
@require_http_methods(["GET", "POST"])
def deadline(request, pk):
    """Correct it, with the letter before one's eyes again."""
    found = _deadline_of(request, pk)
    now = {name: getattr(found, name) for name in ("kind", "notified_on", "days", "counting", "note")}
    form = DeadlineForm(data_of(request), initial=now)
    title, said = _("Correct the deadline"), _("The deadline is corrected: %(sum)s")
    return _deadline_page(request, found.track, form, operations.change_deadline, title, said, None, deadline=found)


def _deadline_page(request, of_track, form, operation, title, said, undo, /, **fixed):
    if request.method == "POST":
        made = form.apply(operation, by=request.user, **fixed)
        if form.done:
            say(request, said % {"sum": in_words(form.reckoned())}, undo(made) if undo else "")
            return redirect(track_url(of_track))
    log_opening(request, of_track.person, detail="edit")
    context = {"form": form, "form_title": title, "track": of_track, **_sum(form, form["kind"].value())}
    return render(request, "casework/asylum_deadline.html", {**header_of(of_track.person), **context})


@page(VIEW)
@require_safe
def reckoned(request):
    """The sum of what is filled in so far, and what the table suggests for it: about nobody."""
    form = DeadlineForm(request.GET)
    form.is_valid()
    return render(request, "casework/asylum_sum.html", _sum(form, request.GET.get("kind", "")))


def _sum(form, kind) -> dict:
    """`kind` none: the whole table. The table is that of the day of notification, else of today."""
    said = form.reckoned()
    on = said.notified_on if said else timezone.localdate()
    kinds = [DeadlineKind(kind)] if kind in DeadlineKind else dict.fromkeys(each.kind for each in SUGGESTIONS)
    table = [row for each in kinds for row in suggested(each, on)]
    usual = {(row.days, row.suggestion.counting) for row in table} if kind in DeadlineKind else set()
    return {
        "told": in_words(said) if said else "",
        "is_unusual": bool(said and usual and (said.days, said.counting) not in usual),
        "table": [(row, *CERTAINTY[row.suggestion.parameter.certainty]) for row in table],
        "has_kind": kind in DeadlineKind,
    }


def _deadline_of(request, pk, deadlines=None) -> AsylumDeadline:
    kept = "casework.asylumdeadline" if deadlines is None else ""
    rows = AsylumDeadline.objects if deadlines is None else deadlines
    return get_visible(lambda: rows.select_related("track__person__worker"), request.user, pk=pk, kept=kept)


@page(VIEW)
@require_POST
def end_deadline(request, pk):
    """Kept, missed, or no longer so, as the button says."""
    found, ending = _deadline_of(request, pk), request.POST.get("ending")
    if ending not in Ending:
        raise Http404
    form = EndingForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    undo = reverse("casework:asylum_deadline_resume", args=[found.pk])
    said = _("What became of the deadline is noted.")
    return press(
        request, operations.end_deadline, said=said, back=track_url(found.track), undo=undo,
        deadline=found, ending=ending, note=note,
    )  # fmt: skip


@page(VIEW)
@require_POST
def resume_deadline(request, pk):
    found = _deadline_of(request, pk)
    said = _("The deadline runs again.")
    return press(request, operations.resume_deadline, said=said, back=track_url(found.track), deadline=found)


@page(VIEW)
@require_POST
def remove_deadline(request, pk):
    found = _deadline_of(request, pk)
    undo, said = reverse("casework:asylum_deadline_restore", args=[found.pk]), _("The deadline is removed.")
    return press(request, operations.remove_deadline, said=said, back=track_url(found.track), undo=undo, deadline=found)


@page(VIEW)
@require_POST
def restore_deadline(request, pk):
    found = _deadline_of(request, pk, AsylumDeadline.with_removed)
    said = _("The deadline is back.")
    return press(request, operations.restore_deadline, said=said, back=track_url(found.track), deadline=found)
