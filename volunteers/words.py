"""Amounts, hours and days of volunteers as they are read."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PATTERN = {"fr": "{}\u202f€", "nl": "€ {}", "en": "€{}"}


def euros(cents) -> str:
    """1 659,29 € in French, € 1.659,29 in Dutch."""
    number = number_format(Decimal(cents).scaleb(-2), decimal_pos=2, use_l10n=True, force_grouping=True)
    return PATTERN[get_language() or "fr"].format(number)


def hours(minutes) -> str:
    """3 h 30, 2 h."""
    whole, rest = divmod(minutes or 0, 60)
    return (
        _("%(hours)s h %(minutes)02d") % {"hours": whole, "minutes": rest}
        if rest
        else _("%(hours)s h") % {"hours": whole}
    )


def kilometres(metres) -> str:
    """12,5 km."""
    number = number_format(f"{(metres or 0) / 1000:.1f}", decimal_pos=1, use_l10n=True, force_grouping=True)
    return f"{number} km"
