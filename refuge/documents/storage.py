"""Sealed files under DOCUMENTS_ROOT: random names, one file a document, nothing plain on disk.

A file is sealed like an encrypted column (refuge/encryption.py) and bound to its row: put in another document's place
it does not open. Nothing here is served; views read, check rights, and send the plain bytes.
"""

import os
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from refuge.encryption import CannotOpen, key_ring

RING = "data"


def place_of(pk) -> str:
    """What a file is bound to."""
    return f"documents.document.content:{pk}"


def write(plain: bytes, pk) -> uuid.UUID:
    """Seal `plain` for the row `pk`; the name it is kept under. Whole or not at all, and on disk when this returns."""
    name = uuid.uuid4()
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key_ring(RING).seal(plain, place_of(pk)))
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    return name


def read(name, pk) -> bytes:
    """The plain bytes. CannotOpen when the file is gone, was changed, or belongs to another row."""
    try:
        sealed = _path(name).read_bytes()
    except FileNotFoundError as error:
        raise CannotOpen(place_of(pk)) from error
    return key_ring(RING).open(sealed, place_of(pk))


def remove(name) -> None:
    """Unlink the file; one that has gone already is as good."""
    _path(name).unlink(missing_ok=True)


def orphans(known: set, older_than: timedelta) -> list[Path]:
    """Files of no row in `known` (names), left alone for `older_than`: an upload still under way has no row yet."""
    limit = (timezone.now() - older_than).timestamp()
    files = settings.DOCUMENTS_ROOT.glob("??/*") if settings.DOCUMENTS_ROOT.exists() else ()
    return [path for path in files if path.name not in known and path.stat().st_mtime < limit]


def _path(name) -> Path:
    name = uuid.UUID(str(name)).hex
    return settings.DOCUMENTS_ROOT / name[:2] / name
