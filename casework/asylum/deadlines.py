"""The sum behind a deadline: the day of notification, the days that the letter states, weekends and legal holidays.

The day of notification does not count. Calendar days run on; a last day that falls on a Saturday, a Sunday or a legal
holiday moves to the next working day (DOMAIN.md 3.0). Working days are Monday to Friday without the legal holidays.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.models.asylum_choices import Counting
from refuge.ui.words import long_day

DAY = timedelta(days=1)
SATURDAY = 5
# The ten legal holidays by the names of the package, which names two Sundays besides.
HOLIDAYS = {
    "New Year's Day": gettext_lazy("New Year"),
    "Easter Monday": gettext_lazy("Easter Monday"),
    "Labor Day": gettext_lazy("Labour Day"),
    "Ascension Day": gettext_lazy("Ascension Day"),
    "Pentecost Monday": gettext_lazy("Whit Monday"),
    "National Day": gettext_lazy("the national holiday"),
    "Assumption Day": gettext_lazy("Assumption Day"),
    "All Saints' Day": gettext_lazy("All Saints’ Day"),
    "Armistice Day": gettext_lazy("Armistice Day"),
    "Christmas Day": gettext_lazy("Christmas Day"),
}


@cache
def legal_holidays(year: int) -> dict[date, str]:
    """{day: its name, lazy} of the ten legal holidays of a year, in their order."""
    found = holidays.country_holidays("BE", years=year, language="en_US")
    named = [(day, name) for day in sorted(found) for name in found.get_list(day) if name in HOLIDAYS]
    if {name for _day, name in named} != HOLIDAYS.keys():
        raise LookupError(f"The legal holidays of {year} are not the ten that are known.")
    return {day: HOLIDAYS[name] for day, name in named}


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in legal_holidays(day.year)


@dataclass(frozen=True)
class Reckoned:
    """`reckoned_on` is the last day by the letter, `due_on` the working day that it moved to."""

    notified_on: date
    days: int
    counting: str
    reckoned_on: date
    due_on: date

    @property
    def moved(self) -> bool:
        return self.due_on != self.reckoned_on

    @property
    def passed_over(self) -> list[date]:
        """The days on which it cannot end."""
        return [self.reckoned_on + DAY * number for number in range((self.due_on - self.reckoned_on).days)]


def reckon(notified_on: date, days: int, counting: str = Counting.CALENDAR) -> Reckoned:
    """The sum for a letter; the same whatever today is."""
    last = _working_days_on(notified_on, days) if counting == Counting.WORKING else notified_on + DAY * days
    due = last
    while not is_working_day(due):
        due += DAY
    return Reckoned(notified_on, days, counting, last, due)


def _working_days_on(day: date, number: int) -> date:
    while number:
        day += DAY
        number -= is_working_day(day)
    return day


def in_words(reckoned: Reckoned) -> str:
    """The sum as a sentence in the reader's language."""
    values = {
        "notified": long_day(reckoned.notified_on),
        "number": reckoned.days,
        "day": long_day(reckoned.reckoned_on),
        "moved": long_day(reckoned.due_on),
    }
    if reckoned.counting == Counting.WORKING:
        told = ngettext(
            "Notified on %(notified)s, + %(number)s working day = %(day)s.",
            "Notified on %(notified)s, + %(number)s working days = %(day)s.",
            reckoned.days,
        )
        return told % values
    if reckoned.moved:
        told = ngettext(
            "Notified on %(notified)s, + %(number)s day = %(day)s, moved to %(moved)s (%(why)s).",
            "Notified on %(notified)s, + %(number)s days = %(day)s, moved to %(moved)s (%(why)s).",
            reckoned.days,
        )
        return told % {**values, "why": _why(reckoned.passed_over)}
    told = ngettext(
        "Notified on %(notified)s, + %(number)s day = %(day)s.",
        "Notified on %(notified)s, + %(number)s days = %(day)s.",
        reckoned.days,
    )
    return told % values


def _why(days) -> str:
    """Why nothing ends on these days: each reason once."""
    reasons = []
    for day in days:
        holiday = legal_holidays(day.year).get(day)
        reasons.append(str(holiday) if holiday else _("weekend"))
    return ", ".join(dict.fromkeys(reasons))
