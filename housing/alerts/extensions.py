"""An extension that waits: told to management when it is asked for, and again every so many days (parameter) while
it waits. The newest reminder takes the place of the one before, so that each stands on the list once; of reminders
that were missed, the newest alone is given. Whoever asked cannot decide, and is not told."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from housing.alerts.common import not_closed_to, take_off
from housing.models import Extension
from housing.parameters import EXTENSION_REMINDER_DAYS
from refuge.accounts.models import Role, User
from refuge.notifications.operations import notify, resolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of


def _waits(params: dict) -> str:
    days = params["days"]
    if days == 0:
        return gettext("An extension waits for a decision")
    text = ngettext("An extension has waited for %(days)d day", "An extension has waited for %(days)d days", days)
    return text % {"days": days}


EXTENSION_WAITS = declare(
    Kind(
        "housing.extension_waits",
        _waits,
        frozenset({Role.MANAGEMENT}),
        icon="calendar-plus",
        label=_("Extensions that wait"),
    )
)


def name_extensions(user, ids):
    extensions = Extension.objects.visible_to(user).filter(pk__in=ids)
    return extensions.values_list("pk", "stay__person__chosen_name")


subjects["housing.extension"] = name_extensions


def remind_of_extensions(today: date | None = None) -> int:
    """Give the reminders due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    every = value_of(EXTENSION_REMINDER_DAYS.code, today)
    management = list(User.objects.with_role(Role.MANAGEMENT))
    waiting = list(_waiting().select_related("stay__person"))
    ids = {extension.pk for extension in waiting}
    take_off(EXTENSION_WAITS, still=lambda alert: alert.subject_id in ids)
    return sum(_remind(extension, today, every, management) for extension in waiting)


def _waiting():
    return Extension.objects.waiting().filter(stay__person__death_noted_at__isnull=True)


@operation
def _remind(extension, today, every, management) -> int:
    if not _waiting().filter(pk=extension.pk).select_for_update(of=("self",), no_key=True).exists():
        return 0
    asked_on = timezone.localdate(extension.asked_at)
    waited = (today - asked_on).days
    if waited < 0:
        return 0
    days = waited - waited % every
    due_on = asked_on + timedelta(days=days)
    others = [user for user in management if user.pk != extension.asked_by_id]
    told = notify(
        kind=EXTENSION_WAITS,
        subject=extension,
        recipients=not_closed_to(others, extension.stay.person),
        url=reverse("housing:decide", args=[extension.pk]),
        due_on=due_on,
        params={"days": days},
    )
    resolve(subject=extension, kinds=[EXTENSION_WAITS], due_before=due_on)
    return len(told)
