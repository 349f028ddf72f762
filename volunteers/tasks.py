"""What beat runs for volunteers. It may run twice, side by side or late."""

from celery import shared_task

from volunteers import notices


@shared_task
def send_volunteer_alerts() -> int:
    return notices.send_volunteer_alerts()
