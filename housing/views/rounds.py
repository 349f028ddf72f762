"""The presence round, duties, guests, the fire list, and a flat's address for whoever is on duty there."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from housing.evening import rounds
from housing.evening.forms import DutyForm, GuestsForm, MarkForm
from housing.evening.nights import night_now
from housing.models import Space, Unit
from housing.operations import presence as operations
from housing.policy import may
from housing.views.common import said
from refuge.access import allows, page
from refuge.audit.operations import log_opening

MOST_MARKS = 500


@page("housing.view_presence")
@require_safe
def round_page(request):
    """Everybody who has a space tonight, by flat, with three buttons."""
    night = night_now()
    rows = rounds.rows_of(request.user, night)
    flats = rounds.flats_of(request.user, night, rows)
    last = rounds.last_duties_of(request.user, night)
    context = {
        "night": night,
        "flats": flats,
        "counted": rounds.counted(rows),
        "duties": [duty for duty in last if duty.night == night],
        "duty_form": _duty_form(request, last),
        "away": rounds.away_tonight(request.user, night),
        "may": may(request.user),
    }
    return render(request, "housing/round.html", context)


def _duty_form(request, last):
    if allows(request.user, "housing.mark_presence"):
        return DutyForm(initial={"units": [duty.unit_id for duty in last]})
    return None


@page("housing.mark_presence")
@require_POST
def mark(request):
    """One mark of a form, or those that a phone kept: each stands for itself, and may come twice."""
    if request.content_type == "application/json":
        return _marks(request)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    refused = _mark(request.user, form.cleaned_data)
    if refused:
        messages.error(request, refused)
    return redirect("housing:round")


def _marks(request):
    try:
        forms = [MarkForm(dict(each)) for each in json.loads(request.body)["marks"][:MOST_MARKS]]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    refused = []
    for form in forms:
        problem = _mark(request.user, form.cleaned_data) if form.is_valid() else _("This mark cannot be read.")
        refused += [{"space": form.data.get("space"), "problem": problem}] if problem else []
    rows = rounds.rows_of(request.user, night_now())
    told = {row.space.code: row.as_json() for row in rows}
    return JsonResponse({"rows": told, "refused": refused, "count": count_text(rows)})


def _mark(user, said) -> str:
    """The mark is recorded; or why not, in words."""
    space = Space.objects.filter(code=said["space"]).first()
    if space is None:
        return _("There is no space %(space)s.") % {"space": said["space"]}
    try:
        operations.mark(space=space, night=said["night"], presence=said["presence"], at=said["at"], by=user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def count_text(rows) -> str:
    counted = rounds.counted(rows)
    return _("%(checked)s of %(all)s marked") % counted


@page("housing.mark_presence")
@require_POST
def duty(request):
    """On duty in these flats tonight; in none, not any more."""
    form = DutyForm(request.POST)
    form.apply(operations.start_duty, night=night_now(), by=request.user)
    if form.done:
        said(request, _("You are on duty.") if form.cleaned_data["units"] else _("You are not on duty any more."))
    else:
        messages.error(request, _("Choose flats of the list."))
    return redirect("housing:round")


@page("housing.mark_presence")
@require_POST
def guests(request, pk):
    unit = get_object_or_404(Unit, pk=pk)
    form = GuestsForm(request.POST)
    form.apply(operations.count_guests, unit=unit, night=night_now(), by=request.user)
    if form.done:
        said(request, _("The guests are counted."))
    else:
        messages.error(request, " ".join(message for _field, message in form.problems))
    return redirect(f"{reverse('housing:round')}#flat-{unit.pk}")


@page("housing.view_presence")
@require_safe
def fire_list(request, pk=None):
    """Who is there now, to be printed or read out to the fire brigade: of one flat, or of all."""
    night = night_now()
    rows = rounds.there_now(request.user, night)
    unit = get_object_or_404(Unit.objects.select_related("site"), pk=pk) if pk else None
    context = {
        "night": night,
        "flats": rounds.flats_of(request.user, night, rows, only=unit),
        "unit": unit,
        "reasons": rounds.DUTY_REASONS.items(),
        "may": may(request.user),
    }
    return render(request, "housing/fire_list.html", context)


@page("housing.address_on_duty")
@require_POST
def duty_address(request, pk):
    """The address of a flat in one tap, for whoever is on duty there tonight; the reason is logged. Of any other
    flat there is none."""
    duties = rounds.duties_of(request.user, night_now())
    unit = next((duty.unit for duty in duties if duty.unit_id == pk), None)
    reason = request.POST.get("reason", "")
    if unit is None or reason not in rounds.DUTY_REASONS:
        raise Http404
    log_opening(request, unit.site, what="reveal", detail=reason)
    return render(request, "housing/duty_address.html", {"unit": unit, "reason": rounds.DUTY_REASONS[reason]})
