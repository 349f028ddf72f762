"""A house of its own for each size of database: gunicorn, PostgreSQL and Valkey as production has them."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from refuge.embedded.processes import dies_with_parent

BASE_DIR = Path(__file__).resolve().parents[1]
# Our own environment must not reach the house: it is measured with its defaults.
NOT_OURS = re.compile(r"DATABASE_.*|REDIS_URL|DEMO|HOST|PORT|DATA_DIR|WEB_.*|.*_KEY_RING_FILE|SECRET_KEY.*|DJANGO_.*")
START_SECONDS = 300


@dataclass(frozen=True)
class Size:
    """A database to measure in. Without `seed` it is the demo shelter."""

    name: str
    seed: tuple = ()


EMPTY = Size("empty", ("nobody",))
# 20,000 stays and more: what figures are counted over.
FIGURES = Size("figures", ("--spaces", "640", "--years", "10"))
SIZES = {size.name: size for size in (
    Size("demo"),
    Size("300x10", ("--spaces", "300", "--years", "10")),
)}  # fmt: skip


class House:
    """Serves at `port` between `start` and `stop`; `told` is what prepare_benchmarks printed."""

    def __init__(self, size: Size, root: Path | None = None):
        self.size, self.port = size, free_port()
        self.root = root or Path(tempfile.mkdtemp(prefix="refuge-bench-"))
        self.keeps_data = root is not None
        self.process: subprocess.Popen | None = None
        self.told: dict = {}

    @property
    def environment(self) -> dict:
        """As in production: HTTPS (a proxy's word for it stands in the requests) and the second factor required."""
        kept = {name: value for name, value in os.environ.items() if not NOT_OURS.fullmatch(name)}
        ours = {"DATA_DIR": self.root, "PORT": self.port, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        strict = {"HTTPS": "true", "MFA_REQUIRED": "true", "DEMO": "false" if self.size.seed else "true"}
        return kept | {name: str(value) for name, value in (ours | strict).items()}

    def manage(self, *arguments, **options) -> subprocess.CompletedProcess:
        """`manage.py` in this house; RuntimeError with what it said if it fails."""
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, **options,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
        return done

    def start(self) -> None:
        if self.size.seed and not (self.root / "seeded").exists():
            self.seed()
        self.serve()
        self.told = json.loads(self.manage("prepare_benchmarks").stdout)

    def seed(self) -> None:
        began = time.monotonic()
        self.manage("prepare")
        self.manage("seed", *self.size.seed)
        (self.root / "seeded").touch()
        say(f"{self.size.name}: filled in {time.monotonic() - began:.0f} s")

    def serve(self) -> None:
        said = self.root / "said.txt"
        with said.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "refuge.embedded", "run"],
                cwd=BASE_DIR, env=self.environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )  # fmt: skip
        limit = time.monotonic() + START_SECONDS
        while "Ctrl-C stops everything" not in said.read_text():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"The house does not start:\n{said.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it in good order; its data goes too, unless its folder was given."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=90)
        if not self.keeps_data:
            shutil.rmtree(self.root, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
