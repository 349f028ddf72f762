"""The address of a flat is no place for an appointment: calendars and papers leave the house."""

import re
import unicodedata

from housing.models import Site

WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def names_a_flat(text: str) -> bool:
    """Whether street and number of a site stand in `text`, in whichever order. The sites are few; one query."""
    if not any(letter.isdigit() for letter in text):
        return False
    said = _words(text)
    streets = (_words(site.address.split(",")[0]) for site in Site.objects.only("address") if site.address)
    return any(street and street <= said for street in streets)
