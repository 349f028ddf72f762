"""What beat runs for casework. Each may run twice, late or side by side."""

from celery import shared_task

from casework import reminders, reviews
from casework.asylum.alerts import send_deadline_alerts
from casework.psychology import alerts


@shared_task
def send_appointment_reminders() -> int:
    return reminders.send_appointment_reminders()


@shared_task
def tell_of_reviews() -> int:
    return reviews.tell()


@shared_task
def send_asylum_alerts() -> int:
    return send_deadline_alerts()


@shared_task
def tell_of_follow_ups() -> int:
    return alerts.tell()
