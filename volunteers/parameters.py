"""The dated settings that volunteers and what they are paid back go by (DOMAIN.md 5)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from refuge.parameters.registry import Parameter, declare, value_of, values_of

ACT = _("Act of 3 July 2005, amounts of the year")
HOUSE = _("Choice of the house")

DAY_CEILING = declare(
    Parameter(
        code="volunteers.day_ceiling",
        label=_("Flat rate of a volunteer: the most for one day"),
        unit="€",
        value=44.02,
        valid_from=date(2026, 1, 1),
        earlier=((date(2023, 1, 1), 40.67), (date(2024, 1, 1), 41.48), (date(2025, 1, 1), 42.31)),
        source=ACT,
        certainty="H",
    )
)
YEAR_CEILING = declare(
    Parameter(
        code="volunteers.year_ceiling",
        label=_("Flat rate of a volunteer: the most for one year"),
        unit="€",
        value=1760.83,
        valid_from=date(2026, 1, 1),
        earlier=((date(2023, 1, 1), 1626.77), (date(2024, 1, 1), 1659.29), (date(2025, 1, 1), 1692.51)),
        source=ACT,
        certainty="H",
    )
)
CAR_RATE = declare(
    Parameter(
        code="volunteers.car_rate",
        label=_("Kilometres of a volunteer, by car"),
        unit=_("€ a kilometre"),
        value=0.4326,
        valid_from=date(2026, 1, 1),
        source=_("Rate of the federal authority; changes each quarter"),
        certainty="M",
    )
)
BIKE_RATE = declare(
    Parameter(
        code="volunteers.bike_rate",
        label=_("Kilometres of a volunteer, by bicycle"),
        unit=_("€ a kilometre"),
        value=0.37,
        valid_from=date(2026, 1, 1),
        source=ACT,
        certainty="M",
    )
)
YEAR_KILOMETRES = declare(
    Parameter(
        code="volunteers.year_kilometres",
        label=_("Kilometres that may be paid back beside a flat rate, in one year"),
        unit=_("km"),
        value=2000,
        source=ACT,
        certainty="H",
    )
)
GIVE_BACK_HOURS = declare(
    Parameter(
        code="volunteers.give_back_hours",
        label=_("A volunteer can give a place back up to"),
        unit=_("hours before"),
        value=24,
        source=HOUSE,
        certainty="L",
        maximum=336,
    )
)
REMINDER_DAYS = declare(
    Parameter(
        code="volunteers.reminder_days",
        label=_("A volunteer is reminded of a shift so many days before"),
        unit=_("days"),
        value=2,
        source=HOUSE,
        certainty="L",
        maximum=30,
    )
)
EXPIRY_DAYS = declare(
    Parameter(
        code="volunteers.expiry_days",
        label=_("What expires about a volunteer is told so many days before"),
        unit=_("days"),
        value=[30, 7, 0],
        source=HOUSE,
        certainty="L",
        maximum=366,
    )
)
CONTROL_MONTHS = declare(
    Parameter(
        code="volunteers.control_months",
        label=_("Criminal-record extract: the next control is proposed after"),
        unit=_("months"),
        value=24,
        source=HOUSE,
        certainty="L",
        minimum=1,
        maximum=120,
    )
)
FULL_TIME_HOURS = declare(
    Parameter(
        code="volunteers.full_time_hours",
        label=_("Hours of a full-time year, against which volunteers’ hours are told"),
        unit=_("hours"),
        value=1976,
        source=_("Indicators of the annual report"),
        certainty="M",
        minimum=1,
    )
)
BASKET_DAYS = declare(
    Parameter(
        code="volunteers.basket_days",
        label=_("Internal shop: who took a basket home is forgotten after"),
        unit=_("days"),
        value=30,
        source=HOUSE,
        certainty="L",
        maximum=366,
    )
)
INSURANCE = declare(
    Parameter(
        code="volunteers.insurance",
        label=_("Insurance of volunteers, as their agreement names it"),
        unit="",
        value="Responsabilité civile et accidents corporels, police collective de l’association",
        source=HOUSE,
        certainty="L",
        minimum=None,
    )
)
RATES = {"car": CAR_RATE, "bike": BIKE_RATE}


def cents(euros) -> int:
    """A setting in euros as whole cents."""
    return int((Decimal(str(euros)) * 100).to_integral_value())


def rate_of(vehicle: str, day: date) -> Decimal:
    """Euros a kilometre, on that day."""
    return Decimal(str(value_of(RATES[vehicle].code, day)))


def limits_of(year: int) -> dict:
    """The values of the three limits that hold in that year, {code: value}. One query."""
    return values_of([DAY_CEILING.code, YEAR_CEILING.code, YEAR_KILOMETRES.code], date(year, 12, 31))
