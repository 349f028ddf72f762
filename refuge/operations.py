"""`@operation`: what staff do, whole or not at all.

Every write goes through one: a view, an import, a task and the demo call the same function, so that a rule holds
wherever the data comes from.
"""

from contextlib import nullcontext
from functools import wraps

import pghistory
from django.db import IntegrityError, OperationalError, connection, transaction

from refuge.violations import BUSY, RuleBroken, rule_broken

# serialization_failure, deadlock_detected, lock_not_available
RETRY = {"40001", "40P01"}
BUSY_STATES = RETRY | {"55P03"}


def _signed(by):
    """History names `by` as the author, also where no page was asked for: demo, imports, tasks."""
    return pghistory.context(user=str(by.pk)) if by else nullcontext()


def operation(function):
    """Run `function` in a transaction; a rule broken in the database comes out as RuleBroken.

    A deadlock is tried once more when this operation opened the transaction; a second one, or a lock that did not
    come in time, is RuleBroken with the code "busy".
    """

    @wraps(function)
    def run(*args, **kwargs):
        tries = 1 if connection.in_atomic_block else 2
        for left in reversed(range(tries)):
            try:
                with _signed(kwargs.get("by")), transaction.atomic():
                    return function(*args, **kwargs)
            except IntegrityError as error:
                raise rule_broken(error) from error
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state not in BUSY_STATES:
                    raise
                if state not in RETRY or not left:
                    raise RuleBroken(BUSY, code="busy") from error

    run.is_operation = True
    return run
