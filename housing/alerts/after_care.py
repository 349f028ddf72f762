"""A contact after a stay that is due: told to the worker in charge and who stands in for them, or to the coordinators
where nobody is in charge; on the day, and on each day on which it is to be tried again. It stays on the list until it
is answered, and goes with a death, a return, or a wish for no more contact."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from housing.alerts.common import not_closed_to, take_off
from housing.models import AfterCare
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.people.registry import with_stand_ins

# A contact that nobody made for so long is not told of anew to who joins the team since; it stays on the list.
OLD = timedelta(days=60)


def _due(params: dict) -> str:
    months = params["months"]
    text = ngettext(
        "After-care is due: %(months)d month since a departure",
        "After-care is due: %(months)d months since a departure",
        months,
    )
    return text % {"months": months}


AFTER_CARE = declare(
    Kind(
        "housing.after_care_due",
        _due,
        frozenset({Role.COORDINATOR, Role.EDUCATOR}),
        icon="phone-outgoing",
        label=_("After-care contacts"),
    )
)


def name_contacts(user, ids):
    contacts = AfterCare.objects.visible_to(user).filter(pk__in=ids)
    return contacts.values_list("pk", "stay__person__chosen_name")


subjects["housing.aftercare"] = name_contacts


def tell_of_after_care(today: date | None = None) -> int:
    """Give the alerts due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    due = list(AfterCare.objects.due(today).select_related("stay__person__worker"))
    ids = {contact.pk for contact in due}
    take_off(AFTER_CARE, still=lambda alert: alert.subject_id in ids)
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    return sum(_tell(contact, today, coordinators) for contact in due if contact.next_on >= today - OLD)


@operation
def _tell(contact, today, coordinators) -> int:
    still = AfterCare.objects.due(today).filter(pk=contact.pk, next_on=contact.next_on)
    if not still.select_for_update(of=("self",), no_key=True).exists():
        return 0
    worker = contact.stay.person.worker
    told = [user for user in with_stand_ins(worker) if user.is_active and allows(user, "housing.record_after_care")]
    told = notify(
        kind=AFTER_CARE,
        subject=contact,
        recipients=not_closed_to(told or coordinators, contact.stay.person),
        url=reverse("housing:after_care_contact", args=[contact.pk]),
        due_on=contact.next_on,
        params={"months": contact.months},
    )
    resolve(subject=contact, kinds=[AFTER_CARE], due_before=contact.next_on)
    return len(told)
