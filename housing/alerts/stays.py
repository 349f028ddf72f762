"""The stay-expiry alert: told before the day to leave, on it, and after it until somebody records the next step.

`STAY_ENDS` goes out so many days before `agreed_until` (parameter `housing.alert_days`; below zero are days after it).
From then on `STAY_BEYOND` is one line of each daily digest, until an extension is asked for, the date is moved or the
departure recorded. The run of a day may come twice, side by side, late or not at all: rule 8 gives each recipient
each alert once, and a run gives what the runs of the last days did not.
"""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from housing.alerts.common import not_closed_to
from housing.models import Occupancy, Stay
from housing.parameters import ALERT_CATCH_UP, ALERT_DAYS, ALERT_MANAGEMENT_DAYS
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.registry import with_stand_ins

ANSWERING = frozenset({Role.COORDINATOR, Role.EDUCATOR})


def _ends(params: dict) -> str:
    days = params["days"]
    if days < 0:
        text = ngettext("A stay is %(days)d day beyond its date", "A stay is %(days)d days beyond its date", -days)
        return text % {"days": -days}
    if days == 0:
        return gettext("A stay ends today")
    return ngettext("A stay ends in %(days)d day", "A stay ends in %(days)d days", days) % {"days": days}


STAY_ENDS = declare(
    Kind("housing.stay_ends", _ends, ANSWERING, icon="calendar-clock", label=_("Stays that end"))
)  # fmt: skip
STAY_BEYOND = declare(
    Kind(
        "housing.stay_beyond", _ends, ANSWERING, tone="late", icon="calendar-clock", digest=True,
        label=_("Stays beyond their date"),
    )
)  # fmt: skip
OF_THE_DATE = (STAY_ENDS, STAY_BEYOND)
UNDER_AGE = declare(
    Kind(
        "housing.under_age",
        _("A corrected age: somebody with a space is not certainly 18"),
        frozenset({Role.MANAGEMENT}),
        tone="late",
        icon="shield-alert",
    )
)


def name_stays(user, ids):
    """The chosen names behind stays, for who may read those files."""
    stays = Stay.objects.visible_to(user).filter(pk__in=ids)
    return stays.values_list("pk", "person__chosen_name")


subjects["housing.stay"] = name_stays


def send_stay_alerts(today: date | None = None) -> int:
    """Give every alert that is due on `today`; returns how many were new."""
    today = today or timezone.localdate()
    lead_days = value_of(ALERT_DAYS.code, today)
    team = _Team(value_of(ALERT_MANAGEMENT_DAYS.code, today))
    first, last = (today + timedelta(days=days) for days in (min(0, *lead_days), max(0, *lead_days)))
    told = 0
    for stay in _stays().filter(agreed_until__range=(first - _catch_up(today), last)):
        told += _tell_of_end(stay, lead_days, today, team)
    for stay in _stays().filter(agreed_until__lt=first, extension_asked=False):
        told += _tell_beyond(stay, today, team)
    return told


def tell_of_minors() -> int:
    """Alert management to each resident whose corrected age makes them not certainly 18; once for each stay."""
    management = list(User.objects.with_role(Role.MANAGEMENT))
    alive = Occupancy.objects.current().filter(person__death_noted_at__isnull=True)
    residents = alive.filter(under_age=True).select_related("stay__person")
    return sum(
        len(
            notify(
                kind=UNDER_AGE,
                subject=each.stay,
                recipients=not_closed_to(management, each.stay.person),
                url=_page(each.stay),
                due_on=each.stay.arrived_on,
            )
        )
        for each in residents
    )


def tell_again(stay) -> None:
    """A departure taken back: the alerts about the day to leave that it took off are on the lists again."""
    if stay.extensions.filter(approved__isnull=True).exists():
        return
    off = Alert.objects.about(stay._meta.label_lower, stay.pk).filter(kind__in=[kind.code for kind in OF_THE_DATE])
    last = off.filter(resolved_at__isnull=False).order_by("resolved_at").last()
    if last and last.due_on + timedelta(days=last.params["days"]) == stay.agreed_until:
        unresolve(subject=stay, since=last.resolved_at, kinds=OF_THE_DATE)


def _stays():
    """Nobody is told of the stay of who has died, but of the departure that is to be recorded: on the page."""
    alive = Stay.objects.open().filter(person__death_noted_at__isnull=True)
    return alive.with_extension_asked().select_related("person__worker")


def _catch_up(today) -> timedelta:
    return timedelta(days=value_of(ALERT_CATCH_UP.code, today))


def _page(stay) -> str:
    return reverse("housing:stay", args=[stay.pk])


@operation
def _tell_of_end(stay, lead_days, today, team) -> int:
    """The alerts of one stay, each under the day on which it was due, so that a late one is the same alert."""
    told, earliest = 0, today - _catch_up(today)
    if not _still(stay):
        return told
    for days in lead_days:
        due_on = stay.agreed_until - timedelta(days=days)
        if not max(earliest, stay.arrived_on) <= due_on <= today:
            continue
        url, recipients, params = _page(stay), team.of(stay, days), {"days": days}
        told += len(notify(kind=STAY_ENDS, subject=stay, recipients=recipients, url=url, due_on=due_on, params=params))
    return told


@operation
def _tell_beyond(stay, today, team) -> int:
    """Today's line of the digest; yesterday's is off the list."""
    if not _still(stay):
        return 0
    days = (stay.agreed_until - today).days
    url, recipients = _page(stay), team.of(stay, days)
    told = notify(kind=STAY_BEYOND, subject=stay, recipients=recipients, url=url, due_on=today, params={"days": days})
    resolve(subject=stay, kinds=[STAY_BEYOND], due_before=today)
    return len(told)


def _still(stay) -> bool:
    """Whether the stay is as it was when the run began; held so until its alerts are given."""
    same = Stay.objects.open().filter(person__death_noted_at__isnull=True, pk=stay.pk, agreed_until=stay.agreed_until)
    return same.select_for_update(of=("self",), no_key=True).exists()


class _Team:
    """Who is told of a stay: the worker in charge and who stands in for them, the coordinators, and near the end
    management; nobody to whom the file is closed."""

    def __init__(self, management_days: int):
        self.management_days = management_days
        self.coordinators = list(User.objects.with_role(Role.COORDINATOR))
        self.management = list(User.objects.with_role(Role.MANAGEMENT))

    def of(self, stay, days) -> list[User]:
        told = [*self.coordinators, *(self.management if days <= self.management_days else [])]
        told += [user for user in with_stand_ins(stay.person.worker) if allows(user, "housing.view_stay")]
        return not_closed_to(told, stay.person)
