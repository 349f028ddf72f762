"""How soon calls are answered (DOMAIN.md 8, no. 9)."""

from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.utils.translation import gettext_lazy as _

from intake.models import Request
from intake.models.choices import UNDECIDED
from intake.parameters import TARGET_HOURS
from refuge.counting import rows, together
from refuge.days import start_of
from refuge.indicators import HOURS, REQUESTS, SHARE, Figure, Indicator, Period, declare
from refuge.parameters.registry import value_of
from refuge.questions import SOME_TIME


class Median(Aggregate):
    """The length of time that half of the rows stay under."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def target(period: Period) -> timedelta:
    return timedelta(hours=value_of(TARGET_HOURS.code, period.last))


def calls(requests, period: Period):
    """Those of `requests` that were received within the period, with the time each answer took."""
    within = requests.filter(received_at__gte=start_of(period.first), received_at__lt=start_of(period.end))
    return within.annotate(took=F("answered_at") - F("received_at"))


ANSWERED = Q(answered_at__isnull=False)


def judged(since: datetime) -> Q:
    """Answered, or called before `since` and waiting."""
    return ANSWERED | Q(state__in=UNDECIDED, received_at__lt=since)


def _since(period: Period) -> datetime:
    return period.now - target(period)


def answered_of(calls):
    return calls.filter(ANSWERED)


def in_time_of(calls, period: Period):
    return calls.filter(took__lte=target(period))


def judged_of(calls, period: Period):
    return calls.filter(judged(_since(period)))


def answers(period: Period) -> dict:
    """The calls of the period: how many were answered, how many in time, and the median time."""
    (numbers,) = rows(_answers, period, target(period), stand_ins={SOME_TIME: _since(period)})
    return dict(zip(("median", "answered", "in_time", "judged"), numbers, strict=True))


def _answers(period: Period, target: timedelta):
    return together(
        calls(Request.objects.all(), period),
        median=Median("took", filter=ANSWERED),
        answered=Count("received_at", filter=ANSWERED),
        in_time=Count("received_at", filter=Q(took__lte=target)),
        judged=Count("received_at", filter=judged(SOME_TIME)),
    )


def median_hours(period: Period) -> Figure:
    told = period.once(answers)
    hours = told["median"].total_seconds() / 3600 if told["median"] is not None else None
    return Figure(hours, None, told["answered"])


def in_time(period: Period) -> Figure:
    told = period.once(answers)
    return Figure.share(told["in_time"], told["judged"])


RESPONSE_MEDIAN = declare(
    Indicator(
        code="response_median",
        name=_("Time to a first answer, median"),
        definition=_(
            "Hours from a call to the first attempt to reach the person, assessment or decision, over the calls "
            "received within the period that have been answered: half were answered sooner, half later."
        ),
        unit=HOURS,
        of=REQUESTS,
        compute=median_hours,
        order=34,
        is_of_the_hour=True,
    )
)
RESPONSE_IN_TIME = declare(
    Indicator(
        code="response_in_time",
        name=_("Calls answered in time"),
        definition=_(
            "Which part of the calls received within the period was answered within 48 hours, unless the house’s "
            "settings say otherwise for the period. A call that nobody has answered counts once that time is over; one "
            "taken over from the old register, which does not say when it was answered, counts nowhere."
        ),
        unit=SHARE,
        of=REQUESTS,
        compute=in_time,
        numerator=_("calls answered in time"),
        denominator=_("calls received"),
        order=35,
        is_of_the_hour=True,
    )
)
