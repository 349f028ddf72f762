"""Who is at work in a DATA_DIR. Locks of the kernel: they end with their process, however it ends."""

import fcntl
import os
from contextlib import contextmanager, suppress
from pathlib import Path

from refuge.embedded.processes import is_alive, wait_until
from refuge.embedded.trouble import Trouble

CHILDREN_SECONDS = 30


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(lock: int, kind: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
        return True
    return False


@contextmanager
def one_at_a_time(path: Path):
    """Wait for the others, then go on alone."""
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def take_house(path: Path) -> int:
    """The lock of the one house that runs in a DATA_DIR, to be handed on to its children.

    They hold it until the last one has ended. After a kill -9 of the parent that takes a moment: wait for it. Trouble
    if the parent lives.
    """
    lock = open_lock(path)
    if not try_lock(lock, fcntl.LOCK_EX):
        parent = int(os.pread(lock, 20, 0) or 0)
        if is_alive(parent):
            raise Trouble(f"A house already runs in {path.parent} (process {parent}): stop it, or set DATA_DIR.")
        if not wait_until(lambda: try_lock(lock, fcntl.LOCK_EX), CHILDREN_SECONDS):
            raise Trouble(f"Programs of an earlier start still hold {path}: end them, then start again.")
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock
