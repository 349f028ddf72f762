"""`make run`: servers, web, worker and beat under one parent. They begin together and end together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from refuge.embedded import environment, keys, probe
from refuge.embedded.folder import DataFolder
from refuge.embedded.locks import one_at_a_time, open_lock, take_house
from refuge.embedded.postgres import Postgres
from refuge.embedded.processes import (
    ask_for_parent_death,
    catches,
    dies_with_parent,
    end,
    last_words,
    spawn,
)
from refuge.embedded.trouble import Trouble
from refuge.embedded.valkey import Valkey

READY_SECONDS = 120
# A folder stays what its first start made it: a later start that says nothing must not open real data as a demo.
LASTING = ("DEMO", "MFA_REQUIRED", "HTTPS")

# Each with the signal it gets when the parent was killed. Celery's worker would wait for a broker that is gone too.
PROGRAMS = {
    "web": (["gunicorn", "--config", "python:refuge.embedded.web"], signal.SIGTERM),
    "worker": (
        [
            "celery",
            "--app",
            "refuge",
            "--quiet",
            "worker",
            "--concurrency",
            "1",
            "--without-mingle",
            "--without-gossip",
        ],
        signal.SIGKILL,
    ),
    "beat": (
        ["celery", "--app", "refuge", "--quiet", "beat", "--scheduler", "refuge.embedded.beat:OneBeat"],
        signal.SIGTERM,
    ),
}


class Stopped(BaseException):
    """Somebody asked the house to stop."""


class House:
    """All of it for one DATA_DIR."""

    def __init__(self, base_dir: Path):
        self.base_dir, self.folder = base_dir, DataFolder.from_environment(base_dir)
        self.lock: int | None = None
        self.make: int | None = None
        self.postgres = None if os.environ.get("DATABASE_URL") else Postgres(self.folder)
        self.valkey = None if os.environ.get("REDIS_URL") else Valkey(self.folder)
        self.children: dict[str, subprocess.Popen] = {}
        self.owns_servers = False

    def run(self, *, under_make: bool = False) -> None:
        """Start, serve until Ctrl-C or SIGTERM, stop. Trouble if it cannot start or a part of it ends.

        Under make, also when make is killed, or is asked to stop: it waits for us and tells us nothing.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        if under_make:
            ask_for_parent_death(signal.SIGTERM)
            self.make = os.getppid() if catches(os.getppid(), signal.SIGINT) else None
        try:
            self.start()
            self.watch()
        except Stopped:
            say("Stopping …")
        finally:
            self.stop()
        say("Stopped. The data is kept.")

    def start(self) -> None:
        began = time.monotonic()
        self.check()
        say(f"Le Refuge, data in {self.folder.root}")
        self.start_servers()
        self.prepare()
        for name in PROGRAMS:
            self.spawn(name)
        self.wait_until_ready()
        self.greet(time.monotonic() - began)

    def check(self) -> None:
        """Everything that can be known to be wrong before something is started or written."""
        self.folder.make()
        self.lock = take_house(self.folder.root / "house.lock")
        check_port()
        if self.postgres:
            self.postgres.check()
        self.settle()

    def settle(self) -> None:
        """The settings of this start, kept for `manage.py` beside it."""
        saved = {"DEMO": "true", **self.folder.read_settings()}
        for name in LASTING:
            environment.fill(name, saved.get(name, ""))
        environment.fill("SITE_URL", f"http://localhost:{port()}")
        self.folder.save_settings({name: os.environ[name] for name in (*LASTING, "SITE_URL") if os.environ.get(name)})
        environment.load(self.base_dir)
        for name in environment.RINGS:
            keys.check_ring(Path(os.environ[name]))

    def start_servers(self) -> None:
        self.owns_servers = True
        if self.postgres:
            self.users = open_lock(self.folder.root / "users.lock")
            with one_at_a_time(self.folder.root / "start.lock"):
                fcntl.flock(self.users, fcntl.LOCK_SH)
                self.postgres.start(on_parent_death=signal.SIGINT)
            say("  PostgreSQL up")
        if self.valkey:
            self.valkey.start(pass_fds=[self.lock])
            say("  Valkey up")

    def prepare(self) -> None:
        prepare = subprocess.run(  # noqa: S603
            self.python("manage.py", "prepare"),
            cwd=self.base_dir,
            env={"DATABASE_TIMEOUT_MS": "0", **os.environ},
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),
        )
        if prepare.returncode:
            raise Trouble("The start ends here: what is wrong stands above. Nothing is running.")

    def python(self, *args) -> list[str]:
        return [sys.executable, *args]

    def log(self, name: str) -> Path:
        return self.folder.logs / f"{name}.log"

    def spawn(self, name: str) -> None:
        (module, *args), on_parent_death = PROGRAMS[name]
        self.children[name] = spawn(
            self.python("-m", module, *args),
            self.log(name),
            on_parent_death=on_parent_death,
            cwd=self.base_dir,
            pass_fds=[self.lock],
        )

    def wait_until_ready(self) -> None:
        limit = time.monotonic() + READY_SECONDS
        while probe.status("/readyz") != 200:
            self.check_children()
            if time.monotonic() > limit:
                raise Trouble(f"Not ready after {READY_SECONDS} s: see the logs in {self.folder.logs}.")
            time.sleep(0.2)

    def watch(self) -> None:
        while not self.make or catches(self.make, signal.SIGINT):
            self.check_children()
            time.sleep(0.5)
        raise Stopped

    def check_children(self) -> None:
        """Trouble if one of the house has ended: half a house serves nobody."""
        servers = {"postgres": self.postgres, "valkey": self.valkey}
        processes = {name: server.process for name, server in servers.items() if server} | self.children
        for name, process in processes.items():
            if process and process.poll() is not None:
                said = last_words(self.log(name), "Error", "FATAL", "PANIC") or "it said nothing"
                raise Trouble(f"{name} has ended, so all of it stops: {said} (log: {self.log(name)})")

    def greet(self, seconds: float) -> None:
        host = os.environ.get("HOST") or "localhost"
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104
        say(f"Ready in {seconds:.0f} s: http://{shown}:{port()}/")
        if os.environ["DEMO"].lower() in {"true", "1", "yes", "on"}:
            say(ACCOUNTS)
        say("Ctrl-C stops everything.")

    def stop(self) -> None:
        """End web and clock first, then the worker, the broker and the database."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.lock is not None:
            os.ftruncate(self.lock, 0)  # the next start waits for us, rather than give up
        end(list(self.children.values()))
        # A start that was refused must not end the servers of the house that runs.
        for server in (self.valkey, self.postgres):
            if server and self.owns_servers:
                server.stop()


ACCOUNTS = """
Demo accounts, all with the password refuge-demo:
  management@demo.refuge.example      management
  coordinator@demo.refuge.example     social coordinator
  psychologist@demo.refuge.example    psychologist
  psychologist2@demo.refuge.example   psychologist
  educator@demo.refuge.example        specialised educator
  logistics@demo.refuge.example       logistics and maintenance
  volunteers@demo.refuge.example      volunteers' coordinator
  volunteer@demo.refuge.example       volunteer
"""


def say(line: str) -> None:
    with suppress(OSError):  # whoever read it is gone
        print(line, flush=True)


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port: give a number from 1 to 65535.")
    return int(text)


def check_port() -> None:
    """Trouble if something else listens where the web server will."""
    host = os.environ.get("HOST") or "127.0.0.1"
    try:
        found = socket.getaddrinfo(host, port(), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe_socket:
            probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe_socket.bind(address)
    except OSError as error:
        raise Trouble(f"Cannot listen on {host}:{port()} ({error.strerror}): set another PORT.") from error


def _stop(number, frame):
    raise Stopped
