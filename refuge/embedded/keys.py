"""Key rings and the secret key: made once, read-only for their owner, never overwritten."""

import base64
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from refuge.embedded.trouble import Trouble


def new_ring() -> str:
    """A ring with one key: `keys` seal under `current`, `index` makes the blind index."""
    name = secrets.token_hex(2)
    return json.dumps({"current": name, "keys": {name: _random_key()}, "index": _random_key()}) + "\n"


def new_secret() -> str:
    return secrets.token_urlsafe(50) + "\n"


def make_missing(path: Path, content: str) -> None:
    """Write `content` to `path` for its owner's eyes, unless the file is there."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # A link, not a rename: of two processes that start at once, the second must not replace the first one's key.
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def check_ring(path: Path) -> None:
    """Trouble unless `path` is a key ring that can be used."""
    try:
        ring = json.loads(path.read_text())
        keys = [*ring["keys"].values(), ring["index"]]
        good = ring["current"] in ring["keys"] and all(len(base64.b64decode(key)) == 32 for key in keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise Trouble(f"The key ring {path} is damaged: put it back from your backup. Nothing was changed.")


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
