"""A promise at risk: somebody is beyond their date in the space that is promised. Told to the coordinators once its
first night is near (parameter), under the first day on which both were so."""

from datetime import date, timedelta

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.alerts.common import not_closed_to, take_off
from housing.models import Occupancy
from housing.parameters import PROMISE_RISK_DAYS
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, tell_anew
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of

PROMISE_AT_RISK = declare(
    Kind(
        "housing.promise_at_risk",
        _("A promised space will not be free: somebody is beyond their date"),
        frozenset({Role.COORDINATOR}),
        tone="late",
        icon="triangle-alert",
        label=_("Promises at risk"),
    )
)


def name_promises(user, ids):
    promises = Occupancy.objects.visible_to(user).filter(pk__in=ids)
    return promises.values_list("pk", "person__chosen_name")


subjects["housing.occupancy"] = name_promises


def tell_of_promises(today: date | None = None) -> int:
    """Give the alerts due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    lead = timedelta(days=value_of(PROMISE_RISK_DAYS.code, today))
    coordinators = list(User.objects.with_role(Role.COORDINATOR))
    at_risk = list(_at_risk(today).filter(starts_on__lte=today + lead).select_related("person"))
    due = {promise.pk: _due_on(promise, lead) for promise in at_risk}
    take_off(PROMISE_AT_RISK, still=lambda alert: due.get(alert.subject_id) == alert.due_on)
    return sum(_tell(promise, due[promise.pk], today, coordinators) for promise in at_risk)


def _at_risk(today):
    """With `late_since`, the day on which whoever is there should have left."""
    there = Occupancy.objects.current().filter(space=OuterRef("space")).order_by()
    left_by = there.values("space").annotate(day=Max("agreed_until")).values("day")
    promises = Occupancy.objects.coming().with_risk(today).annotate(late_since=Subquery(left_by))
    return promises.filter(at_risk=True, person__death_noted_at__isnull=True)


def _due_on(promise, lead) -> date:
    return max(promise.late_since + timedelta(days=1), promise.starts_on - lead)


@operation
def _tell(promise, due_on, today, coordinators) -> int:
    held = Occupancy.objects.filter(pk=promise.pk).select_for_update(of=("self",), no_key=True)
    if not held.exists() or not _at_risk(today).filter(pk=promise.pk, starts_on=promise.starts_on).exists():
        return 0
    tell_anew(kind=PROMISE_AT_RISK, subject=promise, due_on=due_on)
    told = notify(
        kind=PROMISE_AT_RISK,
        subject=promise,
        recipients=not_closed_to(coordinators, promise.person),
        url=reverse("housing:plan", args=[promise.pk]),
        due_on=due_on,
    )
    return len(told)
