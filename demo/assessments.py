"""What the assessments found, risks to watch, those under 18, and the asylum files."""

import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from intake import operations
from intake.models import CentreIncident, DangerAssessment, MinorFollowUp, RiskFlag
from intake.models.choices import Complaint, NeedDomain, NeedLevel, Perpetrator, PlaceOfStay, Reason
from refuge.people import operations as people
from refuge.people.models import Person

WHY = [Reason.REJECTION, Reason.OUTING, Reason.PUT_OUT, Reason.FEAR, Reason.PHYSICAL]
# Name, risk, level, since so many days, to be looked at again in so many (below zero: overdue), what to do.
FLAGS = [
    ("Salomé", RiskFlag.Kind.SELF_HARM, RiskFlag.Level.WATCH, 20, 6, "En parle d’elle-même. Demander, sans insister."),
    ("Rania", RiskFlag.Kind.FAMILY, RiskFlag.Level.ACUTE, 40, -2, "Un frère la cherche en ville. Ne pas sortir seule."),
    ("Kenza", RiskFlag.Kind.CONFLICT, RiskFlag.Level.WATCH, 9, 0, "Bruit la nuit, deux plaintes. Médiation jeudi."),
    ("Idris", RiskFlag.Kind.SUBSTANCE, RiskFlag.Level.NONE, 30, 30, ""),
]
# Name, centre, what went wrong, SP number, agreement since and for so many days more.
ASYLUM = [
    ("Ayoub", "Centre du canal", [CentreIncident.INSULTS, CentreIncident.ROOM], "9.000.117", 14, 28),
    ("Blessing", "Centre des Ardennes", [CentreIncident.THREATS, CentreIncident.OUTING], "9.000.254", 31, 60),
]
GROWN_UP = "Hanna"  # eighteen since yesterday
KEEPS_IN_TOUCH = {"Noa": 3, "Tijs": -1}  # under 18: the next contact in so many days


def findings(name: str) -> dict:
    """What the assessment of somebody found, the same on every day."""
    chance = random.Random(name)
    reasons = chance.sample(WHY, 2)
    asked = chance.sample(list(NeedDomain), 4)
    return {
        "reasons": reasons,
        "main_reason": reasons[0],
        "place_of_stay": chance.choice(list(PlaceOfStay)),
        "domains": {domain: chance.choice(list(NeedLevel)) for domain in asked},
        "perpetrators": [chance.choice([Perpetrator.FATHER, Perpetrator.MOTHER, Perpetrator.SIBLING])],
        "complaint": chance.choice([Complaint.NOT_FILED, Complaint.WISHES, ""]),
    }


def assess_danger(request, staff, at=None) -> None:
    operations.assess_danger(
        request=request,
        level=DangerAssessment.Level.WORRYING,
        answers={"safe_tonight": "yes", "violence": "yes", "trusted_adult": "yes", "self_harm": "no"},
        done="Loge chez une tante qui sait. Accord pour appeler le service d’aide à la jeunesse, numéros donnés.",
        at=at,
        by=staff["coordinator"],
    )


def build_assessments(requests, staff, moment) -> None:
    """After the files, before the stays: a reserved space asks who is an applicant."""
    today, by = moment.now.date(), staff["coordinator"]
    for name, *flag in FLAGS:
        _raise(requests[name].person, *flag, today, by)
    for name, days in KEEPS_IN_TOUCH.items():
        person = requests[name].person
        operations.follow_minor(person=person, worker=staff["educator"], next_on=today, note="SMS après 18 h.", by=by)
        MinorFollowUp.objects.filter(person=person).update(next_on=today + timedelta(days=days))
    people.change_identity(
        person=requests[GROWN_UP].person, by=by, birth_date=today - relativedelta(years=18, days=1), birth_year=None,
        stated_age=None, stated_on=None,
    )  # fmt: skip
    for row in ASYLUM:
        _asylum(requests[row[0]].person, *row[1:], today, by)


def _raise(person, kind, level, since, review, note, today, by) -> None:
    days = {"since": today - timedelta(days=since), "review_on": today + timedelta(days=review)}
    operations.raise_flag(person=person, kind=kind, level=level, note=note, by=by, **days)


def _asylum(person, centre, incidents, number, since, more, today, by) -> None:
    people.change_identity(person=person, residence=Person.Residence.APPLICANT, by=by)
    operations.keep_asylum_file(
        person=person,
        centre=centre,
        incidents=incidents,
        sp_number=number,
        agreed_with="Fedasil, région nord",
        agreed_on=today - timedelta(days=since),
        agreement_ends_on=today + timedelta(days=more),
        by=by,
    )
