"""A workbook like the registers that shelters keep: a sheet a year, headings that change, days and telephones written
as each hand writes them. The same seed gives the same cells; no name in it is anybody's."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

SEED = 1804
FIRST_YEAR, LAST_YEAR = 2019, 2026
# In 2022 the house began to write down more, under other headings and below a title.
WIDER_FROM = 2022
NARROW = [
    "N°", "Date appel", "Canal", "Prénom", "Nom", "Né(e) le", "Tél", "Orienté par", "Motif", "Situation logement",
    "Décision", "Lit", "Entrée", "Sortie prévue", "Sortie", "Vers", "Remarques",
]  # fmt: skip
WIDE = [
    "N° dossier", "Date de l'appel", "Canal", "Prénom d'usage", "Nom", "Pronoms", "Date de naissance", "Tél.",
    "Tél. sûr ?", "Orienté par", "Commune", "Langues", "Statut de séjour", "Motif(s)", "Logement actuel", "Urgence",
    "Décision", "Date décision", "Place", "Type", "Entrée", "Sortie prévue", "Sortie effective", "Destination",
    "Référent·e", "Remarques",
]  # fmt: skip
FIRST_NAMES = ["Alba", "Bram", "Ciska", "Driss", "Elio", "Fanta", "Gust", "Hind", "Ilias", "Jana", "Kobe", "Lina"]
NAMES = ["Abels", "Bogaert", "Cools", "Diop", "Essers", "Fadil", "Gillis", "Hanssens", "Idrissi", "Jonckheer"]
CHANNELS = ["Téléphone", "E-mail", "Permanence", "Formulaire site", "RÉSEAUX SOCIAUX", "Partenaire "]
REASONS = ["Rejet familial – orientation", "Sans-abrisme", "Violence intrafamiliale", "Mariage forcé", "Outing forcé"]
HOMES = ["Rue", "Squat", "Chez des ami·es", "Famille (danger)", "Famille (tensions)", "Hôpital"]
DECISIONS = ["Suivi sans hébergement", "Réorientation", "réorientation ", "Liste d'attente", "Sans suite"]
DESTINATIONS = ["Chez des ami·es", "Logement propre", "Colocation", "Autre maison d'accueil", "Famille"]
REMARKS = [None, None, "2e demande", "Rappeler après 18h", "NE PAS laisser de message !"]
SPACES = [f"{flat}{number}" for flat in "GHJK" for number in range(1, 8)]
LONGEST = 90


def write_day(chance: random.Random, day: date | None):
    """A real day, or one of the ways in which it is typed."""
    if day is None:
        return None
    ways = (None, None, "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d.%m.%y ")
    way = chance.choice(ways)
    return day.strftime(way) if way else datetime(day.year, day.month, day.day)  # noqa: DTZ001 a cell has no zone


def write_phone(chance: random.Random, number: int) -> str:
    digits = f"04{number % 10**8:08}"
    ways = (
        digits,
        f"{digits[:4]}/{digits[4:]}",
        f"+32 {digits[1:]}",
        f"{digits[:4]} {digits[4:6]} {digits[6:8]} {digits[8:]}",
    )
    return chance.choice(ways)


class Register:
    """Rows in the order of their calls. A space is given again only once it is free."""

    def __init__(self, rows: int, seed: int = SEED):
        self.chance, self.per_year = random.Random(seed), rows // (LAST_YEAR - FIRST_YEAR + 1)  # noqa: S311 no secret
        self.number = 0
        self.free_from = dict.fromkeys(SPACES, date(FIRST_YEAR, 1, 1))

    def sheets(self):
        """(title, rows), a year after the other."""
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            yield str(year), [*self.top(year), *(self.cells(year, place) for place in range(self.per_year))]

    @staticmethod
    def top(year: int) -> list[list]:
        if year < WIDER_FROM:
            return [NARROW]
        return [[f"Registre des demandes {year} – confidentiel"], [], WIDE]

    def cells(self, year: int, place: int) -> list:
        """One call as its line."""
        self.number += 1
        called = date(year, 1, 1) + timedelta(days=place * 364 // max(self.per_year, 1))
        known = self.facts(year, called)
        return [known.get(heading) for heading in (NARROW if year < WIDER_FROM else WIDE)]

    def facts(self, year: int, called: date) -> dict:
        """What is written under each heading, of either sort of sheet."""
        chance = self.chance
        born = called - timedelta(days=chance.randrange(18 * 366, 25 * 365))
        phone = write_phone(chance, 47_000_000 + self.number * 7)
        facts = {
            "N°": self.number, "N° dossier": f"{year}-{self.number:04}", "Canal": chance.choice(CHANNELS),
            "Prénom": chance.choice(FIRST_NAMES), "Nom": chance.choice(NAMES),
            "Pronoms": chance.choice(["elle", "il", "iel"]),
            "Tél": phone, "Tél.": phone, "Tél. sûr ?": chance.choice(["oui", "non", "SMS seulement"]),
            "Orienté par": chance.choice(["École", "Police", "CPAS", None]), "Commune": chance.choice(["Gand", "Mons"]),
            "Langues": chance.choice(["FR", "FR/EN", "NL"]), "Statut de séjour": "Belge",
            "Urgence": chance.choice(["Ce soir", "48h", "Semaine", "Prévention"]), "Référent·e": "Team",
            "Motif": chance.choice(REASONS), "Situation logement": chance.choice(HOMES),
            "Remarques": chance.choice(REMARKS),
        }  # fmt: skip
        facts |= self.answer(called)
        same = {"Prénom d'usage": "Prénom", "Motif(s)": "Motif", "Logement actuel": "Situation logement"}
        facts |= {wide: facts[narrow] for wide, narrow in same.items()}
        facts |= dict.fromkeys(("Date appel", "Date de l'appel"), write_day(chance, called))
        return facts | dict.fromkeys(("Né(e) le", "Date de naissance"), write_day(chance, born))

    def answer(self, called: date) -> dict:
        """A space for one in five while one is free; another answer for the others."""
        chance = self.chance
        free = [space for space, day in self.free_from.items() if day <= called]
        decided = {"Date décision": write_day(chance, called)}
        if chance.random() > 0.2 or not free:
            return decided | {"Décision": chance.choice(DECISIONS)}
        space, leaves = chance.choice(free), called + timedelta(days=chance.randrange(5, LONGEST))
        self.free_from[space] = leaves
        left = write_day(chance, leaves)
        planned = write_day(chance, called + timedelta(days=LONGEST))
        return decided | {
            "Décision": chance.choice(["Accueil", "ACCUEIL", "accueil "]), "Lit": space, "Place": space,
            "Type": "Urgence", "Entrée": write_day(chance, called), "Sortie prévue": planned, "Sortie": left,
            "Sortie effective": left, "Vers": chance.choice(DESTINATIONS), "Destination": chance.choice(DESTINATIONS),
        }  # fmt: skip


def write_workbook(path: Path, rows: int, seed: int = SEED) -> None:
    """A register of about `rows` calls at `path`."""
    book = Workbook(write_only=True)
    for title, lines in Register(rows, seed).sheets():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(path)
