"""Life areas of one person: filled in, drawn, printed, taken back."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework import operations
from casework.areas.curve import svg
from casework.areas.forms import AreasForm
from casework.areas.paper import areas_pdf
from casework.areas.rows import areas_of
from casework.models import LifeMeasurement, Moment
from casework.views.acting import data_of, fill_in, press
from refuge.access import get_visible, page, require
from refuge.accounts import drafts
from refuge.audit.operations import log_opening
from refuge.people.views.editing import panel_url
from refuge.people.views.page import person_of


@page("casework.measure_areas")
@require_http_methods(["GET", "POST"])
def measure(request, reference, moment):
    """Kept as a draft while it is typed. What stands for this moment is there to be corrected or said anew."""
    person = person_of(request, reference)
    if moment not in Moment:
        raise Http404
    draft = f"casework:areas:{person.pk}:{moment}"
    standing = LifeMeasurement.objects.standing().filter(person=person, moment=moment).first()
    corrects = standing and operations.may_correct(standing, request.user)
    before = {**standing.levels, "comment": standing.comment, "held_on": standing.held_on} if corrects else {}
    form = AreasForm(data_of(request), initial=before | (drafts.restore(request, draft) or {}))
    return fill_in(
        request, person, form, operations.measure_areas,
        title=_("Life areas · %(moment)s") % {"moment": Moment(moment).label}, said=_("The life areas are noted."),
        note="" if corrects or not standing else _("What was said before stays in the file; this takes its place."),
        back=panel_url(person, "areas"), draft=draft, undo=None if corrects else _undo, person=person, moment=moment,
    )  # fmt: skip


def _undo(measurement) -> str:
    return reverse("casework:areas_remove", args=[measurement.pk])


@page("casework.view_areas")
@require_safe
def curve(request, reference):
    areas = areas_of(person_of(request, reference))
    drawn = svg(areas.rows, [row.moment.label for row in areas.measured])
    return HttpResponse(drawn, content_type="image/svg+xml")


@page("casework.view_areas")
@require_safe
def paper(request, reference):
    person = person_of(request, reference)
    log_opening(request, person, what="reveal", detail="areas")
    response = HttpResponse(areas_pdf(person, get_language()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="areas.pdf"'
    return response


def measurement_of(request, pk) -> LifeMeasurement:
    found = get_visible(LifeMeasurement.objects.select_related("person", "replaces"), request.user, pk=pk)
    require(request.user, "casework.remove_areas", found)
    return found


@page("casework.view_areas")
@require_POST
def remove(request, pk):
    found = measurement_of(request, pk)
    said = _("The life areas of this moment are removed.")
    back, undo = panel_url(found.person, "areas"), reverse("casework:areas_restore", args=[found.pk])
    return press(request, operations.remove_measurement, said=said, back=back, undo=undo, measurement=found)


@page("casework.view_areas")
@require_POST
def restore(request, pk):
    found = measurement_of(request, pk)
    back = panel_url(found.person, "areas")
    return press(request, operations.restore_measurement, said=_("They are back."), back=back, measurement=found)
