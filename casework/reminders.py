"""An appointment is brought to mind once, to whose it is, to who goes along, and to who stands in for them."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casework.covering import told
from casework.models import Appointment
from casework.parameters import REMINDER_HOURS
from refuge.notifications.operations import notify, resolve, unresolve
from refuge.notifications.registry import Kind, declare, subjects
from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.ui.words import short_day


def _title(params: dict) -> str:
    return gettext("An appointment on %(day)s") % {"day": short_day(date.fromisoformat(params["on"]))}


REMINDER = declare(Kind("casework.appointment", _title, icon="calendar-days"))


def name_appointments(user, ids):
    """The chosen names behind appointments, for who may open those files."""
    appointments = Appointment.objects.visible_to(user).filter(pk__in=ids, person__isnull=False)
    return appointments.values_list("pk", "person__chosen_name")


subjects["casework.appointment"] = name_appointments


def send_appointment_reminders(now: datetime | None = None) -> int:
    """Give every reminder that is due; how many were new. Run twice, late or side by side it gives each once."""
    now = now or timezone.now()
    until = now + timedelta(hours=value_of(REMINDER_HOURS.code, timezone.localdate(now)))
    soon = Appointment.objects.ahead().filter(starts_at__gt=now, starts_at__lte=until)
    return sum(_remind(appointment) for appointment in soon.only("pk", "starts_at").order_by("pk"))


@operation
def _remind(appointment) -> int:
    rows = Appointment.objects.ahead().select_for_update(of=("self",), no_key=True)
    # Moved or cancelled since the run began: left to the next one.
    still = rows.filter(pk=appointment.pk, starts_at=appointment.starts_at)
    found = still.select_related("person", "worker", "accompanied_by").first()
    if found is None:
        return 0
    day = timezone.localdate(found.starts_at)
    given = notify(
        kind=REMINDER, subject=found, recipients=told(found.person, found.worker, found.accompanied_by),
        url=reverse("casework:appointment", args=[found.pk]), due_on=day, params={"on": day.isoformat()},
    )  # fmt: skip
    return len(given)


def end(appointment) -> None:
    """It is over, moved to another day or off: its reminders are off the lists."""
    resolve(subject=appointment, kinds=[REMINDER])


def begin_again(appointment, since) -> None:
    unresolve(subject=appointment, since=since, kinds=[REMINDER])


def subjects_of(person) -> list:
    """What of appointments alerts can be about, of this person."""
    return list(Appointment.objects.filter(person=person).only("pk"))
