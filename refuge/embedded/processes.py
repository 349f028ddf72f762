"""Starting, watching and ending the programs under one parent."""

import ctypes
import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 5_000_000


def ask_for_parent_death(number: int) -> None:
    """Have the kernel send this process a signal when its parent ends, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def dies_with_parent(number: int):
    """For `preexec_fn`: the program gets this signal when its parent, this process, ends."""
    parent, prctl = os.getpid(), ctypes.CDLL(None).prctl

    def prepare():
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def catches(pid: int, number: int) -> bool:
    """Whether a process has its own way with a signal. make gives that up for a signal it is ending on."""
    with suppress(OSError):
        caught = re.search(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        return bool(int(caught[1], 16) >> (number - 1) & 1)
    return False


def spawn(argv: list, log: Path, *, on_parent_death: int | None = None, **options) -> subprocess.Popen:
    """Start a program in a session of its own (Ctrl-C reaches only its parent), writing to `log`."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(on_parent_death) if on_parent_death else None,
            **options,
        )


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds: float, step: float = 0.05) -> bool:
    """Whether `condition()` came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(children: list[subprocess.Popen], number: int = signal.SIGTERM, seconds: float = 20) -> None:
    """Ask all of them to end, then make them."""
    for child in children:
        _send(child, number)
    wait_until(lambda: all(child.poll() is not None for child in children), seconds)
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _send(child: subprocess.Popen, number: int) -> None:
    with suppress(ProcessLookupError):
        child.send_signal(number)


def last_words(log: Path, *words: str) -> str:
    """The last line of `log` (with one of `words` in it, if any has): what a program said before it ended."""
    with suppress(OSError):
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()[-200:] if line.strip()]
        telling = [line for line in lines if any(word in line for word in words)] or lines
        return telling[-1] if telling else ""
    return ""
