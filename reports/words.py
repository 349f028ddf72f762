"""Own text in three languages, as JSON: {"fr": …, "nl": …, "en": …}."""

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
CODES = [code for code, _name in LANGUAGES]


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
