"""What beat runs for volunteers. It may run twice, side by side or late."""

from celery import shared_task

from volunteers import notices, shop


@shared_task
def send_volunteer_alerts() -> int:
    return notices.send_volunteer_alerts()


@shared_task
def forget_baskets() -> int:
    """Each night: who took a basket home is forgotten after some days."""
    return shop.forget_old_baskets()
