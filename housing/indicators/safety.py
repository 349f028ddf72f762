"""Incidents of the safety log, beside the nights in which they happened."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from housing.indicators.nights import held_in_all
from housing.models import SafetyEntry, SafetyType
from refuge.counting import rows
from refuge.indicators import INCIDENTS, NUMERATOR, RATE, Breakdown, Figure, Indicator, Period, Row, declare

PER_NIGHTS = 1000


def incidents(period: Period) -> dict:
    """{type: number} on days whose night is over; what was logged by mistake counts nowhere."""
    return dict(rows(_incidents, period))


def _incidents(period: Period):
    logged = SafetyEntry.objects.kept().filter(happened_on__gte=period.first, happened_on__lt=period.nights_end)
    return logged.order_by().values_list("type").annotate(Count("pk"))


def logged(period: Period) -> Figure:
    return Figure(sum(period.once(incidents).values()))


def logged_by_type(period: Period) -> list[Row]:
    found = period.once(incidents)
    return [Row(each.value, each.label, Figure(found.get(each.value, 0))) for each in SafetyType]


def per_thousand(period: Period) -> Figure:
    return _rate(logged(period).value, period.once(held_in_all))


def per_thousand_by_type(period: Period) -> list[Row]:
    nights = period.once(held_in_all)
    return [Row(row.code, row.label, _rate(row.figure.value, nights)) for row in logged_by_type(period)]


def _rate(number, nights) -> Figure:
    return Figure(number * PER_NIGHTS / nights if nights else None, number, nights)


declare(
    Indicator(
        code="incidents",
        name=_("Incidents"),
        definition=_(
            "Entries of the safety log by the day on which it happened: threats, visits of relatives, a leaked "
            "address, violence and the like, on days whose night is over. What was logged by mistake is left out."
        ),
        unit=INCIDENTS,
        compute=logged,
        breakdowns=(Breakdown("type", _("Incidents, by type"), logged_by_type),),
        order=79,
    )
)
declare(
    Indicator(
        code="incidents_per_1000_nights",
        name=_("Incidents per 1,000 nights held"),
        definition=_(
            "Incidents of the safety log, times 1,000, divided by the nights held in the period: so that a full house "
            "and a half-empty one can be compared."
        ),
        unit=RATE,
        of=INCIDENTS,
        tells=NUMERATOR,
        compute=per_thousand,
        numerator=_("incidents"),
        denominator=_("nights held"),
        breakdowns=(
            Breakdown("type", _("Incidents per 1,000 nights held, by type"), per_thousand_by_type, adds_up=False),
        ),
        order=80,
    )
)
