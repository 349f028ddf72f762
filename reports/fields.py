"""Figures as fields in own text: "We accommodated {accommodated} young people in {year}"."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from refuge import indicators

FIELD = re.compile(r"\{([^{}\s]*)\}")
GENERAL = ("year", "first", "last", "shelter", "funder")


def known() -> list[str]:
    """Every name that a field may have."""
    return [*GENERAL, *(each.code for each in indicators.declared())]


def names_in(text: str) -> set[str]:
    return set(FIELD.findall(text))


def check(text: str) -> None:
    """ValidationError naming the first field that stands for nothing."""
    unknown = sorted(names_in(text) - set(known()))
    if unknown:
        message = _("{%(name)s} stands for no figure. The list below the form says which names there are.")
        raise ValidationError(message, code="reports_unknown_field", params={"name": unknown[0]})


def fill(text: str, values: dict) -> str:
    """The text with its fields filled; what is no longer counted becomes a dash."""
    return FIELD.sub(lambda found: values.get(found[1], "–"), text)
