"""Beat's clock, for one beat at a time: however many are started on a database, one sends."""

import logging
from contextlib import suppress

from celery.beat import PersistentScheduler
from django.db import Error, connections

# "refuge" as a number: any constant that nothing else locks.
LOCK = 0x726566756765
IDLE_SECONDS = 5

logger = logging.getLogger(__name__)


class OneBeat(PersistentScheduler):
    """Sends while it holds an advisory lock of the database; the lock goes with its connection."""

    def __init__(self, *args, **kwargs):
        self.line = None
        super().__init__(*args, **kwargs)

    def tick(self, *args, **kwargs) -> float:
        return super().tick(*args, **kwargs) if self.holds_lock() else IDLE_SECONDS

    def holds_lock(self) -> bool:
        """Whether this beat is the one. Away from the database it is not, and tries again."""
        try:
            return self.ask()
        except Error:
            logger.warning("Beat has lost the database and waits for it.")
            self.leave()
            return False

    def ask(self) -> bool:
        if self.line:
            self.line.execute("SELECT 1")
            return True
        self.line = own_connection().cursor()
        self.line.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (taken,) = self.line.fetchone()
        if not taken:
            self.leave()
        return taken

    def leave(self) -> None:
        if self.line:
            with suppress(Error):
                self.line.db.close()
            self.line = None


def own_connection():
    """A connection of no pool: its end is the end of its lock."""
    connection = connections.create_connection("default")
    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    return connection
