#!/usr/bin/env python3
"""Django's commands, beside a running house or without one: DATA_DIR alone finds server, broker and keys."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
PYTHON = BASE_DIR / ".venv" / "bin" / "python"


def main():
    if not find_spec("django"):
        use_own_python()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")
    from refuge.embedded import commands

    commands.execute(BASE_DIR, sys.argv)


def use_own_python():
    """Start again with the project's own packages."""
    if not PYTHON.exists() or sys.prefix == str(PYTHON.parents[1]):
        sys.exit("Django is not installed: run `make install` first.")
    os.execv(PYTHON, [PYTHON, *sys.argv])  # noqa: S606


if __name__ == "__main__":
    main()
