"""How long people waited for their space (DOMAIN.md 8, indicator 13)."""

from statistics import median

from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from housing.models import Stay
from housing.narrowing import NARROWS, stays_narrowed
from intake.models import Decision
from intake.models.choices import GIVES_A_SPACE
from refuge.counting import rows
from refuge.indicators import DAYS, STAYS, Figure, Indicator, Period, declare


def days_waited(period: Period) -> list[int]:
    """Days from the first decision for a space to the arrival, one for each arrival of the period that has both."""
    return [max(0, days.days) for (days,) in rows(_waited, period) if days is not None]


def _waited(period: Period):
    decided = Decision.objects.filter(request=OuterRef("request"), outcome__in=GIVES_A_SPACE, revoked_at__isnull=True)
    first = decided.order_by().values("request").annotate(first=Min(TruncDate("decided_at"))).values("first")
    arrived = Stay.objects.filter(arrived_on__gte=period.first, arrived_on__lt=period.end, previous__isnull=True)
    arrived = arrived.filter(stays_narrowed(period, when="arrived_on"))
    return arrived.values_list(F("arrived_on") - Subquery(first))


def waited(period: Period) -> Figure:
    days = period.once(days_waited)
    return Figure(median(days) if days else None, None, len(days))


declare(
    Indicator(
        code="waiting_days",
        name=_("Days from the decision to the arrival, median"),
        definition=_(
            "Days from the first decision to give a space, or to put on the waiting list, to the arrival: half of the "
            "arrivals of the period came sooner, half later. Whoever was decided by arriving waited no day; arrivals "
            "without a request, moves between the programmes and stays that go on after a short absence are left out."
        ),
        unit=DAYS,
        of=STAYS,
        compute=waited,
        order=35,
        narrows=NARROWS,
    )
)
