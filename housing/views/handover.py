"""The night's hand-over: read it, add to it, say that one has read it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from housing.evening import handover as made
from housing.evening.forms import HandoverForm
from housing.evening.nights import night_now
from housing.evening.retention import is_gone
from housing.models import HandoverNote
from housing.operations import handover as operations
from housing.policy import may
from housing.views.common import day_of, run, said
from refuge.access import allows, page


def night_of(request):
    """The night of the address (`?night=`), the one going on without; none to come, and none that has gone."""
    night = day_of(request, "night") or night_now()
    if night > night_now() or is_gone(night):
        raise Http404
    return night


def to_night(night):
    response = redirect("housing:handover")
    response["Location"] += f"?night={night.isoformat()}"
    return response


@page("housing.view_handover")
@require_http_methods(["GET", "POST"])
def handover(request):
    """The day's events by chosen names, colleagues' notes, and who has read it when."""
    night = night_of(request)
    may_add = allows(request.user, "housing.add_handover")
    if request.method == "POST" and not may_add:
        raise Http404
    form = HandoverForm(request.POST or None) if may_add else None
    if request.method == "POST":
        note = form.apply(operations.add_handover_note, night=night, by=request.user)
        if form.done:
            said(request, _("The note is added."), "housing:remove_handover_note", note.pk)
            return to_night(night)
    readings, before = made.readings(night), night - timedelta(days=1)
    context = {
        "night": night,
        "before": None if is_gone(before) else before,
        "after": night + timedelta(days=1) if night < night_now() else None,
        "sections": made.sections(request.user, night),
        "notes": made.notes(night),
        "readings": readings,
        "own": next((each for each in readings if each.user_id == request.user.pk), None),
        "form": form,
        "may": may(request.user),
    }
    return render(request, "housing/handover.html", context)


@page("housing.view_handover")
@require_POST
def read(request):
    """A receipt: of the night as it is now."""
    night = night_of(request)
    run(request, operations.confirm_reading, _("Noted: you have read it."), night=night)
    return to_night(night)


@page("housing.add_handover")
@require_POST
def remove_note(request, pk):
    note = get_object_or_404(HandoverNote, pk=pk)
    run(request, operations.remove_handover_note, _("The note is taken back."), note=note)
    return to_night(note.night)
