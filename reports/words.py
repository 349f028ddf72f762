"""Own text in three languages, as JSON: {"fr": …, "nl": …, "en": …}."""

from django.utils.functional import Promise
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
CODES = [code for code, _name in LANGUAGES]
# Funders whom the examples name: their names are words of the program, kept in French.
CITY, COCOM, COCOF = _("City of Brussels"), pgettext_lazy("funder", "COCOM / Vivalis"), pgettext_lazy("funder", "COCOF")
EQUAL, FEDASIL = pgettext_lazy("funder", "equal.brussels"), pgettext_lazy("funder", "Fedasil")
EU, FOUNDATION, EVERYBODY = _("European project"), _("Foundation"), _("Everybody")
FUNDERS = (CITY, COCOM, COCOF, EQUAL, FEDASIL, EU, FOUNDATION, EVERYBODY)


def pick(words: dict) -> str:
    """The text in the language of now; where it was not written, in the first in which it was."""
    return words.get(get_language() or "fr") or next((words[code] for code in CODES if words.get(code)), "")


def in_all(text) -> dict:
    """A text of the program in each language."""
    if not isinstance(text, Promise):
        return dict.fromkeys(CODES, text)
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(text)
    return found


def funder_in_words(name: str) -> str:
    """The funder's name in the language of now, for those of the examples; any other as management wrote it."""
    with override("fr"):
        known = {str(each): each for each in FUNDERS}
    return str(known.get(name, name))
