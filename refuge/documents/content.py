"""What a file is, told from its bytes. Its name may say so too, but not otherwise."""

from dataclasses import dataclass
from email import message_from_bytes
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LARGEST = 25 * 2**20
LONGEST_NAME = 200
# A PDF says where its table of contents is in its last lines.
PDF_TAIL = 2048
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"


class ContentType(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
    ODT = "application/vnd.oasis.opendocument.text", "OpenDocument"
    TEXT = "text/plain", _("Text")
    EMAIL = "message/rfc822", _("E-mail")


PICTURES = (ContentType.JPEG, ContentType.PNG, ContentType.WEBP)
EXTENSIONS = {
    "pdf": ContentType.PDF,
    "jpg": ContentType.JPEG,
    "jpeg": ContentType.JPEG,
    "png": ContentType.PNG,
    "webp": ContentType.WEBP,
    "docx": ContentType.DOCX,
    "xlsx": ContentType.XLSX,
    "odt": ContentType.ODT,
    "txt": ContentType.TEXT,
    "eml": ContentType.EMAIL,
}
# For the browser's file dialog.
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)


@dataclass(frozen=True)
class Checked:
    """A file that is what it says: its name without any folder, its type, and the bytes to keep."""

    name: str
    content_type: str
    data: bytes


def check(file) -> Checked:
    """`file` (name, size, read()) as it will be kept: pictures are drawn anew, without what a camera adds.

    ValidationError with the code empty, too_large, unknown, mismatch, too_many_pixels, bomb, macros or damaged.
    """
    name = PurePath(file.name.replace("\\", "/")).name[-LONGEST_NAME:]
    if file.size > LARGEST:
        message = _("This file is larger than %(limit)s MB.")
        raise ValidationError(message, code="too_large", params={"limit": LARGEST // 2**20})
    data = file.read()
    if not data:
        raise ValidationError(_("This file is empty."), code="empty")
    content_type = EXTENSIONS.get(PurePath(name).suffix.lower().removeprefix("."))
    if content_type is None:
        message = _("This kind of file is not kept here. Kept are: %(kinds)s.")
        raise ValidationError(message, code="unknown", params={"kinds": ", ".join(EXTENSIONS)})
    return Checked(name, content_type, _kept(content_type, data))


def _kept(content_type, data: bytes) -> bytes:
    from refuge.documents import archives, pictures

    if content_type in PICTURES:
        return pictures.drawn_anew(content_type, data)
    if content_type in archives.PARTS:
        archives.check(content_type, data)
    elif not IS_ONE[content_type](data):
        raise mismatch()
    return data


def mismatch() -> ValidationError:
    return ValidationError(_("The content of this file is not what its name says."), code="mismatch")


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-PDF_TAIL:]


def _is_text(data: bytes) -> bool:
    if data.translate(None, CONTROLS) != data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True


def _is_email(data: bytes) -> bool:
    """It begins with headers that only a message has."""
    head = data[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    headers = {name.lower() for name in message_from_bytes(head + b"\n\n")}
    return b"\0" not in data and "from" in headers and bool(headers & {"date", "received", "subject", "to"})


IS_ONE = {ContentType.PDF: _is_pdf, ContentType.TEXT: _is_text, ContentType.EMAIL: _is_email}
