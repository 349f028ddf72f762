"""What a night costs. The yearly costs are a setting that management keeps: nothing else here knows an account."""

from calendar import isleap

from django.utils.translation import gettext_lazy as _

from housing.indicators.nights import held
from housing.parameters import YEARLY_COSTS
from refuge.indicators import DAY, EUROS, NIGHTS, Figure, Indicator, Period, declare
from refuge.parameters.registry import histories


def amounts(period: Period) -> list[tuple]:
    """The dated values of the yearly costs, the oldest first."""
    return histories([YEARLY_COSTS.code]).get(YEARLY_COSTS.code) or [(YEARLY_COSTS.valid_from, YEARLY_COSTS.value)]


def costs(period: Period) -> float:
    """Of each night that is over, its part of the yearly costs valid that day."""
    total, day, dated = 0.0, period.first, period.once(amounts)
    while day < period.nights_end:
        yearly = next((value for valid_from, value in reversed(dated) if valid_from <= day), 0)
        total += yearly / (366 if isleap(day.year) else 365)
        day += DAY
    return round(total, 2)


def per_night(period: Period) -> Figure:
    """None while no costs are set, and of no night."""
    spent, nights = costs(period), held(period).value
    return Figure(spent / nights if spent and nights else None, spent or None, nights)


declare(
    Indicator(
        code="cost_per_night",
        name=_("Cost of a night"),
        definition=_(
            "The yearly costs of accommodation that the house’s settings give, in the part that falls on the nights of "
            "the period, divided by the nights held. Without an amount in the settings it is not known."
        ),
        unit=EUROS,
        of=NIGHTS,
        compute=per_night,
        numerator=_("euros"),
        denominator=_("nights held"),
        permission="housing.view_costs",
        order=46,
    )
)
