"""A plan for everybody who stays, goals in several domains, actions due soon or late, notes in the journal."""

from datetime import timedelta

from casework import operations
from casework.models import Plan
from casework.models.choices import Domain, GoalState, PlanKind

GOALS = [
    (
        Domain.ADMINISTRATIVE,
        "Avoir une adresse de référence",
        ["Rendez-vous au CPAS", "Rassembler les papiers"],
    ),
    (Domain.HOUSING, "Trouver un logement", ["Compléter le dossier AIS", "Visiter une colocation"]),
    (Domain.TRAINING, "Reprendre les cours en janvier", ["Appeler l’école, après accord sur ce qui peut être dit"]),
    (Domain.WORK, "Trouver un travail d’étudiant", ["Relire le CV ensemble"]),
    (Domain.MENTAL, "Dormir mieux", ["Prendre rendez-vous avec la psychologue"]),
    (Domain.SOCIAL_LIFE, "Retrouver des gens", ["Aller à la soirée jeux du jeudi"]),
    (Domain.PHYSICAL, "Avoir un médecin", ["Inscrire à la maison médicale"]),
    (Domain.LEGAL, "Comprendre ses droits", ["Permanence juridique mardi"]),
    (Domain.SOCIAL, "Avoir un revenu", ["Demander le revenu d’intégration"]),
]
NOTES = [
    "Visite préparée ensemble. Sait ce qu’il faut demander.",
    "Fatigué·e mais présent·e. On reporte le rendez-vous de la mutuelle.",
    "A signé le contrat de formation. Fier·ère.",
    "Appel au CPAS avec elle·lui : dossier complet, réponse sous trente jours.",
]


def build_plans(stays, staff, chance, moment) -> dict[str, Plan]:
    """Open a plan soon after each arrival; of those who left it is closed."""
    return {name: _plan(stay, staff, chance, moment.now.date()) for name, stay in stays.items()}


def _plan(stay, staff, chance, today) -> Plan:
    by = staff["coordinator"]
    opened = min(stay.arrived_on + timedelta(days=4), today)
    plan = operations.open_plan(person=stay.person, kind=PlanKind.RESIDENTIAL, opened_on=opened, by=by)
    for domain, wording, actions in chance.sample(GOALS, 3):
        _goal(plan, domain, wording, actions, staff, chance, today)
    operations.write_note(
        person=stay.person,
        domain=Domain.SOCIAL,
        text=chance.choice(NOTES),
        happened_on=max(opened, today - timedelta(days=chance.randint(0, 9))),
        minutes=chance.choice([15, 30, 45]),
        by=chance.choice([by, staff["educator"]]),
    )
    if stay.departed_on:
        operations.close_plan(plan=plan, closed_on=stay.departed_on, by=by)
    return plan


def _goal(plan, domain, wording, actions, staff, chance, today) -> None:
    by = staff["coordinator"]
    goal = operations.add_goal(plan=plan, domain=domain, wording=wording, by=by)
    for text in actions:
        action = operations.add_action(
            goal=goal,
            text=text,
            due_on=today + timedelta(days=chance.randint(-4, 25)),
            responsible=chance.choice([by, by, staff["educator"]]),
            by=by,
        )
        if chance.random() < 0.3:
            operations.do_action(action=action, by=by)
    if chance.random() < 0.2:
        operations.end_goal(goal=goal, state=GoalState.REACHED, by=by)
