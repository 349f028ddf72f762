"""Where residents go next, and what stands in the way."""

from housing.models import ExitBlocker
from housing.operations import exits

# Destination, planned day told from today (None: the agreed one), chance, note.
PLANS = {
    "Salomé": ("flatshare", 7, "likely", "Bail de colocation signé, état des lieux à fixer."),
    "Kenza": ("supported", 20, "open", "Attend une réponse du logement accompagné."),
    "Idris": ("own_rent_private", None, "unlikely", "Trois visites, trois refus."),
    "Mathis": ("flatshare", 14, "sure", ""),
    "Ismaël": ("transit", None, "likely", "Place de transit confirmée par téléphone."),
    "Samira": ("post_shelter_here", None, "likely", ""),
    "Aïcha": ("post_shelter_here", None, "open", ""),
    "Amir": ("asylum_centre", None, "open", ""),
    "Lou": ("student_room", 30, "open", ""),
    "Sacha": ("ais_svk", None, "likely", "Inscription à l’AIS acceptée, visite le mois prochain."),
    "Milo": ("own_rent_private", 60, "likely", ""),
    "Rania": ("social_housing", None, "unlikely", ""),
}
# What blocks, a note, and whether it is resolved.
BLOCKERS = {
    "Salomé": [("guarantee", "Demande au Fonds du logement envoyée.", True)],
    "Kenza": [("income", "RIS demandé au CPAS, décision attendue.", False), ("registration", "", False)],
    "Idris": [("housing", "", False), ("guarantee", "", False)],
    "Amir": [("permit", "", False)],
    "Aïcha": [("health", "Suite de soins à organiser d’abord.", False)],
    "Lou": [("income", "Bourse accordée.", True), ("housing", "", False)],
    "Rania": [("other", "Regroupement familial en cours.", False), ("income", "", False)],
}


def build_exits(stays, staff, moment) -> list[ExitBlocker]:
    """After the stays. What blocks, resolved or not."""
    for name, plan in PLANS.items():
        set_plan(stays[name], *plan, by=staff["coordinator"], moment=moment)
    return [note_blocker(stays[name], *row, by=staff["coordinator"]) for name, rows in BLOCKERS.items() for row in rows]


def set_plan(stay, destination, leaves, chance, note, *, by, moment) -> None:
    leaves_on = None if leaves is None else moment.day(leaves)
    exits.set_exit_plan(stay=stay, destination=destination, leaves_on=leaves_on, chance=chance, note=note, by=by)


def note_blocker(stay, kind, note, resolved, *, by) -> ExitBlocker:
    blocker = exits.note_blocker(stay=stay, kind=kind, note=note, by=by)
    if resolved:
        exits.resolve_blocker(blocker=blocker, by=by)
    return blocker
