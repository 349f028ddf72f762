"""What beat runs for requests. Each may run twice, side by side or late: see intake/alerts.py, intake/reminders.py."""

from celery import shared_task

from intake import alerts, reminders


@shared_task
def tell_of_late_calls() -> int:
    return alerts.tell_of_late_calls()


@shared_task
def send_reminders() -> int:
    return reminders.send_reminders()
