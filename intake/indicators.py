"""What the house counts about requests for help."""

from datetime import datetime, time

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Decision
from intake.models.choices import OUTCOMES
from refuge.indicators import REQUESTS, Breakdown, Figure, Indicator, Period, Row, declare


def start_of(day) -> datetime:
    """The first moment of a day in Brussels, also where the clock changes."""
    return timezone.make_aware(datetime.combine(day, time.min))


def processed(period: Period) -> dict[str, int]:
    """Requests by the outcome decided last within the period; a revoked decision counts nowhere."""
    decided = Decision.objects.filter(
        decided_at__gte=start_of(period.first), decided_at__lt=start_of(period.end), revoked_at__isnull=True
    )
    latest = decided.order_by("request", "-decided_at", "-id").distinct("request")
    return dict(
        Decision.objects.filter(pk__in=latest.values("pk"))
        .order_by("outcome")
        .values_list("outcome")
        .annotate(number=Count("pk"))
    )


def total(period: Period) -> Figure:
    return Figure(sum(period.once(processed).values()))


def by_outcome(period: Period) -> list[Row]:
    numbers = period.once(processed)
    return [Row(state.value, state.label, Figure(numbers.get(state.value, 0))) for state in OUTCOMES]


REQUESTS_PROCESSED = declare(
    Indicator(
        code="requests_processed",
        name=_("Requests processed"),
        definition=_(
            "Requests for help that were decided within the period: requests are counted, not persons. A request "
            "decided several times counts once, by its last decision of the period; a decision taken back as wrong "
            "does not count."
        ),
        unit=REQUESTS,
        compute=total,
        breakdowns=(Breakdown("outcome", _("Requests processed, by outcome"), by_outcome),),
        order=30,
    )
)
