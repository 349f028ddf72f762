"""An .eml file or a pasted text taken apart: sender, subject, text without markup, attachments. Within limits."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.mail.markup import text_of

LARGEST = 25 * 2**20
LONGEST_HEAD = 64 * 2**10
LONGEST_HEADER = 1000
LONGEST_TEXT = 100_000
MOST_PARTS = 100
MOST_ATTACHMENTS = 20
# What a mail program puts above a message that somebody copies.
HEAD_LINES = {
    "sender": re.compile(r"^\s*(?:De|Van|From|Expéditeur|Afzender)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE),
    "subject": re.compile(r"^\s*(?:Objet|Onderwerp|Subject|Sujet)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE),
}


@dataclass
class Mail:
    """An e-mail as it is read. `left_out` says of each attachment that is not taken which, and why."""

    text: str
    sender: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    attachments: list = field(default_factory=list)  # of ContentFile
    left_out: list = field(default_factory=list)  # of {"name", "reason"}


def read_pasted(text: str) -> Mail:
    """A text as copied from a mail program; sender and subject stand in its first lines."""
    head = "\n".join(text.splitlines()[:12])
    found = {
        name: match[1].strip()[:LONGEST_HEADER] for name, line in HEAD_LINES.items() if (match := line.search(head))
    }
    return Mail(text=text.replace("\0", "").strip()[:LONGEST_TEXT], **found)


def read_file(data: bytes) -> Mail:
    """An .eml file. ValidationError with the code too_large, too_many_parts or no_mail."""
    _check_limits(data)
    try:
        message = message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as error:
        raise _too_many_parts() from error
    if len(parts) > MOST_PARTS:
        raise _too_many_parts()
    if not message.get("From"):
        raise ValidationError(gettext_lazy("This is no e-mail: save it as .eml, or paste its text."), code="no_mail")
    mail = Mail(
        text=_body(parts), sender=_header(message, "From"), subject=_header(message, "Subject"), sent_at=_day(message)
    )
    _take_attachments(mail, parts)
    return mail


def _check_limits(data: bytes) -> None:
    """Before anything is parsed: parsing is what a hostile message aims at."""
    if len(data) > LARGEST:
        message = gettext_lazy("This e-mail is larger than %(limit)s MB.")
        raise ValidationError(message, code="too_large", params={"limit": LARGEST // 2**20})
    lower = data.lower()
    if lower.count(b"content-type:") > MOST_PARTS or lower.count(b"boundary=") > MOST_PARTS:
        raise _too_many_parts()
    if len(data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]) > LONGEST_HEAD:
        raise ValidationError(gettext_lazy("This is no e-mail: save it as .eml, or paste its text."), code="no_mail")


def _too_many_parts() -> ValidationError:
    message = gettext_lazy("This e-mail has too many parts. Paste its text instead.")
    return ValidationError(message, code="too_many_parts")


def _header(message, name: str) -> str:
    value = _words(str(message.get(name, ""))[:LONGEST_HEADER])
    return " ".join(value.replace("\0", "").split())


def _words(header: str) -> str:
    """Encoded words as text; one in an unknown alphabet stays as it came."""
    try:
        return str(make_header(decode_header(header)))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return header


def _day(message) -> datetime | None:
    try:
        sent_at = parsedate_to_datetime(str(message.get("Date", ""))[:100])
    except (TypeError, ValueError, OverflowError):
        return None
    sent_at = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
    return sent_at if 1990 < sent_at.year < 2100 else None


def _is_attachment(part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _body(parts) -> str:
    """The plain text, or else the HTML one as text: without pictures, scripts, or anything fetched from outside."""
    for kind, plain in (("text/plain", str), ("text/html", text_of)):
        texts = [
            plain(_decoded(part)) for part in parts if part.get_content_type() == kind and not _is_attachment(part)
        ]
        text = "\n\n".join(each.strip() for each in texts if each.strip())
        if text:
            return text[:LONGEST_TEXT]
    return ""


def _decoded(part) -> str:
    data = part.get_payload(decode=True) or b""
    try:
        text = data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = data.decode("utf-8", "replace")
    return text.replace("\0", "").replace("\r\n", "\n")


def _take_attachments(mail, parts) -> None:
    for part in parts:
        if not _is_attachment(part):
            continue
        name = _file_name(part)
        if part.get("Content-ID") and part.get_content_disposition() != "attachment":
            mail.left_out.append({"name": name, "reason": _("a picture inside the text")})
        elif len(mail.attachments) >= MOST_ATTACHMENTS:
            mail.left_out.append({"name": name, "reason": _("more attachments than are taken at once")})
        else:
            mail.attachments.append(ContentFile(part.get_payload(decode=True) or b"", name=name))


def _file_name(part) -> str:
    name = _words((part.get_filename() or "")[:LONGEST_HEADER])
    return " ".join(re.sub(r"[\0-\x1f/\\]", " ", name).split())[-150:] or "?"
