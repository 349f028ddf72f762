"""The flats and who sleeps where: one table that the calls, the stays and the plans are built from."""

from dataclasses import dataclass

from demo.past.chance import Chance
from demo.past.simulation import NEVER, Past, Place
from demo.past.team import Team

# Flat, its programme, its codes.
FLATS = [
    ("Lilas", "emergency", ["L1", "L2", "L3", "L4", "L5", "L6"]),
    ("Mélèze", "emergency", ["M1", "M2", "M3", "M4", "M5"]),
    ("Noyer", "emergency", ["N1", "N2", "N3", "N4", "N5"]),
    ("Orme", "emergency", ["O1", "O2", "O3", "O4", "O5"]),
    ("Saule", "post", ["S1", "S2", "S3", "S4", "S5"]),
    ("Tilleul", "post", ["T1", "T2", "T3", "T4", "T5"]),
]
SITES = {"Lilas": "Nord", "Mélèze": "Nord", "Noyer": "Canal", "Orme": "Canal", "Saule": "Parc", "Tilleul": "Parc"}
RESERVED = {"L3", "N2"}
STEP_FREE = {"L1", "S1"}

DAYS_OPEN = 820  # two years, and the months in which the house filled
YEARLY = 270  # requests of the past in a year; those of PEOPLE come on top
LAST_CALL = -3  # the inbox of the last two days is written by hand
PAST_SEED = 7


@dataclass(frozen=True)
class Resident:
    """Somebody with a space since so many days. `ends` is the day agreed, in days from today; without it, as long as
    the programme goes. `before` is the emergency space, and since when, from which they moved into post-shelter."""

    name: str
    space: str
    arrived: int
    ends: int | None = None
    before: tuple[str, int] | None = None

    @property
    def first(self) -> tuple[str, int]:
        """Where they slept first, and since when."""
        return self.before or (self.space, self.arrived)


RESIDENTS = [
    Resident("Salomé", "L2", 82, ends=7),
    Resident("Farid", "L1", 40),
    Resident("Ayoub", "L3", 12),
    Resident("Aïcha", "L4", 66),
    Resident("Quentin", "L6", 23),
    Resident("Kenza", "M1", 88, ends=1),
    Resident("Idris", "M3", 92, ends=-3),
    Resident("Zoé", "M4", 3),
    Resident("Lou", "M5", 58),
    Resident("Amir", "N1", 47),
    Resident("Blessing", "N2", 31),
    Resident("Mathis", "N3", 75, ends=14),
    Resident("Yasmine", "N4", 9),
    Resident("Kai", "N5", 18),
    Resident("Samira", "O1", 118),
    Resident("Robin", "O2", 41),
    Resident("Ismaël", "O3", 89, ends=0),
    Resident("Fleur", "O5", 6),
    Resident("Milo", "S1", 170),
    Resident("Imane", "S2", 120),
    Resident("Rania", "S3", 88, before=("N3", 170)),
    Resident("Dani", "S4", 45, before=("O2", 125)),
    Resident("Sacha", "T1", 200),
    Resident("Élodie", "T2", 133),
    Resident("Jo", "T3", 77),
    Resident("Hamza", "T5", 20, before=("N4", 104)),
]
# Free today, and how many days ago the last one left at the latest.
FREE = {"L5": 4, "M2": 8, "O4": 5, "S5": 11, "T4": 17}
# A space promised before it is free: who, which, in how many days.
PROMISED = [("Wout", "L2", 9), ("Noor", "O4", 2)]
# Since, for how many days more.
CLOSED = [("M2", 6, 10, "Chauffage en réparation"), ("S5", -6, 9, "Peinture")]
# Who asked for how many days more, when, and what management said.
EXTENSIONS = [
    ("Samira", 45, 40, True, ""),
    ("Mathis", 30, 6, False, "Une place en colocation l’attend dès la date prévue."),
    ("Kenza", 30, 1, None, ""),
]


def taken_from(code: str) -> int:
    """The day, told from today, from which on a space belongs to those of RESIDENTS, or stands free."""
    firsts = [-day for each in RESIDENTS for space, day in (each.first, (each.space, each.arrived)) if space == code]
    return min(firsts, default=-FREE.get(code, -NEVER))


def past_of(spaces, rows, staff) -> Past:
    """The past of the house up to those who are there now."""
    chance = Chance(PAST_SEED)
    team = Team([staff["coordinator"]], [staff["educator"]], staff["management"], chance)
    places = [Place(space, space.programme, ready=-DAYS_OPEN, until=taken_from(code)) for code, space in spaces.items()]
    return Past(rows, team, chance, places, first=-DAYS_OPEN, yearly=YEARLY, last_call=LAST_CALL)
