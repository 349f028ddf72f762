"""Reading a list of partners from CSV or XLSX: rows that are new, known already, or rejected with their reason."""

import csv
import unicodedata
import zipfile
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from openpyxl import load_workbook

from refuge.partners.choices import Need, OrganisationType
from refuge.people import phones
from refuge.people.choices import LANGUAGES

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_COLUMNS, MAX_CELL, MAX_BLANK = 40, 1000, 200

# What the head of a column may be called, folded, in the three languages.
HEADS = {
    "name": ("name", "nom", "naam", "organisation", "organisatie", "partenaire", "partner"),
    "abbreviation": ("abbreviation", "sigle", "abreviation", "afkorting"),
    "type": ("type", "soort"),
    "services": ("services", "service", "diensten", "dienst", "offre", "aanbod"),
    "languages": ("languages", "langues", "talen", "langue", "taal"),
    "area": ("area", "commune", "zone", "region", "gemeente", "gebied"),
    "opening_hours": ("opening hours", "hours", "heures", "horaire", "heures d'ouverture", "openingsuren"),
    "email": ("email", "e-mail", "mail", "courriel"),
    "phone": ("phone", "telephone", "tel", "telefoon", "gsm"),
    "website": ("website", "site", "site web", "web", "url"),
    "address": ("address", "adresse", "adres"),
    "note": ("note", "remarque", "remarques", "opmerking", "notes"),
}
LIMITS = {"name": 150, "abbreviation": 30, "area": 120, "opening_hours": 200, "address": 200}


def rows_of(upload, most: int) -> list[dict]:
    """The rows of an uploaded file by our own column names, empty ones left out, each with its `line`.

    ValidationError for what is no such file, is locked, too large, has no column with names, or more than `most` rows.
    A formula is text like any other; nothing is reckoned.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB."), code="too_large")
    content = upload.read()
    lines = _sheet(content, most) if content[:2] == b"PK" else _csv(content)
    heads = _heads(next(lines, (0, []))[1])
    rows = []
    for line, cells in lines:
        row = {name: _text(cells[place]) for place, name in heads.items() if place < len(cells)}
        if not any(row.values()):
            continue
        if len(rows) >= most:
            raise ValidationError(_("The list has more than %(most)s rows."), code="too_many", params={"most": most})
        rows.append(row | {"line": line})
    if not rows:
        raise ValidationError(_("There is no row under the head of the table."), code="empty")
    return rows


def _sheet(content: bytes, most: int):
    """(line, cells) of the first sheet. It ends after many blank rows, so that a million of them cost nothing."""
    blank = 0
    for line, cells in enumerate(_open(content).iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        blank = 0 if any(cell is not None for cell in cells) else blank + 1
        if blank > MAX_BLANK or line > most * 2 + MAX_BLANK:
            return
        yield line, list(cells)


def _open(content: bytes):
    broken = ValidationError(
        _("This is not a workbook that can be read. Save it again as .xlsx or .csv."), code="unreadable"
    )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                raise ValidationError(_("The workbook is far larger unpacked than a list is."), code="too_large")
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return sheet
    except ValidationError:
        raise
    except Exception as error:
        raise broken from error


def _csv(content: bytes):
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _("The workbook is locked by a password, or of an old kind. Save it again as .xlsx without one."),
            code="locked",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ValidationError(_("This is neither a workbook nor a list in CSV."), code="unreadable")
    head = text.partition("\n")[0]
    reader = csv.reader(StringIO(text), delimiter=max(";,\t", key=head.count))
    return ((reader.line_num, cells[:MAX_COLUMNS]) for cells in _careful(reader))


def _careful(reader):
    try:
        yield from reader
    except csv.Error as error:
        raise ValidationError(_("This is neither a workbook nor a list in CSV."), code="unreadable") from error


def _heads(cells) -> dict[int, str]:
    names = {word: name for name, words in HEADS.items() for word in words}
    found = {place: names[fold(_text(cell))] for place, cell in enumerate(cells) if fold(_text(cell)) in names}
    if "name" not in found.values():
        raise ValidationError(
            _("No column is called “Name”: the first row says what the columns are."), code="no_names"
        )
    return found


def _text(cell) -> str:
    return "" if cell is None else str(cell).replace("\0", "").strip()[:MAX_CELL]


def fold(text: str) -> str:
    """Lower case without accents, as the database folds names."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower().strip()


def checked(rows: list[dict], known: set[str]) -> list[dict]:
    """The rows as {"line", "state", "facts", "why"}: new, known (by its folded name) or rejected."""
    words, seen, said = _words(), set(known), []
    for row in rows:
        facts, why = _facts(row, words)
        key = fold(facts.get("name", ""))
        state = "rejected" if why else "known" if key in seen else "new"
        seen.add(key)
        said.append({"line": row["line"], "state": state, "facts": facts, "why": why})
    return said


def _facts(row: dict, words: dict) -> tuple[dict, list[str]]:
    """The row in the database's terms, and what is wrong with it, as codes of PROBLEMS."""
    facts = {name: row.get(name, "") for name in HEADS}
    why = [] if facts["name"] else ["no_name"]
    why += [f"long_{name}" for name, most in LIMITS.items() if len(facts[name]) > most]
    kind = words["type"].get(fold(facts["type"]), "" if facts["type"] else OrganisationType.OTHER.value)
    why += [] if kind else ["type"]
    facts |= {"type": kind or facts["type"], **_lists(facts, words)}
    checks = {"email": phones.normalise_email, "phone": phones.normalise_phone, "website": _website}
    for name, check in checks.items():
        try:
            facts[name] = check(facts[name]) if facts[name] else ""
        except ValidationError:
            why.append(name)
    return facts, why


def _lists(facts, words) -> dict:
    return {
        name: [code for each in _parts(facts[name]) if (code := words[name].get(fold(each)))]
        for name in ("services", "languages")
    }


def _parts(text: str) -> list[str]:
    for sign in ";/\n|":
        text = text.replace(sign, ",")
    return text.split(",")


def _website(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    URLValidator(schemes=["http", "https"])(address)
    return address


def _words() -> dict[str, dict]:
    """For each list of choices: a code by its own word, or by its name in any of the three languages."""
    lists = {"type": OrganisationType.choices, "services": Need.choices, "languages": LANGUAGES}
    found = {name: {code: code for code, _label in choices} for name, choices in lists.items()}
    for language in ("fr", "nl", "en"):
        with override(language):
            for name, choices in lists.items():
                found[name] |= {fold(str(label)): code for code, label in choices}
    return found


PROBLEMS = {
    "no_name": _("The name is missing."),
    "type": _("This type of organisation is not known."),
    "email": _("This is not an e-mail address."),
    "phone": _("This is not a phone number."),
    "website": _("This is not the address of a website."),
    "long_name": _("The name is too long."),
    "long_abbreviation": _("The abbreviation is too long."),
    "long_area": _("The area is too long."),
    "long_opening_hours": _("The opening hours are too long."),
    "long_address": _("The address is too long."),
}
