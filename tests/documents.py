"""Files as people upload them, and records that hold them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import ContentFile
from PIL import Image

from intake.mail.reading import Mail
from intake.operations import mails
from refuge.documents import operations
from tests.factories import make_user

SENTINEL = b"Quetzalcoatlus-9147"


def a_pdf(name="decision.pdf", words=SENTINEL) -> ContentFile:
    """The smallest PDF that a reader opens, with `words` in it."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words) + 30, b"BT /F 14 Tf 20 100 Td (%s) Tj ET" % words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return ContentFile(body + table + end, name=name)


def a_picture(name="photo.jpg", *, format=None, exif=None, size=(60, 40)) -> ContentFile:
    """A plain picture of the format that its name says."""
    drawn = BytesIO()
    format = format or {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[name.rpartition(".")[2]]
    more = {"exif": exif} if exif else {}
    Image.new("RGB", size, (91, 42, 134)).save(drawn, format, **more)
    return ContentFile(drawn.getvalue(), name=name)


def an_archive(name, entries: dict) -> ContentFile:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, data in entries.items():
            archive.writestr(path, data)
    return ContentFile(packed.getvalue(), name=name)


def make_document(*, by=None, file=None, kind="letter", **fields):
    """A sealed file; a PDF unless told otherwise."""
    return operations.add_document(file=file or a_pdf(), kind=kind, by=by or make_user("coordinator"), **fields)


def make_mail(text="A young person of 19 needs a place.", *, by=None, knows="yes", agrees="yes", **fields):
    """An e-mail brought in, not filed."""
    mail = Mail(text=text, **fields)
    by = by or make_user("coordinator")
    return mails.bring_in(mail=mail, person_knows=knows, person_agrees=agrees, by=by)
