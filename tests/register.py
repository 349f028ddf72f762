"""Registers as a shelter keeps them, made small: each sheet has its own headings and its own bad habits."""

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

FIRST = ["N°", "Date", "Prénom", "Nom", "Âge", "Contact", "Décision", "Entrée", "Sortie", "Remarques"]
LATER = [
    "N° dossier", "Date de l'appel", "Canal", "Prénom d'usage", "Nom", "Date de naissance", "Tél.", "Tél. sûr ?",
    "Langues", "Motif(s)", "Logement actuel", "Urgence", "Décision", "Place", "Type", "Entrée", "Sortie prévue",
    "Sortie effective", "Destination",
]  # fmt: skip


def day(text):
    return datetime.fromisoformat(text)


def workbook(sheets: dict, change=None) -> BytesIO:
    """A workbook with these sheets of rows; `change(book)` spoils it further."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def early(number, called_on, name="Lou", age=20, phone="0470 00 00 01", decision="Suivi", **more):
    """A row of a sheet with the first headings."""
    return [number, called_on, name, more.get("last", "Peeters"), age, phone, decision,
            more.get("arrived"), more.get("left"), more.get("remark")]  # fmt: skip


def late(number, called_on, name="Lou", born=None, phone="0470 00 00 01", decision="Suivi", **more):
    """A row of a sheet with the later headings."""
    return [
        number, called_on, more.get("channel", "Téléphone"), name, more.get("last", "Peeters"), born, phone,
        more.get("safe"), more.get("languages"), more.get("reasons"), more.get("living"), more.get("urgency"),
        decision, more.get("space"), more.get("kind"), more.get("arrived"), more.get("planned"), more.get("left"),
        more.get("destination"),
    ]  # fmt: skip


def small_register() -> BytesIO:
    """Thirteen rows, one that cannot be read; four stays taken over, four that wait."""
    return workbook(
        {
            "2019": [
                FIRST,
                early(1, "05.01.19", age="19 ans", phone="0470/000001", decision="ACCUEIL", arrived="2019-01-07",
                      left=day("2019-02-10"), remark="NE PAS laisser de message !"),
                early(2, day("2019-02-01"), "Noor", age=17, phone="0470000002", decision="Réorientation SAJ"),
                [None] * len(FIRST),
                early(3, "demain", "Sam", phone="0470 00 00 03"),
                early(4, " 12/03/2019 ", "Max", age="?", phone="0470 00 00 04", decision="accueil",
                      arrived="13/03/2019", left="20/03/2019"),
                ["TOTAL", 4],
            ],
            "2024 (complet)": [
                ["Registre 2024 – confidentiel"],
                [],
                LATER,
                late("2024-0005", day("2024-01-10"), "LOU", day("2000-03-01"), "+32 470000001", "Accueil ", space="a1",
                     kind="Urgence", arrived=day("2024-01-11"), planned="11/04/2024", left=day("2024-04-11"),
                     destination="AIS", languages="FR/Pular", reasons="Outing forcé, Chien ?", living="Rue",
                     urgency="Ce soir", safe="SMS seulement"),
                late("2024-0006", day("2024-04-01"), "Ana", day("2001-05-05"), "0470000006", "Accueil", space="A1",
                     kind="Urgence", arrived=day("2024-04-11"), left=day("2024-08-01")),
                late("2024-0007", day("2024-05-01"), "Bo", day("2002-06-06"), "0470000007", "Accueil", space="A1",
                     kind="Urgence", arrived=day("2024-07-30"), left=day("2024-08-15")),
                late("2024-0008", day("2024-05-02"), "Cy", day("2003-07-07"), "0470000008", "Liste d'attente"),
                late("2024-0009", day("2024-05-03"), "Di", "2006", "0470000009", "Accueil", space="B2",
                     kind="Urgence", arrived=day("2024-05-03"), left=day("2024-05-09")),
                late("2024-0010", day("2024-05-04"), "Eva", day("1990-01-01"), "0470000010", "Refus"),
            ],
            "2025": [
                LATER,
                late("2025-0011", day("2025-01-02"), "Fay", day("2004-01-01"), "0470000011", "Accueil", space="B2",
                     kind="Post-hébergement", arrived=day("2025-01-03"), planned=day("2025-10-03")),
                late("2025-0012", day("2025-01-05"), "Loù", day("2000-03-01"), "0470000001", "Accueil", space="B3",
                     kind="Urgence", arrived=day("2025-02-01"), left=day("2025-02-20"), destination="Lune"),
                late("2025-0013", day("2025-01-06"), "Gil", day("2004-02-02"), "0470000013", "À voir"),
            ],
        }
    )  # fmt: skip


SMALL = {
    "rows": 13,
    "requests": 12,
    "requests_by_year": {"2019": 3, "2024": 6, "2025": 3},
    "people": 10,
    "minors_referred": 1,
    "stays": 4,
}
