"""Log lines that say what broke and where, and nothing of anybody.

An exception's message often holds the value that broke it (PostgreSQL tells the failing row), so it stands in no log:
its type does, the way through the code, and for the database the code of the error and the name of the rule.
"""

import logging
import traceback

# Said by the system and the packages about files, connections and code: nothing that somebody typed.
PLAIN = (ImportError, AttributeError, NameError, ConnectionError, TimeoutError)
UNSAID = "(message left out)"


class DiscreetFormatter(logging.Formatter):
    """A line of the log, its traceback without the messages of exceptions, and a failed task by its name alone."""

    def format(self, record) -> str:
        failed = record.args if isinstance(record.args, dict) and "exc" in record.args else None
        if failed is None:
            # What another formatter made of the exception is kept on the record, messages and all.
            return super().format(logging.makeLogRecord(record.__dict__ | {"exc_text": None}))
        # Celery tells the exception and its traceback in the message itself.
        told = {name: UNSAID if name in {"exc", "traceback", "args", "kwargs"} else value
                for name, value in failed.items()}  # fmt: skip
        discreet = logging.makeLogRecord(record.__dict__ | {"args": told, "exc_text": None})
        return super().format(discreet)

    def formatException(self, exc_info) -> str:  # noqa: N802 logging's name
        lines = []
        for error in _chain(exc_info[1]):
            lines += [*traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}: {_said(error)}\n"]
        return "".join(lines).rstrip()


def _chain(error):
    """What led to `error`, the first first, as Python's own traceback tells it."""
    found = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return reversed(found)


def _said(error) -> str:
    if isinstance(error, OSError) and (error.filename is not None or not isinstance(error, PLAIN)):
        # A file may be named after somebody.
        return f"[Errno {error.errno}] {UNSAID}" if error.errno else UNSAID
    if isinstance(error, PLAIN):
        return str(error)
    state = getattr(error, "sqlstate", None)
    if state:
        return " ".join(filter(None, [state, error.diag.constraint_name, UNSAID]))
    return UNSAID
