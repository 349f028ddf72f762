"""Shares and hours of colleagues as they are read."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

PERCENT = {"fr": "{}\u202f%", "nl": "{}%", "en": "{}%"}


def short(number) -> str:
    """80, 78,95: without zeros that say nothing."""
    exact = Decimal(number).normalize()
    return number_format(exact, decimal_pos=max(0, -exact.as_tuple().exponent), use_l10n=True)


def percent(share) -> str:
    """A share of full time: 80 %."""
    return PERCENT[get_language() or "fr"].format(short(share * 100))
