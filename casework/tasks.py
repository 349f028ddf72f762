"""What beat runs for casework. Each may run twice, late or side by side."""

from celery import shared_task

from casework import reminders, reviews
from casework.asylum import alerts


@shared_task
def send_appointment_reminders() -> int:
    return reminders.send_appointment_reminders()


@shared_task
def tell_of_reviews() -> int:
    return reviews.tell()


@shared_task
def send_asylum_alerts() -> int:
    return alerts.send_deadline_alerts()
