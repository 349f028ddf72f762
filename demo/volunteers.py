"""Twenty volunteers, half a year of activities and what comes next, and what was paid back. All told in days from
today; the volunteer who signs in is one of them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from volunteers import operations
from volunteers.models import Extract, Training, Volunteer

# Name, pronouns, skills, languages, availability, days since the first one (0: a candidate), how they are paid back.
VOLUNTEERS = [
    ("Noémie Dubois", "elle", "welcome cooking", "fr en", "week_evening saturday", 410, "flat"),
    ("Bram Wouters", "hij", "sorting driving", "nl fr", "saturday sunday", 700, "flat"),
    ("Assia Haddad", "elle", "teaching admin", "fr ar", "week_day", 300, ""),
    ("Tom Renard", "il", "cooking", "fr", "week_evening", 520, ""),
    ("Fien Maes", "zij", "arts animation", "nl en", "week_evening holidays", 95, "flat"),
    ("Lucas Moreau", "iel", "speaking animation", "fr en", "week_day week_evening", 640, "real"),
    ("Yara Mendes", "elle", "sport first_aid", "fr pt", "sunday", 230, ""),
    ("Jonas Peeters", "hij", "handiwork driving", "nl fr", "saturday", 180, ""),
    ("Chloé Lambert", "elle", "welcome sorting", "fr", "saturday", 60, "flat"),
    ("Malik Sow", "il", "speaking welcome", "fr en wo", "week_evening", 365, ""),
    ("Inge Willems", "zij", "admin teaching", "nl fr en", "week_day", 800, ""),
    ("Rosa Ferrari", "elle", "cooking sorting", "fr it", "saturday sunday", 150, "flat"),
    ("Théo Lefèvre", "il", "arts", "fr", "week_evening", 45, ""),
    ("Sam Claes", "die/hen", "animation sport", "nl en", "week_evening sunday", 275, ""),
    ("Nadia Bouzid", "elle", "first_aid welcome", "fr ar", "week_day saturday", 330, ""),
    ("Olivier Petit", "il", "driving", "fr", "week_day", 590, "real"),
    ("Hannah De Wit", "zij", "teaching", "nl de", "week_evening", 120, ""),
    ("Gabriel Simon", "il", "sorting", "fr", "saturday", 0, ""),
    ("Elena Popescu", "elle", "cooking arts", "fr ro", "sunday", 0, ""),
    ("Wim Aerts", "hij", "handiwork", "nl", "week_day", 450, ""),
]  # fmt: skip
PAUSING, GONE = "Hannah De Wit", "Wim Aerts"
# Title, kind, place, is it public, places, skills, first and last day, every so many days, hour, hours.
ROSTER = [
    ("Permanence de la boutique", "shop", "Local de la boutique", False, 3, "sorting", -119, 28, 7, 14, 3),
    ("Soirée cuisine", "cultural", "Maison communautaire", True, 2, "cooking", -116, 24, 14, 18, 3),
    ("Table de conversation", "cultural", "Bibliothèque du quartier", True, 2, "teaching", -110, 30, 14, 17, 2),
    ("Sortie au parc", "cultural", "Parc du Cinquantenaire", True, 2, "sport", -98, 21, 28, 15, 3),
    ("Animation en classe", "awareness", "École secondaire", False, 2, "speaking", -105, 35, 35, 10, 2),
    ("Réunion des bénévoles", "meeting", "Bureau", False, 12, "", -90, 20, 55, 18, 2),
    ("Écoute active", "training", "Bureau", False, 8, "", -75, 15, 90, 9, 6),
]
REACHED = {
    "level": "municipality",
    "public": "Élèves de 5e secondaire",
    "people_reached": 24,
    "labels": ["RainboWelcome"],
}
# Days ago, kind, cents or metres, paid already.
FLAT = [(112, 3000, True), (84, 3000, True), (49, 3000, True), (28, 3000, False), (14, 3000, False)]


def build_volunteers(partners, staff, moment) -> dict[str, Volunteer]:
    """The volunteers by name."""
    by, today = staff["volunteers"], moment.day(0)
    made = {row[0]: _volunteer(row, place, by, today) for place, row in enumerate(VOLUNTEERS)}
    volunteer = operations.join_own_account(volunteer=made["Noémie Dubois"], user=staff["volunteer"], by=by)
    made["Noémie Dubois"] = volunteer
    active = [each for each in made.values() if each.state == "active"]
    for place, row in enumerate(ROSTER):
        _activities(place, row, active, partners["Haute école du Parc neuf"], by, today)
    _money(made, by, today)
    made[PAUSING] = operations.pause(volunteer=made[PAUSING], by=by)
    made[GONE] = operations.leave(
        volunteer=made[GONE], ends_on=today - timedelta(days=12), reason="Déménagement.", by=by
    )
    return made


def _volunteer(row, place, by, today) -> Volunteer:
    name, pronouns, skills, languages, availability, since, paid_back = row
    volunteer = operations.add_volunteer(
        name=name, pronouns=pronouns, skills=skills.split(), languages=languages.split(),
        availability=availability.split(), email=f"benevole{place + 1}@demo.refuge.example",
        phone=f"0499 99 {place + 60} 01", emergency_name="Une personne proche",
        emergency_phone=f"0499 99 {place + 60} 02", allowance=paid_back,
        bank_account="BE71 0961 2345 6769" if paid_back else "",
        insured_until=today + timedelta(days=9 + 31 * place) if since else None, by=by,
    )  # fmt: skip
    talk = today - timedelta(days=since + 14)
    operations.note_interview(volunteer=volunteer, interview_on=talk, interview_note="Motivation claire.", by=by)
    if not since:
        return volunteer
    first = today - timedelta(days=since)
    operations.give_information(volunteer=volunteer, informed_on=first, informed_how="signed", by=by)
    operations.sign_agreement(volunteer=volunteer, agreement_on=first, by=by)
    operations.add_part(
        kind=Extract, volunteer=volunteer, model="596.2" if "teaching" in skills else "595", issued_on=first,
        seen_on=first, result="ok", next_on=first + timedelta(days=730), by=by,
    )  # fmt: skip
    if "first_aid" in skills:
        held = today - timedelta(days=340)
        operations.add_part(
            kind=Training, volunteer=volunteer, title="Premiers secours", held_on=held,
            valid_until=held + timedelta(days=365), by=by,
        )  # fmt: skip
    return operations.start(volunteer=volunteer, starts_on=first, by=by)


def _activities(place, row, active, partner, by, today) -> None:
    title, kind, where, is_public, places, skills, first, last, step, hour, length = row
    for number, offset in enumerate(range(first, last + 1, step)):
        starts_at = timezone.make_aware(datetime.combine(today + timedelta(days=offset), time(hour)))
        activity = operations.add_activity(
            title=title, kind=kind, place=where, is_public=is_public, places=places, skills=skills.split(),
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=length), by=by,
        )  # fmt: skip
        here = [each for each in active if offset > 0 or _since(each) > -offset]
        who = [here[(place * 3 + number * 2 + seat) % len(here)] for seat in range(_wished(places, offset, number))]
        signups = [operations.sign_up(activity=activity, volunteer=each, by=by) for each in dict.fromkeys(who)]
        if offset < -1:
            _held(activity, signups, kind, number, partner, by)


def _since(volunteer) -> int:
    return next(row[5] for row in VOLUNTEERS if row[0] == volunteer.name)


def _wished(places, offset, number) -> int:
    """How many sign up: of what is to come, places are free here, somebody waits there."""
    if offset <= 0:
        return places
    return max(0, places - 1 + number % 3)


def _held(activity, signups, kind, number, partner, by) -> None:
    there = {signup.pk: "excused" if (number + place) % 9 == 8 else "yes" for place, signup in enumerate(signups)}
    young = {"cultural": 4 + number % 5, "shop": 6 + number % 4}.get(kind)
    activity = operations.note_attendance(activity=activity, attended=there, minutes={}, young_people=young, by=by)
    if kind == "awareness":
        facts = REACHED | {"partner": partner, "feedback": "Beaucoup de questions, une classe attentive."}
        operations.tell_outcome(activity=activity, by=by, **facts)


def _money(made, by, today) -> None:
    for name, cost in ((row[0], row[6]) for row in VOLUNTEERS):
        for days, cents, paid in FLAT if cost == "flat" else []:
            _paid(made[name], today - timedelta(days=days), paid, by, cost="flat", cents=cents)
        if cost == "real":
            _paid(made[name], today - timedelta(days=21), False, by, cost="real", cents=1850)
    noemie, day = made["Noémie Dubois"], today - timedelta(days=35)
    operations.add_allowance(volunteer=noemie, day=day, cost="flat", cents=4000, is_elsewhere=True, by=by)
    _paid(made["Bram Wouters"], day, False, by, cost="travel", metres=42_000, vehicle="car")


def _paid(volunteer, day, paid, by, **amount) -> None:
    allowance = operations.add_allowance(volunteer=volunteer, day=day, by=by, **amount)
    if paid:
        operations.pay(allowances=[allowance], paid_on=day + timedelta(days=6), by=by)
