"""Word, Excel and OpenDocument files are ZIP archives. They are looked into, never unpacked."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from refuge.documents.content import ContentType, mismatch

MOST_ENTRIES = 2000
LARGEST_UNPACKED = 200 * 2**20
# The entry without which a file is not of its type.
PARTS = {
    ContentType.DOCX: "word/document.xml",
    ContentType.XLSX: "xl/workbook.xml",
    ContentType.ODT: "content.xml",
}
ENCRYPTED = 0x1


def check(content_type, data: bytes) -> None:
    """ValidationError if the archive is not of this type, would unpack to too much, or carries macros."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_size(entries, len(data))
            _check_parts(content_type, archive, {entry.filename for entry in entries})
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise mismatch() from error


def _check_size(entries, size: int) -> None:
    """Entries that lie over each other make much out of little, and are no office file's either."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or packed > size:
        raise ValidationError(_("This file would unpack to far too much."), code="bomb")


def _check_parts(content_type, archive, names: set) -> None:
    if PARTS[content_type] not in names:
        raise mismatch()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("This file carries macros: save it without, or as a PDF."), code="macros")
    if content_type == ContentType.ODT and _mimetype(archive) != content_type:
        raise mismatch()


def _mimetype(archive) -> str:
    info = archive.getinfo("mimetype") if "mimetype" in archive.namelist() else None
    if info is None or info.file_size > 200 or info.flag_bits & ENCRYPTED:
        return ""
    return archive.read(info).decode("ascii", "replace").strip()
