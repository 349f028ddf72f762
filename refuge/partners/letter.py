"""The letter of a referral: what it says, and its PDF.

What it says is put together once, when the referral is sent, and kept (encrypted) with it: the PDF is drawn from that
each time, and stays the same.
"""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from refuge.partners import discretion
from refuge.partners.choices import Fact
from refuge.pdf import pdf_from
from refuge.people.age import age_words
from refuge.people.choices import LANGUAGES, GenderIdentity, Orientation, labels
from refuge.people.models import Answer, OutsideContact

STYLE = Path(__file__).with_name("letter.css")


def letter_of(referral, day: date, sender) -> dict:
    """What the letter says, in its language, sent on `day` by `sender`. It holds nothing that the organisation may not
    know, nor any place where somebody sleeps: whatever was ticked, a fact that is not open is left out."""
    outside, person = referral.outside, referral.person
    with override(referral.language):
        return {
            "language": referral.language,
            "letterhead": settings.SITE_NAME if names_the_house(outside) else "",
            "day": date_format(day, "DATE_FORMAT"),
            "sender": sender.name,
            "reply": referral.reply,
            "to": _addressee(referral),
            "need": referral.get_need_display(),
            "name": discretion.name_for(person, outside),
            "pronouns": discretion.pronouns_for(person, outside),
            "purpose": referral.purpose,
            "shared": referral.shared,
            "facts": facts_of(person, outside, referral.facts, day),
            "consent": _consent(referral),
        }  # fmt: skip


def letter_pdf(letter: dict) -> bytes:
    """One page mostly: about 0.1 s."""
    with override(letter["language"]):
        return pdf_from(render_to_string("partners/letter.html", {"letter": letter}), style_text())


def names_the_house(outside) -> bool:
    """A letterhead is neutral unless the house's was chosen and being here may be mentioned."""
    return outside.letterhead == OutsideContact.Letterhead.REFUGE and outside.knows_refuge == Answer.YES


def facts_of(person, outside, facts, day) -> list[list[str]]:
    """[label, value] of what was ticked, is open, and is known."""
    told = [(Fact(fact), _value(person, Fact(fact), day)) for fact in facts if discretion.may_tell(outside, fact)]
    return [[str(fact.label), str(value)] for fact, value in told if value]


def _value(person, fact, day) -> str:
    values = {
        Fact.AGE: lambda: age_words(person, day),
        Fact.BIRTH: lambda: date_format(person.birth_date, "DATE_FORMAT") if person.birth_date else "",
        Fact.LANGUAGES: lambda: labels(LANGUAGES, person.languages),
        Fact.RESIDENCE: lambda: person.get_residence_display() if person.residence else "",
        Fact.REFUGE: lambda: _("yes"),
        Fact.ORIENTATION: lambda: _said(Orientation, person.orientation, person.orientation_words),
        Fact.GENDER: lambda: _said(GenderIdentity, person.gender_identity, person.gender_words),
    }
    return values[fact]()


def _said(choices, codes, words) -> str:
    return ", ".join(filter(None, [labels(choices.choices, [code for code in codes or () if code != "unsaid"]), words]))


def _addressee(referral) -> list[str]:
    to_whom = referral.contact.name if referral.contact else ""
    lines = (referral.organisation.name, to_whom, referral.organisation.address)
    return [line for line in lines if line]


def _consent(referral) -> str:
    """The sentence about consent, or the one about the vital interest that stands for it."""
    if not referral.has_consent:
        return _("This letter is sent in a vital interest of the person.")
    day = date_format(referral.consent.given_on, "DATE_FORMAT")
    return _("The person agreed on %(day)s that this is shared with you. They may withdraw it at any time.") % {
        "day": day
    }


@cache
def style_text() -> str:
    return STYLE.read_text()
