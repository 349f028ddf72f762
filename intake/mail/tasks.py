"""What beat runs for e-mails. May run twice, late or side by side."""

import logging

from celery import shared_task

from intake.mail import alerts
from intake.mail.retention import forget

log = logging.getLogger(__name__)


@shared_task(name="intake.mail.tasks.forget_discarded")
def forget_discarded() -> int:
    forgotten = forget()
    if forgotten:
        log.info("Erased %d discarded e-mails.", forgotten)
    return forgotten


@shared_task(name="intake.mail.tasks.tell_of_waiting")
def tell_of_waiting() -> int:
    return alerts.tell()
