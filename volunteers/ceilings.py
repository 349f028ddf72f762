"""What the Act of 3 July 2005 lets a volunteer be paid back without it being pay. Reckoned in whole cents and metres.

Two roads, one a year: a flat rate, without receipts, within a ceiling a day and one a year; or real costs, against
receipts, without a ceiling. Beside a flat rate real kilometres may be paid back, up to 2,000 km a year. The ceilings
count what all organisations pay together.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from volunteers.models.choices import Cost
from volunteers.parameters import DAY_CEILING, YEAR_CEILING, YEAR_KILOMETRES, cents, limits_of


@dataclass(frozen=True)
class Limits:
    day: int  # cents
    year: int  # cents
    metres: int

    @classmethod
    def of(cls, year: int):
        values = limits_of(year)
        return cls(
            cents(values[DAY_CEILING.code]), cents(values[YEAR_CEILING.code]), values[YEAR_KILOMETRES.code] * 1000
        )


@dataclass(frozen=True)
class Line:
    """One amount of one day."""

    day: date
    cost: str
    cents: int
    metres: int = 0


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in one year."""

    limits: Limits
    flat: int = 0
    real: int = 0
    travel: int = 0
    metres: int = 0
    of_days: dict = field(default_factory=dict)  # {day: cents of flat rate}

    @property
    def days_over(self) -> list[date]:
        return sorted(day for day, amount in self.of_days.items() if amount > self.limits.day)

    @property
    def total(self) -> int:
        return self.flat + self.real + self.travel

    @property
    def left(self) -> int:
        """Cents of flat rate that are left this year."""
        return max(0, self.limits.year - self.flat)

    @property
    def is_mixed(self) -> bool:
        """A flat rate and real costs in one year."""
        return bool(self.flat and self.real)

    @property
    def is_too_far(self) -> bool:
        """More kilometres than may stand beside a flat rate."""
        return bool(self.flat and self.metres > self.limits.metres)

    @property
    def problems(self) -> list[str]:
        """What makes the whole amount of the year pay: "day", "year", "mixed", "kilometres"."""
        found = {
            "day": bool(self.days_over),
            "year": self.flat > self.limits.year,
            "mixed": self.is_mixed,
            "kilometres": self.is_too_far,
        }
        return [code for code, holds in found.items() if holds]


def standing(lines, limits: Limits) -> Standing:
    """The sum of one year's lines against its limits; a ceiling reached to the cent is not passed."""
    sums, days = Counter(), Counter()
    metres = 0
    for line in lines:
        sums[line.cost] += line.cents
        metres += line.metres or 0
        if line.cost == Cost.FLAT:
            days[line.day] += line.cents
    return Standing(
        limits,
        flat=sums[Cost.FLAT],
        real=sums[Cost.REAL],
        travel=sums[Cost.TRAVEL],
        metres=metres,
        of_days=dict(days),
    )


def travel_cents(metres: int, rate: Decimal) -> int:
    """What kilometres come to, to the nearest cent."""
    return int((Decimal(metres) / 1000 * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))
