"""What beat runs for requests. It may run twice, side by side or late: see intake/alerts.py."""

from celery import shared_task

from intake import alerts


@shared_task
def tell_of_late_calls() -> int:
    return alerts.tell_of_late_calls()
