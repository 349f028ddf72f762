"""Pictures are decoded and drawn anew: no EXIF (place, camera, moment), and nothing hidden behind the pixels."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps

from refuge.documents.content import ContentType, mismatch

MOST_PIXELS = 50_000_000
FORMATS = {ContentType.JPEG: "JPEG", ContentType.PNG: "PNG", ContentType.WEBP: "WEBP"}
QUALITY = {"JPEG": {"quality": 88, "optimize": True}, "PNG": {"optimize": False}, "WEBP": {"quality": 88}}


def drawn_anew(content_type, data: bytes) -> bytes:
    """The same picture, upright, in the same format. ValidationError if it is none, damaged, or too many pixels."""
    name = FORMATS[content_type]
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the builder of PDFs turns it on for the whole process
    try:
        picture = Image.open(BytesIO(data), formats=[name])
    except Exception as error:  # Pillow raises many kinds of errors on files made to hurt it
        raise mismatch() from error
    if picture.width * picture.height > MOST_PIXELS:
        message = _("This picture has more than %(limit)s million pixels.")
        raise ValidationError(message, code="too_many_pixels", params={"limit": MOST_PIXELS // 1_000_000})
    try:
        return _encoded(ImageOps.exif_transpose(picture), name)
    except Exception as error:
        raise ValidationError(_("This picture is damaged."), code="damaged") from error


def _encoded(picture, name: str) -> bytes:
    """Pixels alone go into a new picture; what else the old one carried stays behind."""
    mode = "RGB" if name == "JPEG" or not picture.has_transparency_data else "RGBA"
    clean = Image.new(mode, picture.size)
    clean.paste(picture.convert(mode))
    drawn = BytesIO()
    clean.save(drawn, name, **QUALITY[name])
    return drawn.getvalue()
