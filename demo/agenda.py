"""Appointments of these weeks, reviews held, a copy signed, a note added to, and a holiday to come."""

from datetime import datetime, time, timedelta

from casework import operations
from casework.models import Appointment, GoalState, ReviewKind
from refuge.partners.models import Organisation

# (day from today, hour, minutes, kind, whose, about what, accompanied by)
APPOINTMENTS = (
    (-6, 10, 45, "talk", "coordinator", "Faire le point sur le projet", None),
    (-4, 14, 90, "accompanied", "coordinator", "Demande d’adresse de référence", "educator"),
    (-2, 9, 30, "alone", "coordinator", "Inscription à la mutuelle", None),
    (0, 9, 45, "talk", "coordinator", "Entretien de suivi", None),
    (0, 14, 120, "accompanied", "educator", "Inscription à l’école", "educator"),
    (0, 16, 30, "talk", "educator", "Préparer l’entretien d’embauche", None),
    (1, 10, 60, "meeting", "coordinator", "Réunion avec l’AIS", None),
    (1, 13, 90, "accompanied", "coordinator", "Rendez-vous au CPAS", "educator"),
    (2, 11, 45, "talk", "psychologist", "Faire connaissance", None),
    (3, 15, 60, "alone", "coordinator", "Visite d’une chambre", None),
    (6, 10, 60, "accompanied", "educator", "Commune : carte d’identité", "educator"),
    (9, 9, 45, "talk", "coordinator", "Bilan du projet", None),
)
BECAME = ("attended", "missed", "attended")
PLACES = {"accompanied": "CPAS, guichet 3", "meeting": "Chez le partenaire", "talk": "Bureau"}


def build_agenda(stays, plans, staff, moment) -> list[Appointment]:
    """Of those who stay here, in turn; the past ones are noted, one of them missed."""
    people = [stay.person for stay in stays.values() if stay.departed_on is None]
    organisations = list(Organisation.objects.current().order_by("name_key")[:3])
    made = [
        _appointment(row, people[number % len(people)], organisations, staff, moment)
        for number, row in enumerate(APPOINTMENTS)
    ]
    for appointment, attendance in zip(made, BECAME, strict=False):
        operations.note_attendance(appointment=appointment, attendance=attendance, by=staff["coordinator"])
    operations.make_appointment(
        kind="team", title="Réunion d’équipe", starts_at=_at(moment, 1, 9), minutes=60,
        worker=staff["coordinator"], by=staff["coordinator"],
    )  # fmt: skip
    _reviews(plans, staff, moment)
    operations.arrange_cover(
        away=staff["educator"], colleague=staff["coordinator"], starts_on=moment.day(20), ends_on=moment.day(30),
        by=staff["educator"],
    )  # fmt: skip
    return made


def _appointment(row, person, organisations, staff, moment) -> Appointment:
    day, hour, minutes, kind, whose, title, along = row
    organisation = organisations[day % len(organisations)] if kind in ("accompanied", "meeting") else None
    along = staff[along] if along and along != whose else None
    return operations.make_appointment(
        person=person, kind=kind, title=title, starts_at=_at(moment, day, hour), minutes=minutes,
        place=PLACES.get(kind, ""), worker=staff[whose], accompanied_by=along, organisation=organisation,
        by=staff["coordinator"],
    )  # fmt: skip


def _at(moment, day, hour) -> datetime:
    return datetime.combine(moment.day(day), time(hour), tzinfo=moment.now.tzinfo)


def _reviews(plans, staff, moment) -> None:
    """Old enough plans were reviewed; the first of them has been handed out and signed."""
    by = staff["coordinator"]
    old = [plan for plan in plans.values() if plan.is_open and plan.opened_on <= moment.day(-30)]
    for number, plan in enumerate(old):
        if number % 4 == 3:
            continue
        operations.hold_review(
            plan=plan, kind=ReviewKind.FIRST, held_on=min(plan.opened_on + timedelta(weeks=4), moment.day(0)),
            reached="A trouvé ses marques ; les papiers avancent.", changes="Garder deux objectifs, pas plus.", by=by,
        )  # fmt: skip
        if plan.opened_on <= moment.day(-60) and number % 2:
            operations.hold_review(
                plan=plan, kind=ReviewKind.SECOND, held_on=min(plan.opened_on + timedelta(weeks=8), moment.day(0)),
                reached="Revenu obtenu, médecin trouvé.", by=by,
            )  # fmt: skip
    _copies([plan for plan in old if plan.goals.exclude(state=GoalState.DROPPED).exists()][:2], by, moment)


def _copies(plans, by, moment) -> None:
    for plan, language in zip(plans, ("fr", "nl"), strict=False):
        copy = operations.make_copy(plan=plan, language=language, by=by)
        if language == "fr":
            operations.mark_copy(copy=copy, given_on=moment.day(0), signed_on=moment.day(0), by=by)
