"""The outbox's dispatcher. Beat calls it each minute; `wake` only makes it come sooner."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from refuge.notifications import operations
from refuge.notifications.operations.sending import Outcome

log = logging.getLogger(__name__)

PATIENCE = 3


@shared_task
def send_waiting() -> int:
    """Send what is due, until nothing is; returns how many e-mails were. Run twice or side by side, each goes once.

    After some refusals in a row the mail server is away: the rest waits for a later round.
    """
    outcomes = []
    while outcomes[-PATIENCE:] != [Outcome.REFUSED] * PATIENCE:
        outcome = operations.send_next() or operations.send_next_digest()
        if outcome is None:
            break
        outcomes.append(outcome)
    return outcomes.count(Outcome.SENT)


def wake() -> None:
    """Ask a worker to send now. With the broker away nothing is lost: the outbox is emptied each minute anyway."""
    try:
        send_waiting.apply_async(retry=False)
    except OperationalError:
        log.warning("The broker is away; alerts wait for the next minute's round.")
