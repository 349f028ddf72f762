"""`/casework/asylum/`: deadlines that run, procedures and how far they are, one procedure, and one's own tasks."""

from functools import partial

from django.db.models import F, Func
from django.db.models.functions import Lower
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.asylum.forms import CloseTrackForm, DeadlinesForm, OpenTrackForm, TrackNoteForm, TracksForm
from casework.asylum.panels import status_of, tasks_of, track_context
from casework.asylum.rows import deadline_row, task_row
from casework.models import AsylumDeadline, AsylumTask, AsylumTrack
from casework.operations import asylum as operations
from casework.rows import due_words
from casework.views.acting import data_of, fill_in, press
from refuge.access import allows, get_visible, page
from refuge.audit.operations import log_opening
from refuge.people.views.editing import panel_url
from refuge.people.views.page import header_of, person_of
from refuge.ui.lists import Listing

VIEW, STATUS = "intake.view_asylum", "intake.view_asylum_status"
MOST_TASKS = 100
DONE_SHOWN = 20
# What a row of a list shows of whom it is about.
OF_PERSON = ("chosen_name", "pronouns", "worker__name")


def name_of(path):
    """É sorts as E: the database's own order puts it after Z."""
    return Func(Lower(F(path)), function="unaccent")


def track_of(request, pk) -> AsylumTrack:
    return get_visible(_with_worker, request.user, pk=pk, kept="casework.track_with_worker")


def _with_worker():
    return AsylumTrack.objects.select_related("person__worker")


def track_url(track) -> str:
    return reverse("casework:asylum_track", args=[track.pk])


@page(VIEW)
@require_safe
def deadlines(request):
    """Of all files, the first due first."""
    columns = {"due": "due_on", "notified": "notified_on", "name": "sort_name"}
    records = partial(_deadlines_of, request.user)
    listing = Listing(request, DeadlinesForm, records, columns, sort="due", kept="casework.deadlines")
    return listing.render("casework/asylum.html", {"rows": [deadline_row(each) for each in listing.rows]})


def _deadlines_of(user):
    shown = ("kind", "due_on", "notified_on", "ended_at", "ending", *(f"track__person__{each}" for each in OF_PERSON))
    records = AsylumDeadline.objects.visible_to(user).select_related("track__person__worker").only(*shown)
    return records.annotate(sort_name=name_of("track__person__chosen_name"))


@page(STATUS)
@require_safe
def tracks(request):
    """Every procedure and how far it is; deadlines for those who may read them."""
    columns = {"since": "opened_on", "name": "sort_name"}
    records = partial(_tracks_of, request.user)
    listing = Listing(request, TracksForm, records, columns, sort="-since", kept="casework.tracks")
    rows = [(status_of(track), _next_due(track)) for track in listing.rows]
    return listing.render("casework/asylum_tracks.html", {"rows": rows, "may_view": allows(request.user, VIEW)})


def _tracks_of(user):
    shown = ("opened_on", "outcome", *(f"person__{each}" for each in OF_PERSON))
    records = AsylumTrack.objects.visible_to(user).with_status().select_related("person__worker").only(*shown)
    records = records.annotate(sort_name=name_of("person__chosen_name"))
    return records.with_next_deadline() if allows(user, VIEW) else records


def _next_due(track):
    due_on = getattr(track, "next_due_on", None)
    return due_words(due_on) if due_on else None


@page("casework.asylum_tasks")
@require_safe
def tasks(request):
    """One's own tasks in all procedures, and those done last: nothing else of them."""
    to_do = list(tasks_of(request.user)[:MOST_TASKS])
    done = AsylumTask.objects.visible_to(request.user).of(request.user).filter(done_at__isnull=False)
    done = done.select_related("track__person").order_by("-done_at", "id")[:DONE_SHOWN]
    context = {"tasks": [task_row(task) for task in to_do], "done": [task_row(task) for task in done]}
    return render(request, "casework/asylum_tasks.html", {**context, "may_view": allows(request.user, VIEW)})


def _with_status():
    return AsylumTrack.objects.with_status().select_related("person__worker", "closed_by")


@page(STATUS)
@require_safe
def track(request, pk):
    """Logged as an opening of the file."""
    found = get_visible(_with_status, request.user, pk=pk, kept="casework.asylum_track")
    log_opening(request, found.person, detail="asylum")
    return render(request, "casework/asylum_track.html", {**header_of(found.person), **track_context(request, found)})


@page(VIEW)
@require_http_methods(["GET", "POST"])
def open_track(request, reference):
    person = person_of(request, reference)
    words = {"title": _("Follow an asylum procedure"), "said": _("The procedure is followed from now on.")}
    return fill_in(
        request, person, OpenTrackForm(data_of(request)), operations.open_track, **words, back=track_url,
        undo=lambda made: reverse("casework:asylum_discard", args=[made.pk]),
        cancel=panel_url(person, "asylum"), person=person,
    )  # fmt: skip


@page(VIEW)
@require_POST
def discard(request, pk):
    found = track_of(request, pk)
    back, said = panel_url(found.person, "asylum"), _("The procedure is no longer followed.")
    return press(request, operations.discard_track, said=said, back=back, track=found)


@page(VIEW)
@require_http_methods(["GET", "POST"])
def note(request, pk):
    found = track_of(request, pk)
    form = TrackNoteForm(data_of(request), initial={"note": found.note})
    words = {"title": _("What matters for the procedure"), "said": _("Saved.")}
    return fill_in(request, found.person, form, operations.set_track_note, **words, back=track_url(found), track=found)


@page(VIEW)
@require_http_methods(["GET", "POST"])
def close(request, pk):
    found = track_of(request, pk)
    words = {"title": _("Close the procedure"), "said": _("The procedure is closed.")}
    remark = _("Tasks that are not done leave everybody’s list. A deadline that runs has to be settled first.")
    undo = reverse("casework:asylum_reopen", args=[found.pk])
    return fill_in(
        request, found.person, CloseTrackForm(data_of(request)), operations.close_track, **words,
        note=remark, back=track_url(found), undo=lambda _track: undo, track=found,
    )  # fmt: skip


@page(VIEW)
@require_POST
def reopen(request, pk):
    found = track_of(request, pk)
    said = _("The procedure is followed again.")
    return press(request, operations.reopen_track, said=said, back=track_url(found), track=found)
