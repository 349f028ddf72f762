"""`python -m refuge.embedded run [--under-make] | keys | probe PATH`."""

import os
import sys
from pathlib import Path

from refuge.embedded import environment, keys, probe
from refuge.embedded.house import House
from refuge.embedded.trouble import Trouble

BASE_DIR = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> None:
    """Do what is asked; what prevents it is one line on standard error and an exit code that is not 0."""
    match argv:
        case ["run", *options] if options in ([], ["--under-make"]):
            House(BASE_DIR).run(under_make=bool(options))
        case ["keys"]:
            make_keys()
        case ["probe", path]:
            sys.exit(probe.status(path) != 200)
        case _:
            sys.exit(__doc__)


def make_keys() -> None:
    """The key rings that the environment names, where they are missing: once for an installation."""
    for name in environment.RINGS:
        if path := os.environ.get(name):
            keys.make_missing(Path(path), keys.new_ring())
            print(path)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.exit(f"Cannot go on: {trouble}")
