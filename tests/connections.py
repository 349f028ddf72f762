"""Writers at once, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from refuge.violations import rule_broken


def refusal(write) -> str | None:
    """The name of the rule that refuses, or the state of a lock that did not come; None for what went through."""
    try:
        write()
    except ValidationError as error:
        return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code
    except IntegrityError as error:
        return rule_broken(error).code
    except OperationalError as error:
        return error.__cause__.sqlstate


def at_once(*writes) -> list:
    """Run each write on a connection of its own, in a transaction that is still open when the next one writes."""

    def run(number, write):
        @transaction.atomic
        def slowly():
            sleep(number * 0.1)
            write()
            sleep(0.4)

        try:
            return refusal(slowly)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes)) as threads:
        return list(threads.map(run, range(len(writes)), writes))
