"""What follows a stay adds to the shared pages: after-care."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing import after_care
from housing.models import AfterCare, AfterCareTry
from refuge.access import allows
from refuge.audit.registry import Tracked, add_tracked
from refuge.people import registry as people
from refuge.registry import NavigationEntry, navigation

VIEW = "housing.view_after_care"


def contacts_due(user):
    """What waits for whoever makes the contacts."""
    if not allows(user, "housing.record_after_care"):
        return 0
    return AfterCare.objects.visible_to(user).due(timezone.localdate())


navigation.add(
    NavigationEntry(
        _("After-care"), "housing:after_care", "phone-outgoing", VIEW, group=_("Accommodation"), order=33,
        badge=contacts_due,
    )
)  # fmt: skip
people.panels.add(
    people.Panel("after-care", _("After-care"), "housing/person_after_care.html", VIEW, after_care.of_person, order=27)
)
VALUES = ("months", "due_on", "next_on", "outcome", "done_on", "lives")
add_tracked(
    Tracked(AfterCare, _("After-care"), "stay__person_id", "people.person", dict.fromkeys(VALUES, VIEW)),
    Tracked(AfterCareTry, _("After-care"), "contact__stay__person_id", "people.person", {"tried_on": VIEW}),
)
