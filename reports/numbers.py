"""Numbers as Belgians write them: 1 234 and 87,3 % in French, 1.234 and 87,3% in Dutch."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext

from refuge.indicators import (
    ACTIONS,
    ARRIVALS,
    DAYS,
    EUROS,
    FTE,
    HOURS,
    INCIDENTS,
    NIGHTS,
    ORGANISATIONS,
    PERSONS,
    RATE,
    REFERRALS,
    REQUESTS,
    SESSIONS,
    SHARE,
    STAYS,
)

PERCENT = {"fr": "{}\u202f%", "nl": "{}%", "en": "{}%"}


def count(number) -> str:
    """A whole number with its thousands apart."""
    return _written(number, 0, get_language())


def one_decimal(number) -> str:
    return _written(Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP), 1, get_language())


@lru_cache(maxsize=10_000)
def _written(number, places: int, _language) -> str:
    """A page of figures writes five hundred numbers, most of them small: the same in the next row."""
    return number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(share) -> str:
    return with_sign(one_decimal(share * 100))


def whole_percent(number) -> str:
    return with_sign(count(number))


def with_sign(number: str) -> str:
    return PERCENT[get_language() or "fr"].format(number)


def day_in_full(day) -> str:
    """1er janvier 2026, 1 januari 2026."""
    text = date_format(day, "DATE_FORMAT")
    return text.replace("1 ", "1er ", 1) if day.day == 1 and get_language() == "fr" else text


def show(value, unit: str) -> str:
    """The figure alone; a dash where there is nothing to count."""
    if value is None:
        return "–"
    if unit == SHARE:
        return percent(value)
    if unit in (EUROS, FTE):
        return _written(round(value, 2), 2, get_language())
    is_mean = value != int(value)
    return one_decimal(value) if unit in (DAYS, HOURS, RATE) or is_mean else count(value)


def unit_word(value, unit: str) -> str:
    """What the figure counts, in the number it stands in; nothing beside a share."""
    number = 2 if value is None else value
    word = WORDS.get(unit)
    return word(int(number) if number == int(number) else 2) if word else ""


WORDS = {
    PERSONS: lambda number: ngettext("young person", "young people", number),
    REQUESTS: lambda number: ngettext("request", "requests", number),
    STAYS: lambda number: ngettext("departure", "departures", number),
    NIGHTS: lambda number: ngettext("night", "nights", number),
    DAYS: lambda number: ngettext("day", "days", number),
    REFERRALS: lambda number: ngettext("referral", "referrals", number),
    ORGANISATIONS: lambda number: ngettext("organisation", "organisations", number),
    ACTIONS: lambda number: ngettext("action", "actions", number),
    SESSIONS: lambda number: ngettext("session", "sessions", number),
    HOURS: lambda number: ngettext("hour", "hours", number),
    ARRIVALS: lambda number: ngettext("arrival", "arrivals", number),
    INCIDENTS: lambda number: ngettext("incident", "incidents", number),
    EUROS: lambda number: "€",
    FTE: lambda number: pgettext("unit", "FTE"),
}


def hidden() -> str:
    """What stands for a figure that must not leave the house: one word for all, whatever the reason."""
    return pgettext("figure", "hidden")


def unit_name(unit: str) -> str:
    """The unit at the head of a column: what the figure counts, in the plural; % for a share."""
    return "%" if unit == SHARE else unit_word(2, unit)
