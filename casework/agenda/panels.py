"""What the agenda shows on other pages: Today, the person page, the timeline."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.agenda.window import appointment_row
from casework.models import Appointment, Attendance
from housing.models import Occupancy
from refuge.access import allows
from refuge.people.registry import TimelineSource, timeline_row
from refuge.questions import read

VIEW = "casework.view_plan"
PAST, COMING = 20, 50
ON_TODAY = 8


def todays(user, most: int) -> list:
    """What `user` keeps today, for others they stand in for too."""
    return read("casework.todays", user, lambda: _todays(user)[:most], most)


def _todays(user):
    today = timezone.localdate()
    return Appointment.objects.visible_to(user).standing().in_hands_of(user).between(today, today).for_lists()


def today(request, record) -> dict | None:
    rows = [appointment_row(each) for each in todays(request.user, ON_TODAY)]
    return {"appointments": rows} if rows else None


def of_night(request, night) -> dict | None:
    """For the hand-over: when those who sleep here are expected somewhere on the day after, and who goes along. The
    kind alone: what about and where stand on the appointment's own page."""
    rows = read("casework.of_night", request.user, lambda: _of_night(request.user, night), night)
    return {"appointments": rows} if rows else None


def _of_night(user, night):
    here, morning = Occupancy.objects.on_night(night).values("person"), night + timedelta(days=1)
    expected = Appointment.objects.visible_to(user).standing().filter(person__in=here)
    return expected.between(morning, morning).for_lists()


def of_person(request, person) -> dict:
    """Those to come, the first first, and those past, the last first."""
    now = timezone.now()
    appointments = Appointment.objects.visible_to(request.user).filter(person=person).for_lists()
    coming = appointments.filter(ends_at__gte=now)[:COMING]
    past = appointments.filter(ends_at__lt=now).order_by("-starts_at", "-id")[:PAST]
    return {
        "coming": [appointment_row(each) for each in coming],
        "past": [appointment_row(each) for each in past],
        "may_add": allows(request.user, "casework.add"),
    }


def noted(user, person):
    row = timeline_row("appointment", at="starts_at", fact="attendance", note=F("id"), actor="noted_by_id")
    kept = Appointment.objects.visible_to(user).filter(person=person)
    return kept.exclude(attendance__in=[Attendance.PLANNED, Attendance.CANCELLED]).annotate(**row)


def about_appointment(row) -> dict:
    url = reverse("casework:appointment", args=[row["note"]])
    return {"title": _("Appointment"), "detail": Attendance(row["fact"]).label, "url": url}


SOURCE = TimelineSource("appointment", noted, about_appointment, VIEW)
