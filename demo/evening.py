"""The last nights' rounds, tonight's half done, absences, a hand-over and the safety log."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from housing.evening.nights import night_now
from housing.models import Mark, Occupancy, Site, Unit
from housing.models.presence import Presence
from housing.operations import absences, handover, presence, safety

NIGHTS = 21  # of rounds before tonight
NOT_YET = {"Sacha", "Élodie", "Jo", "Hamza", "Rania", "Dani"}  # tonight, so far
MISSING = "Yasmine"  # absent tonight and the two nights before
ON_DUTY = ("Lilas", "Mélèze")
# Who, where, first night elsewhere and day of coming back, told from today.
AWAY = [("Lou", "hospital", -2, 5, "Opération prévue, retour en taxi."), ("Milo", "holiday", -1, 3, "")]
# Days ago, type, acute, about whom, where, what happened, what was done.
INCIDENTS = [
    (0, "relatives", True, "Rania", "Parc", "Un frère a sonné au rez-de-chaussée et demandé après elle.",
     "Personne n’a ouvert. Police prévenue, sorties accompagnées."),
    (3, "police", False, None, "Canal", "Contrôle de quartier, deux agents à la porte.",
     "Ni confirmé ni démenti ; renvoyés vers la direction."),
    (9, "violence", False, "Kenza", "Nord", "Dispute bruyante dans la cuisine, sans blessure.",
     "Médiation le lendemain avec l’éducateur."),
    (26, "threat", False, "Salomé", None, "Messages de menace d’un ancien voisin.", "Plainte proposée, numéro changé."),
    (61, "address", False, None, "Nord", "Photo de la façade publiée par un invité.", "Photo retirée le jour même."),
]  # fmt: skip
NOTES = [
    ("educator", "Salomé rentre à 23 h, elle a une clé. Merci de laisser la lumière du couloir."),
    ("coordinator", "Le plombier passe demain à 9 h dans Mélèze."),
]

FREED = "Lou"  # whose space others can have meanwhile


def build_evening(stays, people, staff, moment) -> list:
    """After the stays and the files. What is past is written in bulk, tonight goes through the operations."""
    night = night_now()
    incidents = _incidents({person.chosen_name: person for person in people}, staff, moment)
    away = {}
    for name, kind, first, back, note in AWAY:
        away[name] = absences.note_absence(
            stay=stays[name], kind=kind, starts_on=moment.day(first), ends_on=moment.day(back), note=note,
            by=staff["educator"],
        )  # fmt: skip
    _rounds_before(night, staff)
    _round_tonight(night, staff)
    for role, text in NOTES:
        handover.add_handover_note(night=night, text=text, by=staff[role])
    handover.confirm_reading(night=night, by=staff["psychologist"])
    absences.free_space(absence=away[FREED], by=staff["coordinator"])
    return incidents


def _incidents(people, staff, moment) -> list:
    sites = {site.alias: site for site in Site.objects.all()}
    return [
        safety.note_incident(
            type=kind, happened_on=moment.day(-days), is_acute=acute, person=people.get(name), site=sites.get(alias),
            what=what, measures=measures, by=staff["coordinator"],
        )
        for days, kind, acute, name, alias, what, measures in INCIDENTS
    ]  # fmt: skip


def _said(name, number, days) -> Presence:
    """The same of everybody on every day on which the demo is built."""
    if name == MISSING and days <= 2:
        return Presence.ABSENT
    drawn = (number * 5 + days * 7) % 29
    return {3: Presence.ABSENT, 11: Presence.EXCUSED}.get(drawn, Presence.PRESENT)


def _rounds_before(night, staff) -> None:
    marks = []
    for number, each in enumerate(_residents(night)):
        for days in range(1, NIGHTS + 1):
            before = night - timedelta(days=days)
            if before >= each.stay.arrived_on:
                said = _said(each.person.chosen_name, number, days)
                at = datetime.combine(before, time(22, number), tzinfo=timezone.get_current_timezone())
                marks.append(Mark(stay=each.stay, night=before, presence=said, made_by=staff["educator"], made_at=at))
    Mark.objects.bulk_create(marks)


def _round_tonight(night, staff) -> None:
    by = staff["educator"]
    presence.start_duty(units=Unit.objects.filter(name__in=ON_DUTY), night=night, by=by)
    presence.count_guests(unit=Unit.objects.get(name=ON_DUTY[0]), night=night, guests=1, by=by)
    away = {name for name, *_rest in AWAY}
    for each in _residents(night):
        name = each.person.chosen_name
        if name not in NOT_YET | away:
            said = Presence.ABSENT if name == MISSING else Presence.PRESENT
            presence.mark(space=each.space, night=night, presence=said, by=by)


def _residents(night):
    there = Occupancy.objects.current().filter(starts_on__lte=night, space__isnull=False)
    return there.select_related("person", "stay", "space").order_by("space__code")
