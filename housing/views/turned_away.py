"""How many people were turned away for lack of a space: noted from Tonight, with one thumb."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from housing.evening import turned_away
from housing.evening.forms import TurnedAwayForm
from housing.evening.nights import nights_to_note
from housing.models import TurnedAway
from housing.operations.turned_away import note_turned_away, undo_turned_away
from housing.views.common import day_of, run, said
from refuge.access import page


@page("housing.note_turned_away")
@require_http_methods(["GET", "POST"])
def note(request):
    """The number of tonight, or of the night `?night=` while it can still be noted. Tonight posts here too; what is
    refused comes back on a page of its own, with what was typed."""
    night = day_of(request, "night") or nights_to_note()[-1]
    if night not in nights_to_note():
        raise Http404
    row = TurnedAway.objects.filter(night=night).first()
    known = {"night": night, "seen": row and row.people, "people": row and row.people}
    form = TurnedAwayForm(request.POST or None, initial=known)
    if request.method == "POST":
        noted = form.apply(note_turned_away, by=request.user)
        if form.done:
            said(request, turned_away.words(noted), "housing:undo_turned_away", noted.pk, noted.people)
            return redirect(f"{reverse('housing:tonight')}#turned-away")
        night = form.cleaned_data.get("night") or night
        if form.has_error("people", "changed") or form.has_error(NON_FIELD_ERRORS, "housing_turned_away_once"):
            form.see(TurnedAway.objects.filter(night=night).values_list("people", flat=True).first())
    return render(request, "housing/turned_away.html", {"form": form, "night": night})


@page("housing.note_turned_away")
@require_POST
def undo(request, pk, people):
    noted = get_object_or_404(TurnedAway, pk=pk)
    run(request, undo_turned_away, _("The number is taken back."), noted=noted, people=people)
    return redirect(f"{reverse('housing:tonight')}#turned-away")
