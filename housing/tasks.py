"""What beat runs for housing. Each may run twice, side by side or late: see housing/alerts.py."""

from celery import shared_task

from housing import alerts


@shared_task
def send_stay_alerts() -> int:
    return alerts.send_stay_alerts()


@shared_task
def tell_of_minors() -> int:
    return alerts.tell_of_minors()
