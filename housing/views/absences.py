"""Absences of a stay: noting one, changing it, freeing the space, coming back; and leaving without news."""

from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from housing import operations as stays
from housing.evening.forms import AbsenceForm, BackForm, WithoutNewsForm
from housing.evening.rounds import last_night_seen, present_nights
from housing.models import Absence, Destination, ExitType
from housing.operations import absences as operations
from housing.views.common import opened, run, said, to_stay
from housing.views.stays import about_stay, form_page
from refuge.access import allows, get_visible, page


def about_absence(permission):
    """A page about one absence: an opening of the person's file where it is shown."""

    def decorate(view):
        @page(permission)
        @wraps(view)
        def found(request, pk):
            absence = get_visible(Absence.objects.select_related("stay__person__worker"), request.user, pk=pk)
            return opened(request, absence.stay.person, view(request, absence))

        return found

    return decorate


@about_stay("housing.record_absence")
@require_http_methods(["GET", "POST"])
def new(request, stay):
    may_free = allows(request.user, "housing.free_space") and stay.occupancies.current().exists()
    form = AbsenceForm(request.POST or None, may_free=may_free)
    if request.method == "POST":
        absence = form.apply(operations.note_absence, stay=stay, by=request.user)
        if form.done:
            if absence.freed_on:
                said(request, _("The space is free for others; the stay goes on."), "housing:hold_space", absence.pk)
            else:
                said(request, _("The absence is noted; the space is held."), "housing:remove_absence", absence.pk)
            return to_stay(stay)
    return form_page(request, stay, form, "housing/absence.html")


@about_absence("housing.record_absence")
@require_http_methods(["GET", "POST"])
def change(request, absence):
    now = {name: getattr(absence, name) for name in ("kind", "starts_on", "ends_on", "note")}
    form = AbsenceForm(request.POST or None, initial=now)
    if request.method == "POST":
        form.apply(operations.change_absence, absence=absence, by=request.user)
        if form.done:
            said(request, _("The absence is changed."))
            return to_stay(absence.stay)
    return form_page(request, absence.stay, form, "housing/absence.html")


@about_absence("housing.record_absence")
@require_POST
def remove(request, absence):
    run(request, operations.remove_absence, _("The absence is taken back."), absence=absence)
    return to_stay(absence.stay)


@about_absence("housing.free_space")
@require_POST
def free(request, absence):
    try:
        operations.free_space(absence=absence, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said(request, _("The space is free for others; the stay goes on."), "housing:hold_space", absence.pk)
    return to_stay(absence.stay)


@about_absence("housing.free_space")
@require_POST
def hold(request, absence):
    run(request, operations.hold_space, _("The space is held again."), absence=absence)
    return to_stay(absence.stay)


@about_absence("housing.record_absence")
@require_http_methods(["GET", "POST"])
def back(request, absence):
    """Back; from a freed space the coordinator gives one again."""
    if absence.freed_on and not allows(request.user, "housing.free_space"):
        raise Http404
    form = BackForm(request.POST or None, absence=absence)
    if request.method == "POST":
        form.apply(operations.come_back, absence=absence, by=request.user)
        if form.done:
            said(request, _("Noted: back in the house."))
            return to_stay(absence.stay)
    return form_page(request, absence.stay, form, "housing/back.html")


@about_stay("housing.record")
@require_http_methods(["GET", "POST"])
def without_news(request, stay):
    """Somebody did not come back. The day of departure is a person's word: proposed is the one after the last night
    on which they were seen; nothing is proposed where nobody was checked."""
    seen = last_night_seen(stay)
    today = timezone.localdate()
    proposed = min(seen + timedelta(days=1), today) if seen else None
    form = WithoutNewsForm(request.POST or None, initial={"on": proposed})
    if request.method == "POST":
        form.apply(
            stays.depart, stay=stay, destination=Destination.UNKNOWN, exit_type=ExitType.ABANDONED,
            to_confirm=not allows(request.user, "housing.confirm"), by=request.user,
        )  # fmt: skip
        if form.done:
            said(request, _("The departure is recorded."), "housing:undo_departure", stay.pk)
            return to_stay(stay)
    stay.seen, stay.nights_present = seen, present_nights(stay)
    return form_page(request, stay, form, "housing/without_news.html")
