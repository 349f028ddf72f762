"""The figures of a year, counted from a register's workbook by plain Python: no code of the product, and none of its
rules but those that are written here.

    python tests/register_counts.py register.xlsx [year]
"""

import re
import sys
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta

from openpyxl import load_workbook

COLUMNS = {
    "number": ("n", "n dossier"),
    "called": ("date", "date appel", "date de l appel"),
    "name": ("prenom", "prenom d usage"),
    "phone": ("contact", "tel"),
    "decision": ("decision",),
    "decided": ("date decision",),
    "channel": ("canal",),
    "arrived": ("entree",),
    "left": ("sortie", "sortie effective"),
    "kind": ("type",),
    "space": ("lit", "place"),
    "to": ("vers", "destination"),
}
NOT_A_CALL = ("total", "moyenne", "somme")


def plain(value) -> str:
    """Lower case, without accents and punctuation."""
    text = unicodedata.normalize("NFKD", str(value or "")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def day(value) -> date | None:
    """A day as registers write it: a date cell, 05/11/2018, 05.11.18 or 2018-11-05."""
    if isinstance(value, datetime):
        return value.date()
    text = str(value or "").strip()
    for pattern in ("%d/%m/%Y", "%d.%m.%y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    return None


def phone(value) -> str:
    """The national number: +32 470 12 34 56, 0470/123456 and 470123456 (a spreadsheet eats the zero) are one."""
    text = str(value or "").strip()
    if "@" in text:
        return text.lower()
    digits = re.sub(r"\D", "", text.split(".")[0] if re.fullmatch(r"\d+\.0", text) else text)
    digits = re.sub(r"^(0032|32)", "", digits).lstrip("0")
    return digits if len(digits) >= 8 else ""


def rows_of(path) -> list[dict]:
    """The calls: every row of every sheet that has headings, but totals, empty rows and calls without a day."""
    found = []
    for sheet in load_workbook(path, data_only=True):
        columns = {}
        for cells in sheet.iter_rows(values_only=True):
            heads = [plain(cell) for cell in cells]
            if not columns and any(head in COLUMNS["number"] for head in heads):
                columns = {
                    name: next(place for place, head in enumerate(heads) if head in words)
                    for name, words in COLUMNS.items()
                    if any(head in words for head in heads)
                }
            elif columns and any(cell not in (None, "") for cell in cells):
                row = {name: cells[place] for name, place in columns.items()}
                if not plain(cells[0]).startswith(NOT_A_CALL):
                    found.append({"sheet": sheet.title, **{name: row.get(name) for name in COLUMNS}})
    return found


def calls_of(path) -> list[dict]:
    calls = [{**row, "called": day(row["called"])} for row in rows_of(path)]
    return [call for call in calls if call["called"]]


OUTCOMES = (
    ("accueil", "accommodated"), ("liste d attente", "waiting"), ("suivi", "followed"), ("reorientation", "referred"),
    ("refus", "declined"), ("sans suite", "withdrawn"), ("injoignable", "unreachable"),
)  # fmt: skip
CHANNELS = (
    ("telephone", "phone"), ("e mail", "email"), ("permanence", "walk_in"), ("partenaire", "partner"),
    ("formulaire", "online"), ("reseaux sociaux", "online"),
)  # fmt: skip


def means(words, value, otherwise="") -> str:
    return next((code for word, code in words if plain(value).startswith(word)), otherwise)


def persons(calls) -> set[tuple]:
    """One telephone and one first name are one person."""
    return {(phone(call["phone"]) or id(call), plain(call["name"])) for call in calls}


def stays_of(calls, waiting: set) -> list[dict]:
    """Stays with the nights they held; without those that wait for a decision, named by number and day of arrival."""
    stays = []
    for call in calls:
        arrived, left = day(call["arrived"]), day(call["left"])
        if arrived and means(OUTCOMES, call["decision"]) == "accommodated":
            number = str(call["number"]).strip() if call["number"] is not None else ""
            if (number, arrived) not in waiting:
                stays.append({**call, "arrived": arrived, "left": left})
    return stays


def nights_of(stay, first: date, end: date) -> int:
    """Nights held within the days from `first` up to, but not, `end`."""
    until = min(stay["left"] or end, end)
    return max(0, (until - max(stay["arrived"], first)).days)


def counted(path, year: int, *, waiting=frozenset(), today: date) -> dict:
    """The year's figures. `waiting`: {(number, day of arrival)} of the stays that were not taken over."""
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    calls = calls_of(path)
    received = [call for call in calls if first <= call["called"] < end]
    decided = [call for call in calls if first <= (day(call["decided"]) or call["called"]) < end]
    outcomes = Counter(filter(None, (means(OUTCOMES, call["decision"]) for call in decided)))
    stays = stays_of(calls, waiting)
    over = min(end, today)
    held = [stay for stay in stays if nights_of(stay, first, over)]
    left = [stay for stay in stays if stay["left"] and first <= stay["left"] < end and stay["left"] <= today]
    gone = [stay for stay in left if not plain(stay["to"]).startswith("post hebergement")]
    return {
        "requests_received": len(received),
        "requesters": len(persons(received)),
        "channels": dict(Counter(means(CHANNELS, call["channel"], "other") for call in received)),
        "requests_processed": sum(outcomes.values()),
        "outcomes": dict(outcomes),
        "nights_held": sum(nights_of(stay, first, over) for stay in held),
        "accommodated": len(persons(held)),
        "exits": len(gone),
        "days_stayed": sum((stay["left"] - stay["arrived"]) // timedelta(days=1) for stay in gone),
    }


if __name__ == "__main__":
    workbook, *years = sys.argv[1:]
    for asked in map(int, years or range(2018, date.today().year + 1)):  # noqa: DTZ011
        print(asked, counted(workbook, asked, today=date.today()))  # noqa: DTZ011
