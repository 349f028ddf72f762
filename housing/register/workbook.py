"""Opening a workbook that somebody gives us: checked before it is opened, read as a stream, nothing in it worked out.

What a spreadsheet showed for a formula stands beside it in the file and is taken; a formula without it is a `Formula`.
"""

import os
import re
import zipfile
import zlib
from itertools import islice

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from housing.register.cells import Formula

MB = 1_000_000
# Eight years of a shelter are a quarter of a megabyte, and 2 MB unpacked.
LARGEST, LARGEST_UNPACKED = 25 * MB, 120 * MB
LONGEST_TEXT = 4_000
MOST_COLUMNS = 200

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CHUNK = 1 << 20
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
OVERLAP = 200


def refuse(message, code, **params):
    raise ValidationError(message, code=code, params=params)


class Workbook:
    """A checked workbook in a seekable binary file; ValidationError says in one line what is wrong with it. To be used
    with `with`; the file stays open."""

    def __init__(self, file):
        self._file = file
        self._merged = check(file)
        self._book = self._open(data_only=False)
        self._shown = None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        for book in filter(None, (self._book, self._shown)):
            book.close()

    @property
    def sheets(self) -> list:
        """The sheets that somebody sees, in their order."""
        return [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]

    @property
    def hidden(self) -> list[str]:
        return [sheet.title for sheet in self._book.worksheets if sheet.sheet_state != "visible"]

    def merged(self, sheet) -> set[int]:
        """Rows that share a cell with another row or whose cells were joined."""
        ranges = self._merged.get(sheet._worksheet_path.lstrip("/"), ())
        return {row for first, last in ranges for row in range(first, last + 1)}

    def rows(self, sheet):
        """(row number, values) of each row that holds anything."""
        sheet.reset_dimensions()
        shown = None
        try:
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
                cells = without_empty_end(cells)
                if not cells:
                    continue
                if any(cell.data_type == "f" for cell in cells):
                    shown = shown or self._shown_rows(sheet)
                    yield number, [value_of(cell, seen) for cell, seen in zip(cells, shown(number), strict=False)]
                else:
                    yield number, [shortened(cell.value) for cell in cells]
        except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile, zlib.error, OSError):
            refuse(_("The sheet “%(sheet)s” is damaged."), "damaged", sheet=sheet.title)

    def _shown_rows(self, sheet):
        """A function that gives, row after row, what the spreadsheet last showed."""
        self._shown = self._shown or self._open(data_only=True)
        twin = self._shown[sheet.title]
        twin.reset_dimensions()
        rows = enumerate(twin.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
        at = 0

        def of(number: int) -> tuple:
            nonlocal at
            _number, values = next(islice(rows, number - at - 1, None))
            at = number
            return values

        return of

    def _open(self, *, data_only):
        try:
            return openpyxl.load_workbook(self._file, read_only=True, data_only=data_only, keep_links=False)
        except Exception as error:  # whatever openpyxl stumbles over: the file is not what it says
            raise ValidationError(_("The file is damaged, or no workbook."), code="damaged") from error


def without_empty_end(cells) -> tuple:
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1].value not in (None, "")), 0)
    return cells[:last]


def value_of(cell, seen):
    if cell.data_type != "f":
        return shortened(cell.value)
    return shortened(seen) if seen is not None else Formula(shortened(str(cell.value)))


def shortened(value):
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def check(file) -> dict:
    """ValidationError for what need not even be read, in a second at most; else the merged rows of each sheet."""
    check_beginning(file)
    return check_archive(file)


def check_size(size: int) -> None:
    if size > LARGEST:
        message = _("The file is %(size)d MB. At most %(limit)d MB: leave out pictures and empty rows.")
        refuse(message, "too_large", size=size // MB, limit=LARGEST // MB)


def check_beginning(file) -> None:
    """What the size and the first bytes tell."""
    check_size(file.seek(0, os.SEEK_END))
    file.seek(0)
    beginning = file.read(1 << 16)
    if beginning.startswith(OLE):
        if ENCRYPTED in beginning:
            refuse(_("The file is protected by a password. Save it without one."), "password")
        refuse(_("The file is of an old kind. Save it as .xlsx."), "old_kind")
    if not zipfile.is_zipfile(file):
        refuse(_("The file is damaged, or no workbook."), "damaged")


def check_archive(file) -> dict:
    """The merged row ranges of each sheet, after a look at everything the archive holds, without unpacking it."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                refuse(_("The file is no workbook."), "no_workbook")
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_UNPACKED:
                message = _("Unpacked, the file would be %(size)d MB. At most %(limit)d MB: delete empty rows.")
                refuse(message, "too_large_unpacked", size=unpacked // MB, limit=LARGEST_UNPACKED // MB)
            return {part.filename: scan(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError(_("The file is damaged, or no workbook."), code="damaged") from error


def scan(archive, part) -> list[tuple[int, int]]:
    """The rows of merged cells in one part. A declaration in it can blow a few bytes up to gigabytes: refused."""
    merged, tail = set(), b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            if _DECLARED.search(text):
                refuse(_("The file declares things that a workbook has no need of, and was not opened."), "bomb")
            merged.update(found[1].decode() for found in _MERGED.finditer(text))
            tail = text[-OVERLAP:]
    return [(bounds[1], bounds[3]) for bounds in map(range_boundaries, merged)]
