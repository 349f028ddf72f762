"""What beat runs for partners. It may run twice, side by side or late."""

from celery import shared_task

from refuge.partners import alerts


@shared_task
def send_partner_alerts() -> int:
    return alerts.send_partner_alerts()
