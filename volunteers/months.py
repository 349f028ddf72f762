"""A month of activities as weeks of days."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from refuge.days import start_of
from volunteers.rows import activity_rows

WEEKS = Calendar(firstweekday=0)


def month_of(text) -> date:
    """The first day of the month that the address names (2026-11); of this month for anything else."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = timezone.localdate().replace(day=1)
    return month if 2000 <= month.year <= 2100 else timezone.localdate().replace(day=1)


def month_page(month: date, activities) -> dict:
    """The weeks that touch the month, Monday first, each day with its activities."""
    weeks = WEEKS.monthdatescalendar(month.year, month.month)
    first, after = weeks[0][0], weeks[-1][-1] + timedelta(days=1)
    found = activities.filter(starts_at__gte=start_of(first), starts_at__lt=start_of(after)).order_by("starts_at", "id")
    by_day = defaultdict(list)
    for row in activity_rows(found):
        by_day[timezone.localdate(row.activity.starts_at)].append(row)
    today = timezone.localdate()
    return {
        "month": date_format(month, "F Y"),
        "weekdays": [date_format(day, "l") for day in weeks[0]],
        "weeks": [
            [
                {"day": day, "rows": by_day[day], "other": day.month != month.month, "today": day == today}
                for day in week
            ]
            for week in weeks
        ],
        "earlier": f"{month - timedelta(days=1):%Y-%m}",
        "later": f"{month + timedelta(days=32):%Y-%m}",
    }
