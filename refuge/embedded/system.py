"""System packages the house needs beside its Python packages: `python -m refuge.embedded.system run|test|messages`.

Installs what is missing where it may, else names the command that does. Standard library only.
"""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
# What to look for, and the Debian package that brings it.
PROGRAMS = {
    "run": {"setpriv": "util-linux"},
    "test": {"setpriv": "util-linux", "chromium": "chromium"},
    "messages": {"xgettext": "gettext"},
}


def missing(purpose: str) -> list[str]:
    programs = [package for program, package in PROGRAMS[purpose].items() if not shutil.which(program)]
    return programs + [package for library, package in LIBRARIES.items() if not find_library(library)]


def install(packages: list[str]) -> bool:
    """Whether the packages are there now."""
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (root and (not shutil.which("sudo") or _run([*root, "true"]))):
        return False
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    print(f"Installing {' '.join(packages)} …", flush=True)
    _run([*apt, "update"])
    return _run([*apt, "install", "--yes", "--no-install-recommends", *packages]) == 0


def _run(argv: list[str]) -> int:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(argv, **quiet).returncode  # noqa: S603


def main(purpose: str) -> None:
    """Say what is missing and cannot be installed. The house runs without it, less its PDFs; nothing else does."""
    packages = missing(purpose)
    if packages and not install(packages):
        line = f"Missing on this machine. Run: sudo apt-get install {' '.join(packages)}"
        print(line, file=sys.stderr)
        sys.exit(purpose != "run")


if __name__ == "__main__":
    main(sys.argv[1])
