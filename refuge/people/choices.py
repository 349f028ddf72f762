"""Answers offered for what somebody says of themselves (DOMAIN.md 7.1). None is required; their own words go beside."""

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

PRONOUNS = ("elle", "il", "iel", "ul", "prénom seul", "zij", "hij", "die/hen", "she", "he", "they")


class GenderIdentity(TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")
    FLUID = "fluid", _("Genderfluid")
    AGENDER = "agender", _("Agender")
    TRANS = "trans", _("Trans")
    QUESTIONING = "questioning", _("Questioning")
    OTHER = "other", _("Self-described")
    UNSAID = "unsaid", _("Prefers not to say")


class Orientation(TextChoices):
    LESBIAN = "lesbian", _("Lesbian")
    GAY = "gay", _("Gay")
    BI = "bi", _("Bi")
    PAN = "pan", _("Pan")
    ACE = "ace", _("Asexual")
    QUEER = "queer", _("Queer")
    HETERO = "hetero", _("Heterosexual")
    QUESTIONING = "questioning", _("Questioning")
    OTHER = "other", _("Self-described")
    UNSAID = "unsaid", _("Prefers not to say")


def _name_of(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


_KNOWN = ("fr", "nl", "en", "ar", "de", "es", "fa", "it", "pl", "pt", "ro", "ru", "sq", "sw", "tr", "uk")
LANGUAGES = [(code, lazy(_name_of, str)(code)) for code in _KNOWN] + [
    ("ber", _("Berber, Tamazight")),
    ("ff", _("Fula")),
    ("ln", _("Lingala")),
    ("ps", _("Pashto")),
    ("so", _("Somali")),
    ("ti", _("Tigrinya")),
    ("wo", _("Wolof")),
    ("sgn", _("A sign language")),
    ("oth", _("Another language")),
]


def labels(choices, codes) -> str:
    """The words for stored codes, in the order stored."""
    names = dict(choices)
    return ", ".join(str(names.get(code, code)) for code in codes or ())
