"""The flats and who sleeps where: one table that the calls, the stays and the plans are built from."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Resident:
    """Somebody with a space: arrived and left so many days ago (left None: still there)."""

    name: str
    space: str
    arrived: int
    left: int | None = None
    destination: str = "own_rent_private"
    exit_type: str = "achieved"


RESIDENTS = [
    Resident("Salomé", "L2", 85),
    Resident("Farid", "L1", 40),
    Resident("Ayoub", "L3", 12),
    Resident("Aïcha", "L4", 66),
    Resident("Quentin", "L6", 23),
    Resident("Kenza", "M1", 89),
    Resident("Idris", "M3", 95),
    Resident("Zoé", "M4", 3),
    Resident("Lou", "M5", 58),
    Resident("Amir", "N1", 47),
    Resident("Blessing", "N2", 31),
    Resident("Mathis", "N3", 78),
    Resident("Yasmine", "N4", 9),
    Resident("Kai", "N5", 18),
    Resident("Samira", "O1", 71),
    Resident("Robin", "O2", 52),
    Resident("Ismaël", "O3", 27),
    Resident("Fleur", "O5", 6),
    Resident("Milo", "S1", 170),
    Resident("Imane", "S2", 120),
    Resident("Rania", "S3", 88),
    Resident("Dani", "S4", 45),
    Resident("Sacha", "T1", 200),
    Resident("Élodie", "T2", 133),
    Resident("Jo", "T3", 77),
    Resident("Hamza", "T5", 20),
    # Gone since.
    Resident("Diego", "L5", 150, 62, "flatshare"),
    Resident("Alix", "M2", 140, 58, "ais_svk"),
    Resident("Chloé", "O4", 128, 51, "friends_temp", "own"),
    Resident("Jules", "L4", 160, 71, "student_room"),
    Resident("Senna", "N4", 110, 20, "partner_friends_stable"),
    Resident("Malika", "T4", 190, 33, "social_housing"),
]
# A space promised before it is free: who, which, in how many days.
PROMISED = [("Wout", "L2", 9), ("Noor", "O4", 2)]
CLOSED = [("M2", 6, 10, "Chauffage en réparation")]  # since, for how many days more
EXTENSION_ASKED = ["Kenza"]
