"""The icons of the lucide set, drawn into the page: a picture of its own could not take the colour of the text."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

NAMESPACE = "{http://www.w3.org/2000/svg}"


@cache
def archive() -> ZipFile:
    """The package's archive of some thousand icons, opened once: its table of contents takes 20 ms to read, which the
    package does for each icon. In memory, since processes that part would share one place in an open file."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@cache
def svg(name: str, size: int) -> str:
    """An icon, hidden from screen readers: the word beside it says what it is. KeyError if none is called so."""
    drawing = ElementTree.fromstring(archive().read(f"{name}.svg"))  # noqa: S314 the package's own drawing
    for part in drawing.iter():
        part.tag = part.tag.removeprefix(NAMESPACE)
    size_and_place = {"width": str(size), "height": str(size), "class": "icon"}
    drawing.attrib.update(size_and_place | {"aria-hidden": "true", "focusable": "false"})
    return ElementTree.tostring(drawing, encoding="unicode")
