"""How somebody lived when they came and when they left, corrected on the stay's page; and earlier care."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from housing import operations, situations
from housing.models import EarlierCare
from housing.models.situation import At
from housing.situation_forms import EarlierCareForm, SituationForm
from housing.views.common import said, to_stay
from housing.views.stays import about_stay, form_page
from refuge.access import page
from refuge.people.views.editing import data_of, edit
from refuge.people.views.page import person_of


def situation(moment):
    """The page of one moment. That of the arrival is about the stay with which they came into the house."""

    @about_stay("housing.record")
    @require_http_methods(["GET", "POST"])
    def view(request, stay):
        known = next((each for each in situations.situations_of(stay) if each.moment == moment), None)
        if known is None:
            raise Http404
        form = SituationForm(data_of(request), initial=_initial(request, stay, known))
        if request.method == "POST":
            form.apply(operations.note_situation, stay=known.stay, moment=moment, by=request.user)
            if form.done:
                said(request, _("Saved."))
                return to_stay(stay)
        return form_page(request, stay, form, f"housing/situation_{moment}.html")

    return view


def _initial(request, stay, known) -> dict:
    """What was noted; of a departure that nobody asked about, what the form of the departure would propose."""
    if known.row:
        return {name: getattr(known.row, name) for name in situations.FIELDS}
    return situations.proposed_at_departure(request.user, stay) if known.moment == At.EXIT else {}


on_arrival, at_departure = situation(At.ENTRY), situation(At.EXIT)


@page("housing.note_earlier_care")
@require_http_methods(["GET", "POST"])
def earlier_care(request, reference):
    person = person_of(request, reference)
    noted = EarlierCare.objects.filter(person=person).first()
    form = EarlierCareForm(data_of(request), initial={"places": noted.places} if noted else {})
    texts = {"title": _("Earlier care"), "said": _("Saved."), "back": "stay"}
    note = _(
        "Asked once there is trust, never at the door; nobody has to answer. Kept encrypted; "
        "no report takes it outside."
    )
    return edit(request, person, form, operations.set_earlier_care, person=person, note=note, **texts)
