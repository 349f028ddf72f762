"""The three counters of the website: young people accommodated and supported, requests processed, since the opening.

Counted once a month up to the end of the month before, and kept: what the world asks for costs the house one row, and
nobody sees a single arrival in a number that moves by one.
"""

from datetime import date

from django.db import models
from django.utils import timezone

from refuge import indicators
from refuge.indicators import DAY, Period
from refuge.operations import operation
from refuge.parameters.registry import values_of
from reports.figures import one_moment
from reports.parameters import PUBLIC_ROUNDING, PUBLIC_START
from reports.topics import HEADLINE

# The house opened in 2018; nothing is recorded before.
OPENING = date(2018, 1, 1)


class PublicCount(models.Model):
    """What had been counted by the end of the month before `month`, a first day. Whoever was anonymised since is
    still in it: an anonymised file keeps its row, its stays and its requests."""

    month = models.DateField(unique=True)
    accommodated = models.PositiveIntegerField()
    supported = models.PositiveIntegerField()
    requests_processed = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "reports"
        default_permissions = ()

    def __str__(self):
        return f"{self.month:%Y-%m}"

    @property
    def until(self) -> date:
        """The last day that is counted."""
        return self.month - DAY


def count_for_public(today=None) -> PublicCount | None:
    """Count once for this month; None where that is done already. Safe to call as often as one likes."""
    month = (today or timezone.localdate()).replace(day=1)
    if PublicCount.objects.filter(month=month).exists():
        return None
    with one_moment():
        numbers = counted_until(month - DAY)
    return keep(month, numbers)


@operation
def keep(month: date, numbers: dict[str, int]) -> PublicCount | None:
    """Keep what was counted, apart from counting: that reads one moment and may write nothing."""
    kept, is_new = PublicCount.objects.get_or_create(month=month, defaults=numbers)
    return kept if is_new else None


def counted_until(last: date) -> dict[str, int]:
    """The counters by the definitions of the figures, from the opening to that day."""
    period = Period(OPENING, max(last, OPENING), today=max(timezone.localdate(), last + DAY))
    return {code: indicators.get(code).compute(period).value for code in HEADLINE}


def for_the_world() -> dict:
    """The newest counters with the starting figures, rounded as the settings say. Two queries."""
    newest = PublicCount.objects.order_by("-month").first()
    day = newest.month if newest else timezone.localdate()
    codes = [PUBLIC_ROUNDING.code, *(parameter.code for parameter in PUBLIC_START.values())]
    worth = values_of(codes, day)
    step = max(worth[PUBLIC_ROUNDING.code], PUBLIC_ROUNDING.minimum)
    counters = {
        code: rounded(worth[PUBLIC_START[code].code] + (getattr(newest, code) if newest else 0), step)
        for code in HEADLINE
    }
    return {
        **counters,
        "rounded_to": step,
        "until": newest.until.isoformat() if newest else None,
    }


def rounded(number: int, step: int) -> int:
    """To the nearest multiple, halves up."""
    return (number + step // 2) // step * step
