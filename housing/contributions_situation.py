"""What the situation at arrival and departure, and earlier care, add to the shared pages: the stay's page, audit."""

from django.utils.translation import gettext_lazy as _

from housing.models import EarlierCare, Situation
from housing.situations import earlier_care_of, situations_of
from refuge.access import allows
from refuge.audit.registry import Tracked, add_tracked
from refuge.registry import SlotPart, slots

STAY = "housing.view_stay"


def situation_of_stay(request, stay) -> dict:
    """What was so on arrival and at departure, and where they were before, for who may know."""
    return {
        "stay": stay,
        "known": situations_of(stay),
        "may_note": allows(request.user, "housing.record"),
        "care": earlier_care_of(request.user, stay.person),
        "person": stay.person,
    }


slots["housing.stay"].add(SlotPart("housing/stay_situation.html", STAY, situation_of_stay, order=5))
# Which places is told to nobody here: by the field's name alone.
add_tracked(
    Tracked(
        Situation, _("Situation"), "stay__person_id", "people.person",
        dict.fromkeys(("moment", "income", "occupation"), STAY),
    ),
    Tracked(EarlierCare, _("Earlier care"), "person_id", "people.person"),
)  # fmt: skip
