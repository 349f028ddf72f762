"""A deadline that comes near: told to coordinators, psychologists and the worker in charge, where they may read it.

Each alert is given under the day on which it was due, so many days (parameter) before the deadline. Of those that a run
missed the newest alone is given, and it takes the place of the one before. A run may come twice, late or side by side:
rule 8 gives each recipient each alert once.
"""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.asylum.parameters import ALERT_DAYS
from casework.models import AsylumDeadline
from housing.parameters import ALERT_CATCH_UP
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.notifications.models import Alert
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.people.models import Person
from refuge.people.registry import with_stand_ins
from refuge.ui.words import short_day

VIEW = "intake.view_asylum"


def _title(params: dict) -> str:
    day = short_day(date.fromisoformat(params["on"]))
    return gettext("A deadline of an asylum file on %(day)s") % {"day": day}


DEADLINE = declare(
    Kind(
        "casework.asylum_deadline", _title, frozenset({Role.COORDINATOR, Role.PSYCHOLOGIST}), tone="late",
        icon="scale", label=_("Deadlines of asylum files"),
    )
)  # fmt: skip


def name_deadlines(user, ids):
    """The chosen names behind deadlines, for who may read them."""
    deadlines = AsylumDeadline.objects.visible_to(user).filter(pk__in=ids)
    return deadlines.values_list("pk", "track__person__chosen_name")


subjects["casework.asylumdeadline"] = name_deadlines


def send_deadline_alerts(today: date | None = None) -> int:
    """Give every alert that is due on `today`; how many were new."""
    today = today or timezone.localdate()
    leads = value_of(ALERT_DAYS.code, today)
    if not leads:
        return 0
    first = today - timedelta(days=value_of(ALERT_CATCH_UP.code, today))
    near = AsylumDeadline.objects.running().filter(
        due_on__range=(first, today + timedelta(days=max(leads))), track__closed_on__isnull=True
    )
    team = list(User.objects.with_role(Role.COORDINATOR, Role.PSYCHOLOGIST))
    return sum(_tell(deadline, leads, today, first, team) for deadline in near.order_by("pk"))


def _newest(due_on, leads, today) -> date | None:
    """The last of its alert days that has come."""
    days = [due_on - timedelta(days=lead) for lead in leads]
    return max((day for day in days if day <= today), default=None)


@operation
def _tell(deadline, leads, today, first, team) -> int:
    rows = AsylumDeadline.objects.running().select_for_update(of=("self",), no_key=True)
    # Moved, settled or removed since the run began: left to the next one.
    same = rows.filter(pk=deadline.pk, due_on=deadline.due_on, track__closed_on__isnull=True)
    found = same.select_related("track__person__worker").first()
    on = _newest(deadline.due_on, leads, today)
    # What is past is told of only as long as a run may come late.
    if found is None or on is None or (deadline.due_on < today and on < first):
        return 0
    given = notify(
        kind=DEADLINE, subject=found, recipients=_readers(found.track.person, team),
        url=reverse("casework:asylum_track", args=[found.track_id]), due_on=on,
        params={"on": found.due_on.isoformat()},
    )  # fmt: skip
    resolve(subject=found, kinds=[DEADLINE], due_before=on)
    return len(given)


def _readers(person, team) -> list[User]:
    """The team, the worker in charge and who stands in for them: those who may read asylum, in a file open to them."""
    asked = {user.pk: user for user in [*team, *with_stand_ins(person.worker)]}
    readers = [user for user in asked.values() if user.is_active and allows(user, VIEW)]
    return [user for user in readers if Person.objects.visible_to(user).filter(pk=person.pk).exists()]


def end(deadline) -> None:
    """It is settled or removed: its alerts are off the lists."""
    resolve(subject=deadline, kinds=[DEADLINE])


def begin_again(deadline) -> None:
    """It runs after all: the alert that was taken off last is back on the lists."""
    about = Alert.objects.about(deadline._meta.label_lower, deadline.pk).filter(kind=DEADLINE.code)
    last = about.filter(resolved_at__isnull=False).order_by("resolved_at").last()
    if last and not about.open().exists():
        unresolve(subject=deadline, since=last.resolved_at, kinds=[DEADLINE])


def subjects_of(person) -> list:
    """What of asylum deadlines alerts can be about, of this person."""
    return list(AsylumDeadline.with_removed.filter(track__person=person).only("pk"))
