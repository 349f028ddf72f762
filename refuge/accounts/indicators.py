"""What the house counts about its staff (DOMAIN.md 8: 65). Volunteers' hours of training are counted by volunteers."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models import StaffTraining, StaffWork, WorkFunction
from refuge.accounts.words import percent
from refuge.counting import rows, together
from refuge.indicators import FTE, HOURS, Breakdown, Figure, Indicator, Line, Period, Row, Source, declare, tell

TEAM = "accounts.manage_team"


def work_days(period: Period) -> dict[str, Decimal]:
    """{function: days in force within the period, each times its share}. One query."""
    found = Counter()
    for function, share, first, last in rows(_in_force, period):
        days = min(last or period.last, period.last) - max(first, period.first) + timedelta(days=1)
        found[function] += share * days.days
    return found


def _in_force(period: Period):
    found = StaffWork.objects.current().within(period.first, period.last)
    return found.values_list("function", "share", "starts_on", "ends_on")


def _mean(days, period: Period) -> Figure:
    whole = (period.end - period.first).days
    return Figure(float(days) / whole, float(days), whole)


def full_time(period: Period) -> Figure:
    return _mean(sum(period.once(work_days).values()), period)


def by_function(period: Period) -> list[Row]:
    found = period.once(work_days)
    return [Row(each.value, each.label, _mean(found[each.value], period)) for each in WorkFunction]


def trainings(period: Period):
    return StaffTraining.objects.current().filter(held_on__gte=period.first, held_on__lte=period.last)


def training_hours(period: Period) -> Figure:
    ((hours,),) = rows(_trained, period)
    return Figure(float(hours or 0))


def _trained(period: Period):
    return together(trainings(period), hours_in_all=Sum("hours"))


def work_lines(records) -> list[Line]:
    return [
        Line(
            title=each.user.name,
            url=reverse("team_member", args=[each.user_id]),
            detail=f"{each.get_function_display()}, {percent(each.share)}",
            day=each.starts_on,
        )
        for each in records
    ]


def training_lines(records) -> list[Line]:
    return [
        Line(
            title=each.user.name, url=reverse("team_member", args=[each.user_id]), detail=each.subject, day=each.held_on
        )
        for each in records
    ]


declare(
    Indicator(
        code="staff_fte",
        name=_("Staff in full-time equivalents"),
        definition=_(
            "The mean of the period: each line of working time counts with its share of full time for the days it was "
            "in force within the period, against all days of the period. Half time all year is 0.50; full time for "
            "half of the year is 0.50 too. It counts what was agreed, absences included."
        ),
        unit=FTE, compute=full_time, permission=TEAM, order=82,
        numerator=_("days in force, times the share of full time"), denominator=_("days of the period"),
        breakdowns=(Breakdown("function", _("Staff in full-time equivalents, by function"), by_function),),
    )
)  # fmt: skip
declare(
    Indicator(
        code="staff_training_hours",
        name=_("Training hours of staff"),
        definition=_(
            "Hours of the trainings of colleagues on a day within the period, as management notes them. Those of "
            "volunteers are a figure of their own."
        ),
        unit=HOURS, compute=training_hours, permission=TEAM, order=83,
    )
)  # fmt: skip
tell(
    "staff_fte",
    Source(
        "counted", _("Working time counted"),
        lambda period, user: (
            StaffWork.objects.visible_to(user).current().within(period.first, period.last).select_related("user")
        ),
        work_lines, TEAM, order="starts_on",
    ),
)  # fmt: skip
tell(
    "staff_training_hours",
    Source(
        "counted", _("Trainings counted"),
        lambda period, user: trainings(period).visible_to(user).select_related("user"),
        training_lines, TEAM, order="held_on",
    ),
)  # fmt: skip
