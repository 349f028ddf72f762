"""Changing the file itself: name, identity, what is intimate, worker in charge, team alerts."""

from copy import copy

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from refuge.access import page
from refuge.audit.operations import log_opening
from refuge.people import forms, operations
from refuge.people.merge_forms import RemovalForm
from refuge.people.views.editing import data_of, edit, step
from refuge.people.views.page import person_of

GET_POST = ("GET", "POST")


@page("people.change_file")
@require_http_methods(GET_POST)
def rename(request, reference):
    person = person_of(request, reference)
    form = forms.NameForm(data_of(request), instance=copy(person))
    words = {"title": _("Name and pronouns"), "said": _("Name and pronouns changed.")}
    note = _("The new name shows everywhere at once. The former one still finds the file, and is not shown.")
    return edit(request, person, form, operations.rename, **words, note=note, back="overview", person=person)


@page("people.change_identity")
@require_http_methods(GET_POST)
def change_identity(request, reference):
    """The form holds the legal name, so opening it is logged as having it shown."""
    person = person_of(request, reference)
    log_opening(request, person, what="reveal", detail="legal_name")
    form = forms.IdentityForm(data_of(request), instance=copy(person))
    words = {"title": _("Identity"), "said": _("Identity changed.")}
    return edit(request, person, form, operations.change_identity, **words, back="identity", person=person)


@page("people.change_intimate")
@require_http_methods(GET_POST)
def set_intimate(request, reference):
    person = person_of(request, reference)
    form = forms.IntimateForm(data_of(request), person=person)
    words = {"title": _("What they say of themselves"), "said": _("Answers saved.")}
    note = _("Nobody has to answer, and nobody needs to for a place. Never deduced, never asked for proof.")
    return edit(request, person, form, operations.set_intimate, **words, note=note, back="identity", person=person)


@page("people.change_identity")
@require_http_methods(GET_POST)
def assign_worker(request, reference):
    person = person_of(request, reference)
    form = forms.WorkerForm(data_of(request), initial={"worker": person.worker_id})
    words = {"title": _("Worker in charge"), "said": _("Worker in charge changed.")}
    return edit(request, person, form, operations.assign_worker, **words, back="overview", person=person)


@page("people.change_file")
@require_http_methods(GET_POST)
def set_team_alert(request, reference):
    person = person_of(request, reference)
    words = {"title": _("Team alert"), "said": _("Team alert set.")}
    form = forms.TeamAlertForm(data_of(request))
    return edit(request, person, form, operations.set_team_alert, **words, back="overview", person=person)


@page("people.change_file")
@require_http_methods(GET_POST)
def end_team_alert(request, reference, pk):
    person = person_of(request, reference)
    alert = get_object_or_404(person.team_alerts.standing(), pk=pk)
    words = {"title": _("End the team alert"), "said": _("Team alert ended."), "note": alert.text}
    words |= {"undo": ("people:alert_restore", alert.pk), "back": "overview"}
    return edit(request, person, RemovalForm(data_of(request)), operations.end_team_alert, **words, alert=alert)


@page("people.change_file")
@require_POST
def restore_team_alert(request, reference, pk):
    person = person_of(request, reference)
    alert = get_object_or_404(person.team_alerts, pk=pk)
    return step(
        request, person, operations.restore_team_alert, said=_("Team alert is back."), back="overview", alert=alert
    )
