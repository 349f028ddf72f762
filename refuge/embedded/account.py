"""Whom PostgreSQL runs as. It refuses root, so root lends it an account of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from refuge.embedded.trouble import Trouble

NAME = "refuge-postgres"
# The right to pass closed folders, kept over the change of user and honoured by access(2) too.
LEND = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
CANNOT_LEND = (
    "PostgreSQL does not run as root, and this machine does not let root lend it the way through closed folders: "
    "move project and DATA_DIR to where everybody may pass (/srv, not /root), or start as an ordinary user."
)


@dataclass(frozen=True)
class Account:
    """A user of this machine, and how to run a program as that user."""

    uid: int
    gid: int

    @classmethod
    def for_cluster(cls, cluster: Path) -> "Account":
        """Its owner. For a new one: whoever asks, or the account that root makes for it."""
        me = os.geteuid()
        if not cluster.exists():
            return cls._made() if me == 0 else cls(me, os.getegid())
        owner = cluster.stat()
        if owner.st_uid == 0 or me not in (0, owner.st_uid):
            raise Trouble(f"{cluster} belongs to {_name(owner.st_uid)}: start as that user, or `chown -R` it.")
        return cls(owner.st_uid, owner.st_gid)

    @classmethod
    def _made(cls) -> "Account":
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            add = ["useradd", "--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", NAME]
            done = subprocess.run(add, capture_output=True, text=True)  # noqa: S603
            if done.returncode:
                raise Trouble(f"Cannot add the user {NAME} for PostgreSQL: {done.stderr.strip()}") from None
            entry = pwd.getpwnam(NAME)
        return cls(entry.pw_uid, entry.pw_gid)

    def own(self, folder: Path) -> None:
        """Give an empty folder to this account."""
        if folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)

    def command(self, argv: list, *places: Path) -> list[str]:
        """`argv` as this account, able to reach `places`.

        Where a folder on the way is closed to others (/root, a private home), root hands on its right to pass it,
        rather than opening the folder to everybody.
        """
        argv = [str(part) for part in argv]
        if os.geteuid() == self.uid:
            return argv
        setpriv = shutil.which("setpriv")
        if not setpriv:
            raise Trouble("PostgreSQL cannot run as root here: install util-linux, or start as an ordinary user.")
        lend = [] if all(map(_open_to_all, places)) else LEND
        return [setpriv, f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *lend, "--", *argv]


def _open_to_all(place: Path) -> bool:
    """Whether everybody may pass all folders above `place`."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in place.resolve().parents)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
