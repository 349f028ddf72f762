"""The usual roads of a plan as checklists: a goal, and its steps with the days after which each is due.

They stand here in three languages, in the words of the house as of DOMAIN.md 4.6; what management or the coordinator
have put otherwise on the page (EditedRoad) goes before them. They are proposals: no step is taken by itself.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from casework.models import Domain, EditedRoad
from casework.roads import dutch, english, french

LANGUAGES = ("fr", "nl", "en")
NAMES = {
    "address": _("Reference address"),
    "income": _("Income"),
    "health": _("Health cover"),
    "school": _("School enrolment"),
    "work": _("Job search"),
    "housing": _("Housing search"),
    "gender": _("Gender registration"),
}
DOMAINS = {
    "address": Domain.ADMINISTRATIVE,
    "income": Domain.SOCIAL,
    "health": Domain.PHYSICAL,
    "school": Domain.TRAINING,
    "work": Domain.WORK,
    "housing": Domain.HOUSING,
    "gender": Domain.LEGAL,
}
WORDS = {"fr": french.ROADS, "nl": dutch.ROADS, "en": english.ROADS}


@dataclass(frozen=True)
class Road:
    code: str
    language: str
    wording: str
    steps: list  # of (text, days until due)
    is_edited: bool = False

    @property
    def name(self):
        return NAMES[self.code]

    @property
    def domain(self):
        return DOMAINS[self.code]


def roads_in(language: str) -> list[Road]:
    """Every road in one language. One query."""
    edited = {row.code: row for row in EditedRoad.objects.filter(language=language)}
    return [_edited(edited[code]) if code in edited else _written(code, language) for code in NAMES]


def road_of(code: str, language: str) -> Road:
    """One road; KeyError for one that there is not."""
    written = _written(code, language)
    row = EditedRoad.objects.filter(code=code, language=language).first()
    return _edited(row) if row else written


def _written(code, language) -> Road:
    wording, steps = WORDS[language][code]
    return Road(code, language, wording, steps)


def _edited(row) -> Road:
    return Road(row.code, row.language, row.wording, [tuple(step) for step in row.steps], is_edited=True)
