"""Numbers as Belgians write them: 1 234 and 87,3 % in French, 1.234 and 87,3% in Dutch."""

from decimal import ROUND_HALF_UP, Decimal

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
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


def one_decimal(number) -> str:
    rounded = Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=1, use_l10n=True, force_grouping=True)


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
        return number_format(round(value, 2), decimal_pos=2, use_l10n=True, force_grouping=True)
    is_mean = value != int(value)
    return one_decimal(value) if unit in (DAYS, HOURS, RATE) or is_mean else count(value)


def unit_word(value, unit: str) -> str:
    """What the figure counts, in the number it stands in; nothing beside a share."""
    number = 2 if value is None else value
    whole = int(number) if number == int(number) else 2
    words = {
        PERSONS: ngettext("young person", "young people", whole),
        REQUESTS: ngettext("request", "requests", whole),
        STAYS: ngettext("departure", "departures", whole),
        NIGHTS: ngettext("night", "nights", whole),
        DAYS: ngettext("day", "days", whole),
        REFERRALS: ngettext("referral", "referrals", whole),
        ORGANISATIONS: ngettext("organisation", "organisations", whole),
        ACTIONS: ngettext("action", "actions", whole),
        SESSIONS: ngettext("session", "sessions", whole),
        HOURS: ngettext("hour", "hours", whole),
        ARRIVALS: ngettext("arrival", "arrivals", whole),
        INCIDENTS: ngettext("incident", "incidents", whole),
        EUROS: "€",
        FTE: pgettext("unit", "FTE"),
    }
    return words.get(unit, "")


def hidden() -> str:
    """What stands for a figure that must not leave the house: one word for all, whatever the reason."""
    return pgettext("figure", "hidden")


def unit_name(unit: str) -> str:
    """The unit at the head of a column: what the figure counts, in the plural; % for a share."""
    return "%" if unit == SHARE else unit_word(2, unit)
