"""When the life areas are to be gone through: one moment at most is due, until it or a later one was.

The beginning is the opening of the newest plan, or the arrival of the newest stay if that was before; the end the
departure, or the day agreed for it, or the closing of a plan without a stay. What was measured before the beginning
belongs to an earlier time here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from casework.models import LifeMeasurement, Moment, Plan
from casework.parameters import AREAS_AFTER_MONTHS, AREAS_ENTRY_DAYS, AREAS_LATE_DAYS, AREAS_WEEKS, REVIEW_ALERT_DAYS
from housing.clock import months_after
from housing.models import Stay
from refuge.parameters.registry import values_of

PARAMETERS = (AREAS_ENTRY_DAYS, AREAS_WEEKS, AREAS_AFTER_MONTHS, AREAS_LATE_DAYS, REVIEW_ALERT_DAYS)
LONGEST_MONTH = 31
# What `with_facts` adds.
FACTS = ("plan_opened", "plan_closed", "arrived", "departed", "agreed", *(f"{each}_held" for each in Moment))


@dataclass(frozen=True)
class Due:
    """The moment that is due or soon, "" for none; and the day of each moment, None while it is not in sight."""

    moment: str
    days: dict

    @property
    def on(self) -> date | None:
        return self.days.get(self.moment)


def worths(today: date) -> dict:
    """{code: worth} of the parameters that say when. One query, and one for all the questions of a page."""
    return values_of([each.code for each in PARAMETERS], today)


def told_about_since(today: date, worth: dict) -> date:
    """Of whoever left before this day nothing is due any more."""
    return _told_from(today, worth) - timedelta(days=LONGEST_MONTH * worth[AREAS_AFTER_MONTHS.code])


def with_facts(people):
    """With what `due_of` asks: their newest plan and stay, and when each moment was held. Part of the same query."""
    plans = Plan.objects.filter(person=OuterRef("pk")).order_by("-opened_on", "-id")
    stays = Stay.objects.filter(person=OuterRef("pk")).order_by("-arrived_on", "-id")
    standing = LifeMeasurement.objects.standing().filter(person=OuterRef("pk"))
    held = {f"{each}_held": Subquery(standing.filter(moment=each).values("held_on")) for each in Moment}
    return people.annotate(
        plan_opened=Subquery(plans.values("opened_on")[:1]),
        plan_closed=Subquery(plans.values("closed_on")[:1]),
        arrived=Subquery(stays.values("arrived_on")[:1]),
        departed=Subquery(stays.values("departed_on")[:1]),
        agreed=Subquery(stays.filter(departed_on=None).values("agreed_until")[:1]),
        **held,
    )


def due_of(person, today: date, worth: dict) -> Due:
    """What is due of a person from `with_facts`. Once their plan and stay are over it stays due for some days."""
    start = min((day for day in (person.plan_opened, person.arrived) if day), default=None)
    left = person.departed or person.plan_closed
    days = {
        Moment.ENTRY: start and start + timedelta(days=worth[AREAS_ENTRY_DAYS.code]),
        Moment.WEEKS: start and start + timedelta(weeks=worth[AREAS_WEEKS.code]),
        Moment.EXIT: left or person.agreed,
        Moment.AFTER: left and months_after(left, worth[AREAS_AFTER_MONTHS.code]),
    }
    told_from, told_until = _told_from(today, worth), today + timedelta(days=worth[REVIEW_ALERT_DAYS.code])
    is_open = {
        Moment.AFTER: bool(left) and days[Moment.AFTER] >= told_from,
        Moment.EXIT: not left or left >= told_from,
        Moment.WEEKS: not left,
        Moment.ENTRY: not left,
    }
    for moment, still in is_open.items():
        if still and days[moment] and days[moment] <= told_until and not _is_held(person, moment, start):
            return Due(moment, days)
    return Due("", days)


def _told_from(today, worth) -> date:
    return today - timedelta(days=worth[AREAS_LATE_DAYS.code])


def _is_held(person, moment, start) -> bool:
    """It, or a later one, was gone through since the beginning."""
    later = list(Moment)[list(Moment).index(moment) :]
    held = [getattr(person, f"{each}_held") for each in later]
    return start is not None and any(day and day >= start for day in held)
