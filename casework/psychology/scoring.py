"""The standard scoring of WHO-5, PHQ-9 and GAD-7 (DOMAIN.md 6). The wording of the questionnaires is on paper alone."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Band:
    label: str
    tone: str


@dataclass(frozen=True)
class Questionnaire:
    """`questions` answers from 0 to `most`, their sum times `factor`. `bands` begin at a total each, the lowest first;
    `line` is the total from which (for WHO-5: up to which) one looks further."""

    questions: int
    most: int
    factor: int
    line: int
    bands: tuple[tuple[int, Band], ...]
    higher_is_better: bool = False
    # The question of which any answer above 0 asks for a safety check.
    safety_question: int = 0

    @property
    def highest(self) -> int:
        return self.questions * self.most * self.factor


LOW = (
    (0, Band(_("very low well-being: look further"), "late")),
    (29, Band(_("low well-being: look further"), "soon")),
    (51, Band(_("well-being in the usual range"), "well")),
)
MINIMAL, MILD = Band(_("minimal"), "well"), Band(_("mild"), "calm")
MODERATE, MODERATELY_SEVERE = Band(_("moderate"), "soon"), Band(_("moderately severe"), "late")
SEVERE = Band(_("severe"), "late")
QUESTIONNAIRES = {
    "who5": Questionnaire(5, 5, 4, 50, LOW, higher_is_better=True),
    "phq9": Questionnaire(
        9, 3, 1, 10, ((0, MINIMAL), (5, MILD), (10, MODERATE), (15, MODERATELY_SEVERE), (20, SEVERE)), safety_question=9
    ),
    "gad7": Questionnaire(7, 3, 1, 10, ((0, MINIMAL), (5, MILD), (10, MODERATE), (15, SEVERE))),
}


def questionnaire(tool) -> Questionnaire:
    return QUESTIONNAIRES[str(tool)]


def total(tool, answers) -> int:
    """The score; ValueError for a number of answers, or an answer, that the questionnaire does not have."""
    asked = questionnaire(tool)
    if len(answers) != asked.questions or not all(0 <= answer <= asked.most for answer in answers):
        raise ValueError(f"{tool}: {len(answers)} answers")
    return sum(answers) * asked.factor


def band(tool, value: int) -> Band:
    return [each for least, each in questionnaire(tool).bands if value >= least][-1]


def asks_for_check(tool, answers) -> bool:
    number = questionnaire(tool).safety_question
    return bool(number) and answers[number - 1] > 0
