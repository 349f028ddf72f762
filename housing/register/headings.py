"""Which column holds what. Headings change from year to year; their meaning hardly does."""

from difflib import get_close_matches

from housing.register.words import fold

# By field, the folded headings seen in such registers and their plain synonyms in French, Dutch and English.
HEADINGS = {
    "number": "n|no|nr|num|numero|n dossier|no dossier|nr dossier|numero de dossier|dossier|dossiernummer|volgnummer"
    "|reference|ref|file number|number",
    "called_on": "date|date appel|date de l appel|date d appel|date de la demande|date demande|date du contact"
    "|date contact|date de contact|appel|datum|datum oproep|datum aanvraag|datum hulpvraag|date of call|call date",
    "channel": "canal|moyen|moyen de contact|kanaal|channel",
    "first_name": "prenom|prenom d usage|prenom usuel|prenom choisi|prenom utilise|voornaam|roepnaam|gekozen naam"
    "|first name|chosen name|nom et prenom|prenom et nom|nom prenom|prenom nom",
    "last_name": "nom|nom de famille|nom legal|familienaam|achternaam|naam|last name|surname|family name",
    "pronouns": "pronom|pronoms|voornaamwoorden|voornaamwoord|pronouns",
    "age": "age|age a l appel|leeftijd",
    "birth": "ne e le|ne le|nee le|date de naissance|naissance|ddn|annee de naissance|geboortedatum|geboren|geboren op"
    "|geboortejaar|birth date|date of birth|dob",
    "phone": "contact|tel|telephone|gsm|portable|numero de telephone|n de telephone|n tel|telefoon|phone|mobile",
    "safe": "tel sur|telephone sur|contact sur|appel sur|numero sur|veilig|veilig nummer|safe",
    "sent_by": "oriente par|orientee par|oriente e par|envoye par|envoyeur|source|verwijzer|doorverwezen door"
    "|verwezen door|referred by",
    "town": "commune|ville|localite|gemeente|woonplaats|stad|town",
    "languages": "langue|langues|langue s|taal|talen|language|languages",
    "residence": "statut de sejour|statut sejour|statut|titre de sejour|verblijfsstatus|verblijf|residence status",
    "reasons": "motif|motifs|motif s|raison|raisons|reden|redenen|motief|reason|reasons",
    "living": "situation logement|situation de logement|logement actuel|logement|hebergement actuel|woonsituatie"
    "|huisvesting|living situation",
    "urgency": "urgence|degre d urgence|urgentie|dringendheid|urgency",
    "decision": "decision|suite|suite donnee|resultat|beslissing|resultaat|outcome",
    "decided_on": "date decision|date de decision|date de la decision|datum beslissing|decision date",
    "space": "lit|place|chambre|lit n|n lit|bed|plaats|kamer|space",
    "programme": "type|type de sejour|type d hebergement|programme|type verblijf|programma",
    "arrived_on": "entree|date entree|date d entree|arrivee|date d arrivee|intrede|aankomst|datum intrede|arrival",
    "planned_until": "sortie prevue|fin prevue|date de sortie prevue|date sortie prevue|depart prevu|gepland vertrek"
    "|verwacht vertrek|geplande uitstroom|planned end",
    "departed_on": "sortie|sortie effective|sortie reelle|date sortie|date de sortie|depart|date de depart|vertrek"
    "|uitstroom|datum vertrek|departure",
    "destination": "vers|destination|ou|bestemming|naar",
    "worker": "referent e|referent|referente|travailleur|begeleider|worker",
    "remarks": "remarque|remarques|commentaire|commentaires|note|notes|observations|opmerking|opmerkingen|remarks",
}
FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings.split("|")}

# Without these a row cannot be read for what it is. An age may be either of two columns.
NEEDED = ("number", "called_on", "first_name", "decision", "arrived_on", "departed_on")
ENOUGH = 4


def columns_of(row) -> dict[str, int] | None:
    """{field: column} if this row is one of headings, else None. Of two columns with one meaning the first counts."""
    said = {place: fold(cell) for place, cell in enumerate(row) if isinstance(cell, str)}
    filled = sum(cell is not None for cell in row)
    if sum(text in FIELD_OF for text in said.values()) * 2 < max(filled, ENOUGH):
        return None
    columns = {}
    for place, text in said.items():
        field = FIELD_OF.get(text) or FIELD_OF.get(_slip(text))
        if field:
            columns.setdefault(field, place)
    return columns if len(columns) >= ENOUGH else None


def _slip(text: str) -> str | None:
    """The heading that was meant by a long word with a slip of the pen."""
    return next(iter(get_close_matches(text, FIELD_OF, n=1, cutoff=0.9)), None) if len(text) > 5 else None


def missing(columns: dict) -> list[str]:
    """The needed fields that no column holds."""
    lacking = [field for field in NEEDED if field not in columns]
    return lacking if "age" in columns or "birth" in columns else [*lacking, "birth"]
