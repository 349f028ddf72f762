"""What the house counts about requests for help."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from intake.demand import decided
from intake.models.choices import OUTCOMES
from refuge.indicators import REQUESTS, Breakdown, Figure, Indicator, Period, Row, declare


def processed(period: Period) -> dict[str, int]:
    """Requests by the outcome decided last within the period; a revoked decision counts nowhere."""
    found = Counter()
    for outcome, _reason, _for_a_space, number in period.once(decided):
        found[outcome] += number
    return found


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
