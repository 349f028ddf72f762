"""What a letter may say to an organisation: only what the person allowed to be said there.

A question with no answer is answered no here, also when a vital interest lifted the hold.
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from refuge.partners.choices import Fact
from refuge.people.models import Answer

_BOTH = r"lgbt\w*|queers?|coming[- ]?out|outing|out[ée]+(?:\W?e)?s?"
_ORIENTATION = (
    rf"{_BOTH}|gays?|lesb\w+|homo(?:s|sexu\w+|seks\w+)?|bi(?:sexu\w+|seks\w+)|pans[ei]\w+|asexu\w+|aseks\w+"
    r"|orientation sexuelle|sexual orientation|seksuele (?:geaardheid|oriëntatie|orientatie)"
)
_GENDER = (
    rf"{_BOTH}|trans|transgen\w+|transsex\w+|transseks\w+|transidenti\w+|non[- ]bina\w+|genderfluid\w*|deadname"
    r"|identité de genre|gender identity|genderidentiteit"
)
ORIENTATION, GENDER = (re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in (_ORIENTATION, _GENDER))
REFUGE = re.compile(rf"\b(?:{re.escape(settings.SITE_NAME)}|refuge)\b", re.IGNORECASE)

# Which question opens which fact; the others only need the consent.
OPENED_BY = {Fact.ORIENTATION: "knows_orientation", Fact.GENDER: "knows_gender", Fact.REFUGE: "knows_refuge"}


def may_tell(outside, fact) -> bool:
    question = OPENED_BY.get(fact)
    return question is None or getattr(outside, question) == Answer.YES


def check_told(person, outside, facts, texts: dict) -> None:
    """ValidationError beside the field that would tell the organisation what it may not know.

    `texts` are the writer's own words by field. Words are found, not meanings: reading it over stays the writer's.
    """
    if not outside.name_to_use and outside.knows_gender != Answer.YES:
        message = _("Say first which name to use there.")
        raise ValidationError({"name_to_use": ValidationError(message, code="no_name")})
    if wrong := [Fact(fact).label for fact in facts if not may_tell(outside, fact)]:
        message = _("This organisation may not be told: %(facts)s.")
        raise ValidationError(
            {"facts": ValidationError(message, code="may_not_know", params={"facts": ", ".join(map(str, wrong))})}
        )
    for field, text in texts.items():
        if word := telling_word(person, outside, text):
            message = _("“%(word)s” tells this organisation what it may not know.")
            raise ValidationError({field: ValidationError(message, code="may_not_know", params={"word": word})})


def telling_word(person, outside, text: str) -> str:
    """The first word of `text` that gives something away, or nothing."""
    patterns = {"knows_orientation": ORIENTATION, "knows_gender": GENDER, "knows_refuge": REFUGE}
    shut = [pattern for question, pattern in patterns.items() if getattr(outside, question) != Answer.YES]
    shut += [re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE) for name in other_names(person, outside)]
    return next((found[0] for pattern in shut if (found := pattern.search(text))), "")


def other_names(person, outside) -> list[str]:
    """First names of the person that are not the one to use there."""
    used = name_for(person, outside).casefold().split()
    firsts = [name.split()[0] for name in (person.chosen_name, person.legal_name) if name.strip()]
    return [name for name in firsts if name.casefold() not in used]


def name_for(person, outside) -> str:
    return outside.name_to_use or person.chosen_name


def pronouns_for(person, outside) -> str:
    """Those to use there; the person's own only where gender identity may be mentioned."""
    return outside.pronouns_to_use or (person.pronouns if outside.knows_gender == Answer.YES else "")
