"""A week or a month of days, each with its appointments."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from casework.models import Attendance

WEEK = 7
IN_A_CELL = 4
TONES = {
    Attendance.ATTENDED: "well",
    Attendance.MISSED: "late",
    Attendance.EXCUSED: "soon",
    Attendance.CANCELLED: "plain",
    Attendance.PLANNED: "calm",
}


@dataclass
class Day:
    on: date
    is_today: bool
    is_outside: bool = False  # of the month shown
    rows: list = field(default_factory=list)

    @property
    def first_rows(self) -> list:
        return self.rows[:IN_A_CELL]

    @property
    def more(self) -> int:
        return len(self.rows) - IN_A_CELL


class Window:
    """The days around `day`: its week from Monday, or its month in whole weeks."""

    def __init__(self, day: date, view: str = ""):
        self.view, self.day = view, day
        begin = day.replace(day=1) if view else day
        self.first = begin - timedelta(days=begin.weekday())
        self.last = self._last_of_month() if view else self.first + timedelta(days=WEEK - 1)

    def _last_of_month(self) -> date:
        last = self.after - timedelta(days=1)
        return last + timedelta(days=WEEK - 1 - last.weekday())

    @property
    def title(self) -> str:
        if self.view:
            return date_format(self.day, "F Y")
        return f"{date_format(self.first, 'j N')} – {date_format(self.last, 'j N Y')}"

    @property
    def before(self) -> date:
        if self.view:
            return (self.day.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.first - timedelta(days=WEEK)

    @property
    def after(self) -> date:
        if self.view:
            return (self.day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return self.first + timedelta(days=WEEK)

    def days_with(self, appointments) -> list[Day]:
        """Every day of the window, those of `appointments` in it."""
        today = timezone.localdate()
        number = (self.last - self.first).days + 1
        days = {
            on: Day(on, on == today, bool(self.view) and on.month != self.day.month)
            for on in (self.first + timedelta(days=each) for each in range(number))
        }
        for appointment in appointments:
            days[timezone.localdate(appointment.starts_at)].rows.append(appointment_row(appointment))
        return list(days.values())

    def weeks_with(self, appointments) -> list[list[Day]]:
        days = self.days_with(appointments)
        return [days[at : at + WEEK] for at in range(0, len(days), WEEK)]


@dataclass(frozen=True)
class AppointmentRow:
    appointment: object
    tone: str


def appointment_row(appointment) -> AppointmentRow:
    return AppointmentRow(appointment, TONES[appointment.attendance])
