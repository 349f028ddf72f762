"""A document's end is told so many days before (parameter `documents.alert_days`), each step once.

The run of a day may come twice, late, or side by side: rule 8 gives each recipient each step once. A run that comes
late gives the step that holds now, not those it missed.
"""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from refuge.accounts.models import Role, User
from refuge.documents.models import Document
from refuge.documents.parameters import ALERT_DAYS
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.registry import with_stand_ins
from refuge.ui.words import short_day


def _title(params: dict) -> str:
    return gettext("A document is valid until %(day)s") % {"day": short_day(date.fromisoformat(params["on"]))}


EXPIRES = declare(Kind("documents.expires", _title, frozenset({Role.COORDINATOR}), icon="file-clock"))


def tell(today: date | None = None) -> int:
    """Give what is due on `today`; how many alerts were new."""
    today = today or timezone.localdate()
    steps = sorted(value_of(ALERT_DAYS.code, today))
    soon = Document.objects.expiring().filter(expires_on__lte=today + timedelta(days=steps[-1]))
    # What had ended before it was brought here was known then.
    soon = soon.filter(person__death_noted_at__isnull=True)
    soon = soon.filter(expires_on__gte=timezone.localdate() - timedelta(days=365)).select_related("person__worker")
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    return sum(_tell(document, steps, today, coordinators) for document in soon)


@operation
def _tell(document, steps, today, coordinators) -> int:
    still = Document.objects.expiring().filter(pk=document.pk, expires_on=document.expires_on)
    still = still.filter(person__death_noted_at__isnull=True)
    if document.expires_on < timezone.localdate(document.uploaded_at) or not still.exists():
        return 0
    left = (document.expires_on - today).days
    step = next((days for days in steps if days >= left), None)
    if step is None:
        return 0
    given = notify(
        kind=EXPIRES, subject=document, recipients=_readers(document, coordinators),
        url=reverse("documents:document", args=[document.pk]), due_on=document.expires_on - timedelta(days=step),
        params={"on": document.expires_on.isoformat()},
    )  # fmt: skip
    return len(given)


def _readers(document, coordinators) -> list[User]:
    """The coordinators, the worker in charge and who stands in for them, if they may open it."""
    asked = {user.pk: user for user in [*coordinators, *with_stand_ins(document.person.worker)]}.values()
    return [user for user in asked if Document.objects.visible_to(user).filter(pk=document.pk).exists()]


def subjects_of(person) -> list:
    """What of documents alerts can be about, of this person."""
    return list(Document.objects.filter(person=person, expires_on__isnull=False).only("pk"))


def end(document) -> None:
    """What was told of its end is off the lists."""
    resolve(subject=document, kinds=[EXPIRES])


def begin_again(document, since) -> None:
    """The alerts that were taken off from `since` on are back; none about somebody who has died."""
    if not (document.person and document.person.has_died):
        unresolve(subject=document, since=since, kinds=[EXPIRES])
