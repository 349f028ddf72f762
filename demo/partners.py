"""The directory: services everybody knows by their public name, invented associations, and referrals in every state."""

from datetime import timedelta

from refuge.partners import operations
from refuge.partners.models import Agreement, Contact, Meeting, Organisation, SafetyMark

# Name, abbreviation, type, services, languages, area, hours. Public services by generic names; the rest is invented.
ORGANISATIONS = [
    ("CPAS de Bruxelles", "CPAS BXL", "cpas", ["income", "administrative", "housing"], "fr nl", "Bruxelles", "8–12 h"),
    ("CPAS de Saint-Gilles", "CPAS 1060", "cpas", ["income", "administrative"], "fr nl", "Saint-Gilles", "8:30–11:30"),
    ("OCMW van Schaarbeek", "OCMW 1030", "cpas", ["income", "administrative"], "nl fr", "Schaerbeek", "8:30–12:00"),
    ("SAJ de Bruxelles", "SAJ", "saj", ["youth_care"], "fr", "Région bruxelloise", "9:00–17:00"),
    ("OCJ Brussel", "OCJ", "ocj", ["youth_care"], "nl", "Brussels Gewest", "9:00–17:00"),
    ("SDJ de Bruxelles", "SDJ", "sdj", ["youth_care", "legal"], "fr", "Région bruxelloise", "Sur rendez-vous"),
    ("SPJ de Bruxelles", "SPJ", "spj", ["youth_care"], "fr", "Région bruxelloise", "9:00–17:00"),
    ("AMO Le Fil Rouge", "", "youth", ["youth_care", "community"], "fr", "Molenbeek", "14:00–18:00"),
    ("Permanence juridique du Marais", "PJM", "legal", ["legal", "asylum"], "fr en", "Bruxelles", "Mardi 13:00–17:00"),
    ("Maison médicale des Tanneurs neufs", "", "health", ["health"], "fr nl ar", "Bruxelles", "8:00–18:00"),
    ("Planning familial de la Senne", "", "health", ["health", "mental"], "fr", "Bruxelles", "9:00–18:00"),
    ("Centre de santé mentale du Parvis bleu", "CSM Parvis", "mental", ["mental"], "fr", "Saint-Gilles", "9:00–19:00"),
    ("AIS Les Toits du Canal", "AIS", "housing", ["housing"], "fr nl", "Molenbeek", "9:00–12:00"),
    ("Maison d’accueil Les Peupliers blancs", "", "shelter", ["shelter"], "fr", "Ixelles", "24 h/24"),
    ("Onthaalhuis De Kade", "", "shelter", ["shelter"], "nl", "Anderlecht", "24/24"),
    ("Centre d’accueil du Canal", "", "asylum", ["asylum", "shelter"], "fr en ar", "Bruxelles", "24 h/24"),
    ("Association Arc du Midi", "ADM", "lgbtqi", ["community", "mental", "asylum"], "fr nl en", "Bruxelles", "16–21 h"),
    ("Trefpunt Regenboogkade", "TRK", "lgbtqi", ["community"], "nl en", "Brussel", "18:00–22:00"),
    ("Haute école du Parc neuf", "", "school", ["training"], "fr", "Etterbeek", "9:00–16:00"),
    ("Atelier-emploi Tremplin Nord", "", "work", ["work", "training"], "fr nl", "Schaerbeek", "9:00–16:30"),
]  # fmt: skip
# Where young people felt safe, days ago, and why.
MARKS = [
    ("CPAS de Bruxelles", "mixed", 40, "Accueil correct ; le prénom choisi n’a pas été repris au guichet."),
    ("Maison médicale des Tanneurs neufs", "yes", 25, "Le prénom choisi est demandé et utilisé."),
    ("Permanence juridique du Marais", "yes", 60, "Écoute calme, interprète choisi avec la personne."),
    ("Centre d’accueil du Canal", "no", 80, "Moqueries dans les couloirs, plainte restée sans suite."),
    ("Association Arc du Midi", "yes", 12, "Un endroit où revenir."),
    ("Maison d’accueil Les Peupliers blancs", "mixed", 33, "Chambres partagées ; l’équipe est à l’écoute."),
]  # fmt: skip
# Subject, organisation, began and ends so many days from now.
AGREEMENTS = [
    ("Convention d’orientation", "CPAS de Bruxelles", -400, 35),
    ("Deux places par an", "AIS Les Toits du Canal", -200, 500),
    ("Consultations sans attente", "Maison médicale des Tanneurs neufs", -700, None),
    ("Formation des équipes", "Association Arc du Midi", -500, -40),
]
# Who, to whom, for what, prepared so many days ago, how far it went, answered after so many days.
REFERRALS = [
    ("Salomé", "CPAS de Bruxelles", "income", 70, "accepted", 9),
    ("Milo", "Maison médicale des Tanneurs neufs", "health", 55, "accepted", 3),
    ("Amir", "Permanence juridique du Marais", "asylum", 44, "accepted", 6),
    ("Lou", "AIS Les Toits du Canal", "housing", 38, "refused", 16),
    ("Rania", "Centre de santé mentale du Parvis bleu", "mental", 34, "no_answer", 30),
    ("Samira", "Association Arc du Midi", "community", 30, "accepted", 1),
    ("Ayoub", "Permanence juridique du Marais", "asylum", 21, "sent", 0),
    ("Imane", "Atelier-emploi Tremplin Nord", "work", 6, "sent", 0),
    ("Noa", "SAJ de Bruxelles", "youth_care", 12, "sent", 0),
    ("Hanna", "OCJ Brussel", "youth_care", 26, "accepted", 5),
    ("Kenza", "Haute école du Parc neuf", "training", 3, "held", 0),
    ("Idris", "CPAS de Saint-Gilles", "income", 2, "prepared", 0),
    ("Farid", "Planning familial de la Senne", "health", 9, "lifted", 0),
    ("Yasmine", "Haute école du Parc neuf", "training", 15, "withdrawn", 0),
]
ASKS = {
    "income": "Nous demandons un rendez-vous pour une première demande de revenu d’intégration.",
    "health": "Nous demandons une inscription et un premier rendez-vous.",
    "asylum": "Nous demandons une consultation sur la suite de la procédure.",
    "housing": "Nous demandons l’inscription sur la liste des candidats locataires.",
    "mental": "Nous demandons un premier entretien.",
    "community": "Nous proposons une première rencontre, accompagnée si elle le souhaite.",
    "work": "Nous demandons un entretien d’orientation.",
    "training": "Nous demandons un rendez-vous avec le service social pour un retour aux études.",
    "youth_care": "Nous demandons un premier entretien avec un·e délégué·e.",
}


