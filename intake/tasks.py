"""What beat runs for intake. Each may run twice, side by side or late."""

from celery import shared_task

from intake import reminders


@shared_task
def send_reminders() -> int:
    return reminders.send_reminders()
