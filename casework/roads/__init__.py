"""The usual roads of a plan as checklists: a goal, and its steps with the days after which each is due.

They stand here in three languages, in the words of the house as of DOMAIN.md 4.6; what management or the coordinator
have put otherwise on the page (EditedRoad) goes before them, and what they have added (OwnRoad) stands after them.
They are proposals: no step is taken by itself.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from casework.models import Domain, EditedRoad, OwnRoad
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
    """In one language. `is_own`: the house added it; `is_lent`: it is not written in this language yet, and stands here
    in another one."""

    code: str
    language: str
    name: str
    domain: str
    wording: str
    steps: list  # of (text, days until due)
    is_edited: bool = False
    is_own: bool = False
    is_lent: bool = False


def roads_in(language: str) -> list[Road]:
    """Every road in one language, the house's own last. Two queries."""
    return all_roads([language])[0]


def all_roads(languages=LANGUAGES) -> list[list[Road]]:
    """Every road, language by language. Two queries."""
    known = _Known()
    return [known.roads(language) for language in languages]


def road_of(code: str, language: str) -> Road:
    """One road; KeyError for one that there is not, or that was removed."""
    return _Known(code).road(code, language)


class _Known:
    """What the house has written, read once."""

    def __init__(self, code=None):
        own, edited = OwnRoad.objects.kept(), EditedRoad.objects.all()
        if code:
            own, edited = own.filter(code=code), edited.filter(code=code)
        self.own = {row.code: row for row in own.order_by("created_at", "id")}
        self.edited = {(row.code, row.language): row for row in edited}

    def roads(self, language) -> list[Road]:
        return [self.road(code, language) for code in (*NAMES, *self.own)]

    def road(self, code, language) -> Road:
        row = self.edited.get((code, language))
        if code in self.own:
            return self._own(self.own[code], language, row)
        if row:
            return Road(code, language, NAMES[code], DOMAINS[code], row.wording, _steps(row), is_edited=True)
        wording, steps = WORDS[language][code]
        return Road(code, language, NAMES[code], DOMAINS[code], wording, steps)

    def _own(self, own, language, row) -> Road:
        """In another language where it is not written in this one: the first there is."""
        found = row or next(filter(None, (self.edited.get((own.code, each)) for each in LANGUAGES)))
        return Road(
            own.code, language, found.name, own.domain, found.wording, _steps(found), is_edited=True, is_own=True,
            is_lent=row is None,
        )  # fmt: skip


def _steps(row) -> list:
    return [tuple(step) for step in row.steps]