def build_partners(people, staff, moment) -> dict[str, Organisation]:
    """Fill the directory and refer; the older referrals have their answers."""
    made = build_directory(staff, moment, len(ORGANISATIONS))
    asked = {person.chosen_name: person for person in people}
    for name, to, *row in REFERRALS:
        refer(asked[name], made[to], *row, staff=staff, moment=moment)
    return made


def build_directory(staff, moment, number) -> dict[str, Organisation]:
    """So many organisations, by name: beyond the list the same again with a number; with all that is known of them."""
    by = staff["coordinator"]
    made = {}
    for place in range(number):
        again, row = divmod(place, len(ORGANISATIONS))
        name, *traits = ORGANISATIONS[row]
        name = f"{name} {again + 1}" if again else name
        made[name] = _organisation(place, (name, *traits), by)
    _about_them(made, staff, moment.now.date())
    return made


def _phone(place, line) -> str:
    again, place = divmod(place, 80)
    return f"0499 99 {20 + place:02} {2 * again + line:02}"


def _organisation(place, row, by) -> Organisation:
    name, abbreviation, kind, services, languages, area, hours = row
    return operations.add_organisation(
        name=name,
        abbreviation=abbreviation,
        type=kind,
        services=services,
        languages=languages.split(),
        area=area,
        opening_hours=hours,
        phone=_phone(place, 1),
        email=f"partner{place + 1}@demo.refuge.example",
        by=by,
    )


def _about_them(made, staff, today) -> None:
    by = staff["coordinator"]
    people = [("Inès Vermeer", "assistante sociale"), ("Joris Nuyts", "coördinator"), ("Claire Fontaine", "accueil")]
    for place, organisation in enumerate(made.values()):
        name, role = people[place % len(people)]
        phone = _phone(place, 2)
        operations.add_part(kind=Contact, organisation=organisation, name=name, role=role, phone=phone, by=by)
    for name, felt_safe, days, note in MARKS:
        day = today - timedelta(days=days)
        operations.add_part(
            kind=SafetyMark,
            organisation=made[name],
            felt_safe=felt_safe,
            marked_on=day,
            note=note,
            by=staff["educator"],
        )
    for subject, name, begins, ends in AGREEMENTS:
        starts_on, ends_on = today + timedelta(days=begins), today + timedelta(days=ends) if ends is not None else None
        operations.add_part(
            kind=Agreement, organisation=made[name], subject=subject, starts_on=starts_on, ends_on=ends_on, by=by
        )
    for name, days in (("CPAS de Bruxelles", 47), ("Association Arc du Midi", 19), ("Trefpunt Regenboogkade", 8)):
        day = today - timedelta(days=days)
        operations.add_part(
            kind=Meeting,
            organisation=made[name],
            held_on=day,
            who="Leur coordinatrice et la nôtre",
            subject="Mieux orienter ensemble.",
            agreed="Une personne de contact de chaque côté.",
            by=by,
        )


def refer(person, organisation, need, days, went, answered, *, staff, moment) -> None:
    """One referral, prepared so many days ago, as far as it `went`."""
    by, day = staff["coordinator"], moment.day(-days)
    knows = {
        "knows_orientation": "no", "knows_gender": "yes", "knows_refuge": "yes", "name_to_use": person.chosen_name,
    }  # fmt: skip
    referral = operations.prepare_referral(
        person=person,
        organisation=organisation,
        need=need,
        purpose=ASKS[need],
        facts=["age", "languages"],
        reply="0499 99 10 10",
        language="nl" if organisation.languages[0] == "nl" else "fr",
        answers={} if went in ("held", "lifted") else knows | {"letterhead": "refuge"},
        consent_how="" if went == "lifted" else "signed",
        consent_on=day,
        prepared_on=day,
        by=by,
    )
    _goes_on(referral, went, day, answered, by)


def _goes_on(referral, went, day, answered, by) -> None:
    if went in ("held", "prepared"):
        return
    if went == "withdrawn":
        operations.withdraw_referral(referral=referral, by=by)
        return
    if went == "lifted":
        operations.lift_hold(
            referral=referral, reason="Crise d’asthme cette nuit, soins à donner tout de suite.", by=by
        )
    referral = operations.send_referral(referral=referral, sent_on=day, by=by)
    if went in ("accepted", "refused", "no_answer"):
        operations.answer_referral(referral=referral, status=went, answered_on=day + timedelta(days=answered), by=by)
