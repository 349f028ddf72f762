"""When the life areas are to be gone through: one moment at most is due, until it or a later one was.

The beginning is the opening of the newest plan, or the arrival of the newest stay if that was before; the end the
departure, or the day agreed for it, or the closing of a plan without a stay. What was measured before the beginning
belongs to an earlier time here.
"""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from casework.models import LifeMeasurement, Moment, Plan
from casework.parameters import AREAS_AFTER_MONTHS, AREAS_ENTRY_DAYS, AREAS_LATE_DAYS, AREAS_WEEKS, REVIEW_ALERT_DAYS
from housing.models import Stay
from refuge.parameters.registry import number_in_sql


class InMonths(Func):
    """So many months after a day, clamped to the month's end."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = DateField()


def with_due(people, today: date):
    """With `areas_due`, the moment that is due on `today` or soon, else "", and `areas_on`, its day. Of people whose
    plan and stay are over it stays due for some days (a parameter). The parameters are part of the question."""
    plans = Plan.objects.filter(person=OuterRef("pk")).order_by("-opened_on", "-id")
    stays = Stay.objects.filter(person=OuterRef("pk")).order_by("-arrived_on", "-id")
    left = Coalesce(Subquery(stays.values("departed_on")[:1]), Subquery(plans.values("closed_on")[:1]))
    people = people.annotate(
        areas_from=Least(Subquery(plans.values("opened_on")[:1]), Subquery(stays.values("arrived_on")[:1])),
        areas_left=left,
    )
    people = people.annotate(
        entry_on=_days(F("areas_from"), AREAS_ENTRY_DAYS, today),
        weeks_on=_days(F("areas_from"), AREAS_WEEKS, today, times=7),
        exit_on=Coalesce(F("areas_left"), Subquery(stays.filter(departed_on=None).values("agreed_until")[:1])),
        after_on=InMonths(F("areas_left"), number_in_sql(AREAS_AFTER_MONTHS.code, today)),
        told_until=_days(Value(today, DateField()), REVIEW_ALERT_DAYS, today),
        told_from=_days(Value(today, DateField()), AREAS_LATE_DAYS, today, times=-1),
    )
    due = [
        (Moment.AFTER, Q(after_on__gte=F("told_from"))),
        (Moment.EXIT, Q(areas_left=None) | Q(exit_on__gte=F("told_from"))),
        (Moment.WEEKS, Q(areas_left=None)),
        (Moment.ENTRY, Q(areas_left=None)),
    ]
    cases = [
        When(Q(**{f"{each}_on__lte": F("told_until")}) & when & ~_held(each), then=Value(each)) for each, when in due
    ]
    people = people.annotate(areas_due=Case(*cases, default=Value(""), output_field=CharField()))
    days = [When(areas_due=each, then=F(f"{each}_on")) for each in Moment]
    return people.annotate(areas_on=Case(*days, default=None, output_field=DateField()))


def days_of(person) -> dict:
    """{moment: its day, or None while it is not in sight} of a person from `with_due`."""
    return {each: getattr(person, f"{each}_on") for each in Moment}


def _days(start, parameter, today, times=1):
    return ExpressionWrapper(start + number_in_sql(parameter.code, today) * times, DateField())


def _held(moment):
    """It, or a later one, was gone through since the beginning."""
    later = Moment.values[Moment.values.index(moment) :]
    standing = LifeMeasurement.objects.standing().filter(person=OuterRef("pk"), moment__in=later)
    return Exists(standing.filter(held_on__gte=OuterRef("areas_from")))
