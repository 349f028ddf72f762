"""Where things lie in a DATA_DIR. Standard library only: settings read this before Django is there."""

import hashlib
import json
import os
import re
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from refuge.embedded.trouble import Trouble

# A socket's path has 107 bytes. What PostgreSQL adds (/.s.PGSQL.5432.lock) must fit, and no character may need
# escaping in an URL or in a server's configuration.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+-]+")


@dataclass(frozen=True)
class DataFolder:
    """One installation's data. Two of them share nothing."""

    root: Path

    @classmethod
    def from_environment(cls, base_dir: Path) -> "DataFolder":
        """The folder that DATA_DIR names, else `var` in the project."""
        return cls(Path(os.environ.get("DATA_DIR") or base_dir / "var").resolve())

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def cluster(self) -> Path:
        return self.root / "postgres"

    @property
    def broker(self) -> Path:
        return self.root / "valkey"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def saved_settings(self) -> Path:
        return self.root / "house.json"

    @property
    def sockets(self) -> Path:
        """Where both servers listen: here, or in a short folder of its own where this path is too long for one."""
        wanted = self.root / "sockets"
        if len(os.fsencode(wanted)) <= LONGEST_FOLDER and PLAIN_PATH.fullmatch(str(wanted)):
            return wanted
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir(), f"refuge-{mark}")

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def database_url(self) -> str:
        return f"postgres://refuge@{str(self.sockets).replace('/', '%2F')}/refuge"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.valkey_socket}?db=0"

    def make(self) -> None:
        """Create what is missing; Trouble if this user may not write here."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for path in (self.keys, self.broker, self.logs):
                path.mkdir(mode=0o700, exist_ok=True)
            tempfile.TemporaryFile(dir=self.root).close()
        except OSError as error:
            raise Trouble(
                f"Cannot write to DATA_DIR {self.root} ({error.strerror}): make it yours, or set DATA_DIR."
            ) from error

    def make_sockets(self, owner: int | None = None) -> None:
        """Create the sockets' folder, for the user `owner` alone; Trouble if somebody else put one there."""
        me = os.geteuid()
        try:
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            if owner is not None and self.sockets.lstat().st_uid == me != owner:
                os.chown(self.sockets, owner, -1)
            found = self.sockets.lstat()
        except OSError as error:
            raise Trouble(f"Cannot make {self.sockets} for the servers' sockets: {error.strerror}.") from error
        known = {me, owner, self.cluster.stat().st_uid if self.cluster.exists() else me}
        if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o022 or found.st_uid not in known:
            raise Trouble(f"{self.sockets} belongs to somebody else: remove it, or set another DATA_DIR.")

    def read_settings(self) -> dict[str, str]:
        """What the house of this folder last ran with; nothing if it never ran."""
        try:
            return json.loads(self.saved_settings.read_text())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise Trouble(f"{self.saved_settings} cannot be read: remove it, `make run` writes a new one.") from error

    def save_settings(self, values: dict[str, str]) -> None:
        """Keep `values` for `manage.py`, whole or not at all."""
        fresh = self.saved_settings.with_suffix(".new")
        fresh.write_text(json.dumps(values, indent=2) + "\n")
        fresh.replace(self.saved_settings)
