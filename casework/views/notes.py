"""The journal: writing, changing, adding, taking back, finding one's own again, and reading with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.forms import AdditionForm, NoteForm, OwnNotesForm, ReasonForm
from casework.models import JournalNote
from casework.rows import SEARCHED, found_in_notes, notes_page
from casework.views.acting import data_of, fill_in, press
from refuge.access import get_visible, page, require
from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.people.views.editing import panel_url
from refuge.people.views.page import header_of, person_of


@page("casework.add")
@require_http_methods(["GET", "POST"])
def write(request, reference):
    """A note, kept as a draft while it is typed."""
    person = person_of(request, reference)
    draft = f"casework:note:{person.pk}"
    form = NoteForm(data_of(request), initial=drafts.restore(request, draft))
    return fill_in(
        request, person, form, operations.write_note, title=_("A note"), said=_("The note is in the journal."),
        back=panel_url(person, "journal"), undo=lambda note: reverse("casework:note_withdraw", args=[note.pk]),
        draft=draft, person=person,
    )  # fmt: skip


def _amend(subject, **fields):
    return operations.amend_note(note=subject, **fields)


def _add_to(subject, **fields):
    return operations.add_to_note(note=subject, **fields)


def _own(request, pk) -> JournalNote:
    note = get_visible(JournalNote.objects.select_related("person__worker"), request.user, pk=pk, kept="casework.note")
    require(request.user, "casework.withdraw_note", note)
    return note


@page("casework.read_notes")
@require_http_methods(["GET", "POST"])
def amend(request, pk):
    """While it can still be changed; afterwards this leads to adding."""
    note = _own(request, pk)
    if not operations.may_amend(note):
        return redirect("casework:note_add", note.pk)
    draft = f"casework:amend:{note.pk}"
    names = ("domain", "kind", "text", "happened_on", "minutes", "present", "audience")
    now = {name: getattr(note, name) for name in names}
    form = NoteForm(data_of(request), initial=now | (drafts.restore(request, draft) or {}))
    return fill_in(
        request, note.person, form, _amend, title=_("Change the note"), said=_("The note is changed."),
        back=panel_url(note.person, "journal"), draft=draft, subject=note,
    )  # fmt: skip


@page("casework.read_notes")
@require_http_methods(["GET", "POST"])
def add(request, pk):
    note = _own(request, pk)
    draft = f"casework:add:{note.pk}"
    form = AdditionForm(data_of(request), initial=drafts.restore(request, draft))
    return fill_in(
        request, note.person, form, _add_to,
        title=_("An addition to the note"), said=_("The addition is in the journal."),
        back=panel_url(note.person, "journal"), draft=draft, subject=note,
    )  # fmt: skip


@page("casework.read_notes")
@require_safe
def own(request):
    """One's own notes in which some words stand. They are encrypted: the newest are opened one by one, so many."""
    form = OwnNotesForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    context = {"form": form, "notes": found_in_notes(request.user, text), "q": text, "searched": SEARCHED}
    return render(request, "casework/own_notes.html", context)


@page("casework.read_notes")
@require_POST
def withdraw(request, pk):
    note = get_visible(JournalNote.objects.select_related("person"), request.user, pk=pk)
    require(request.user, "casework.withdraw_note", note)
    return press(
        request, operations.withdraw_note, said=_("The note is taken back: nobody reads it any more."),
        back=panel_url(note.person, "journal"), undo=reverse("casework:note_restore", args=[note.pk]), note=note,
    )  # fmt: skip


@page("casework.read_notes")
@require_POST
def restore(request, pk):
    note = get_object_or_404(JournalNote.objects.withdrawn_by(request.user).select_related("person"), pk=pk)
    back = panel_url(note.person, "journal")
    return press(request, operations.restore_note, said=_("The note is back."), back=back, note=note)


@page("casework.give_reason")
@require_POST
def read_with_reason(request, reference):
    """The team's notes, for management, once for each reason given: it is logged with the reading."""
    person = person_of(request, reference)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a reason first: it is logged."))
        return redirect(panel_url(person, "journal"))
    log_opening(request, person, what="reveal", detail=f"journal:{form.cleaned_data['reason']}")
    notes = JournalNote.objects.readable_by(request.user).filter(person=person)
    context = {
        "page": notes_page(notes, request.POST.get("after", "")),
        "reason": form.cleaned_data["reason"],
        "back": panel_url(person, "journal"),
    }
    return render(request, "casework/notes_read.html", {**header_of(person), **context})
