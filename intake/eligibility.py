"""Whether a request is for this house, as lines that explain themselves. They decide nothing: somebody does."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.ages import age_status, age_words, needs_exception, usual_ages
from intake.models.choices import PlaceOfStay
from refuge.access import allows
from refuge.people.models import AgeStatus, Person
from refuge.ui.words import short_day


@dataclass(frozen=True)
class Line:
    """One question: what is known, what follows for this house, and how well it fits."""

    question: str
    known: str
    follows: str
    tone: str
    verdict: str


def eligibility(request, user) -> list[Line]:
    """Age, place of stay and asylum of the request's person; of asylum what `user` may know. One query."""
    lines = [_age(request.person), _place(request)]
    residence = request.person.residence if request.person else ""
    if residence != Person.Residence.APPLICANT or allows(user, "intake.view_asylum_status"):
        lines.append(_asylum(request.person, residence))
    return lines


def _age(person) -> Line:
    status, known = age_status(person), str(age_words(person))
    if status == AgeStatus.MINOR:
        follows = _("No space before %(day)s. Support and the referral to youth care are possible.")
        return _line(_("Age"), known, follows % {"day": short_day(person.adult_from)}, "late")
    if status == AgeStatus.UNKNOWN:
        return _line(_("Age"), known, _("No space until it is known: ask, and note it on the file."), "late")
    usual = usual_ages(timezone.localdate())
    ages = dict(zip(("first", "last"), usual, strict=True))
    if needs_exception(person, usual):
        follows = _("Outside the usual ages, %(first)s to %(last)s: possible, with a written reason.")
        return _line(_("Age"), known, follows % ages, "soon")
    return _line(_("Age"), known, _("Within the usual ages, %(first)s to %(last)s.") % ages, "well")


def _place(request) -> Line:
    known = request.get_place_of_stay_display() if request.place_of_stay else ""
    if not request.place_of_stay:
        return _line(_("Place of stay"), known, _("Not asked. People come from all of Belgium."), "plain")
    if request.place_of_stay == PlaceOfStay.ABROAD:
        follows = _("The house is for people in Belgium: ask how and when they come.")
        return _line(_("Place of stay"), known, follows, "soon")
    return _line(_("Place of stay"), known, _("People come from all of Belgium."), "well")


def _asylum(person, residence) -> Line:
    if residence == Person.Residence.APPLICANT:
        return _applicant(person)
    known = Person.Residence(residence).label if residence else ""
    if residence in ("", Person.Residence.UNSAID):
        return _line(_("Asylum"), known, _("Not known whether they are an applicant: ask."), "plain")
    return _line(_("Asylum"), known, _("No applicant: the reserved spaces are not for them."), "well")


def _applicant(person) -> Line:
    known, file = Person.Residence.APPLICANT.label, getattr(person, "asylum_file", None)
    standing = file.agreement_on(timezone.localdate()) if file else "none"
    follows, tone = {
        "none": (_("A reserved space is possible; living elsewhere than assigned needs an agreement first."), "soon"),
        "running": (_("A reserved space is possible; there is an agreement."), "well"),
        "ended": (_("A reserved space is possible; the agreement has ended and must be renewed."), "soon"),
    }[standing]
    return _line(_("Asylum"), known, follows, tone)


def _line(question, known, follows, tone) -> Line:
    verdict = {"well": _("fits"), "soon": _("to weigh"), "late": _("not yet"), "plain": _("to ask")}[tone]
    return Line(question, known or _("not asked"), follows, tone, verdict)
