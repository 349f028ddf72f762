"""A closure that ends: told to logistics and the coordinators so many days (parameter) before the space is open again.
A closure that is no longer than that is not told of: whoever entered it has just said when it ends."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from housing.alerts.common import take_off
from housing.models import SpaceClosure
from housing.parameters import CLOSURE_ALERT_DAYS
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, tell_anew
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of


def _ends(params: dict) -> str:
    days = params["days"]
    text = ngettext(
        "A closed space opens again in %(days)d day: is it ready?",
        "A closed space opens again in %(days)d days: is it ready?",
        days,
    )
    return text % {"days": days}


CLOSURE_ENDS = declare(
    Kind(
        "housing.closure_ends",
        _ends,
        frozenset({Role.LOGISTICS, Role.COORDINATOR}),
        icon="door-open",
        label=_("Closures that end"),
    )
)


def name_closures(user, ids):
    closures = SpaceClosure.objects.filter(pk__in=ids if allows(user, "housing.view_board") else [])
    return closures.values_list("pk", "space__code")


subjects["housing.spaceclosure"] = name_closures


def tell_of_closures(today: date | None = None) -> int:
    """Give the alerts due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    lead = timedelta(days=value_of(CLOSURE_ALERT_DAYS.code, today))
    people = list(User.objects.with_role(Role.LOGISTICS, Role.COORDINATOR))
    ending = SpaceClosure.objects.filter(ends_on__gt=today)
    ends = dict(ending.values_list("pk", "ends_on"))
    take_off(CLOSURE_ENDS, still=lambda alert: ends.get(alert.subject_id) == _end_told(alert))
    near = ending.filter(ends_on__lte=today + lead).select_related("space")
    return sum(_tell(closure, lead, people) for closure in near if closure.starts_on <= closure.ends_on - lead)


def _end_told(alert) -> date:
    return alert.due_on + timedelta(days=alert.params["days"])


@operation
def _tell(closure, lead, people) -> int:
    same = SpaceClosure.objects.filter(pk=closure.pk, ends_on=closure.ends_on)
    if not same.select_for_update(no_key=True).exists():
        return 0
    due_on = closure.ends_on - lead
    tell_anew(kind=CLOSURE_ENDS, subject=closure, due_on=due_on)
    told = notify(
        kind=CLOSURE_ENDS,
        subject=closure,
        recipients=people,
        url=reverse("housing:space", args=[closure.space.code]),
        due_on=due_on,
        params={"days": lead.days},
    )
    return len(told)
