"""Fills in the environment from DATA_DIR, so that every command beside a running house behaves as the house does.

What is set in the real environment always wins. Standard library only.
"""

import os
from pathlib import Path

from refuge.embedded import keys
from refuge.embedded.folder import DataFolder
from refuge.embedded.trouble import Trouble

RINGS = {"DATA_KEY_RING_FILE": "data.json", "PSYCHOLOGY_KEY_RING_FILE": "psychology.json"}


def load(base_dir: Path) -> DataFolder:
    """Set DATA_DIR, DATABASE_URL, REDIS_URL, the key files and what `make run` saved, where they are not set.

    Missing keys are made, except beside a database: there they are lost, not new, and Trouble says so.
    """
    folder = DataFolder.from_environment(base_dir)
    os.environ["DATA_DIR"] = str(folder.root)
    for name, value in folder.read_settings().items():
        fill(name, value)
    if not os.environ.get("SECRET_KEY") and not os.environ.get("SECRET_KEY_FILE"):
        keys.make_missing(folder.keys / "secret", keys.new_secret())
        fill("SECRET_KEY_FILE", folder.keys / "secret")
    for name, file in RINGS.items():
        if not os.environ.get(name):
            make_ring(folder, folder.keys / file)
            fill(name, folder.keys / file)
    fill("DATABASE_URL", folder.database_url)
    fill("REDIS_URL", folder.redis_url)
    return folder


def fill(name: str, value) -> None:
    """Set a variable that is missing or empty (compose files hand on empty ones)."""
    if not os.environ.get(name) and value != "":
        os.environ[name] = str(value)


def make_ring(folder: DataFolder, path: Path) -> None:
    """A new key ring, unless there is one or a database that a lost one would be needed for."""
    if not path.exists() and folder.cluster.exists():
        raise Trouble(f"The key ring {path} is missing beside its database: put it back from your backup.")
    keys.make_missing(path, keys.new_ring())
