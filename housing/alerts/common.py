"""What the alerts of housing share."""

from collections.abc import Callable

from housing.models import AfterCare, Extension, Occupancy
from refuge.accounts.models import User
from refuge.notifications.models import Alert
from refuge.notifications.operations import resolve


def not_closed_to(users, person) -> list[User]:
    """Those of `users` for whom the file of `person` is there."""
    closed_to = set(person.closures.filter(reopened_at__isnull=True).values_list("user", flat=True))
    return [user for user in users if user.pk not in closed_to]


def take_off(kind, still: Callable[[Alert], bool]) -> None:
    """Off everybody's list: the alerts of this kind that are not so any more."""
    alerts = Alert.objects.open().filter(kind=kind.code)
    stale = {(alert.subject_label, alert.subject_id) for alert in alerts if not still(alert)}
    for subject in sorted(stale):
        resolve(subject=subject, kinds=[kind])


def subjects_of(person) -> list:
    """What alerts can be about, of this person, beside their stays."""
    asked = Extension.objects.filter(stay__person=person, approved__isnull=True)
    contacts = AfterCare.objects.filter(stay__person=person, outcome="")
    return [*asked, *contacts, *Occupancy.objects.coming().filter(person=person)]
