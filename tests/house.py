"""A whole house, started as `make run` starts it, for tests that need one."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
# What the run of the tests set for itself must not reach a house that shall be like a user's.
OURS = re.compile(
    r"DATABASE_URL|REDIS_URL|DEMO|HTTPS|MFA_REQUIRED|HOST|PORT|DATA_DIR|.*_KEY_RING_FILE|SECRET_KEY.*|DJANGO_.*"
)
START_SECONDS = 300


def plain_environment(**values):
    """This process's environment without our settings, with `values`."""
    kept = {name: value for name, value in os.environ.items() if not OURS.fullmatch(name)}
    return kept | {name: str(value) for name, value in values.items()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_in_vain(data_dir, **values):
    """Try to start a house that cannot start; what it says, and with which exit code."""
    environment = plain_environment(DATA_DIR=data_dir, **{"PORT": free_port(), **values})
    command = [sys.executable, "-m", "refuge.embedded", "run"]
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)


def manage(data_dir, *arguments, prefix=(), **values):
    """`manage.py` with DATA_DIR alone."""
    command = [*prefix, sys.executable, "manage.py", *arguments]
    environment = plain_environment(DATA_DIR=data_dir, **values)
    return subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)


def programs_of(data_dir):
    """The processes whose command or environment names this folder."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(data_dir).encode() in told and "Z" not in (process / "stat").read_text().rpartition(")")[2][:3]:
                found[int(process.name)] = (process / "comm").read_text().strip()
        except OSError:
            continue
    return found


def refusal(done):
    """The one line with which a start was refused."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0
    assert len(lines) == 1, done.stderr
    return lines[0]


def gone(data_dir, seconds=10):
    """Whether nothing of this house runs any more, at the latest after `seconds`."""
    end = time.monotonic() + seconds
    while programs_of(data_dir) and time.monotonic() < end:
        time.sleep(0.1)
    return programs_of(data_dir) == {}


class House:
    """`.url` answers while it runs; `.data_dir` is its own; every demo account has `.password`."""

    password = "refuge-demo"

    def __init__(self, data_dir):
        self.data_dir, self.port = data_dir, free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = None

    def start(self):
        """Start and wait until it says that it is ready; what it printed."""
        said = self.data_dir.parent / f"{self.data_dir.name}.txt"
        with said.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "refuge.embedded", "run"],
                cwd=BASE_DIR,
                env=plain_environment(DATA_DIR=self.data_dir, PORT=self.port),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while "Ctrl-C stops everything" not in said.read_text():
            assert self.process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.1)
        return said.read_text()

    def stop(self, number=signal.SIGINT):
        """End the parent alone, as Ctrl-C or `kill -9` does; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=90)
