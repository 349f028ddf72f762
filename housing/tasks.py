"""What beat runs for housing. Each may run twice, side by side or late: see housing/alerts/."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from housing import alerts, house_alerts
from housing.evening import retention
from housing.models import RegisterImport
from housing.operations import imports
from housing.operations.imports import wake
from housing.parameters import WORKBOOK_DAYS
from housing.register.working import work
from refuge.parameters.registry import value_of


@shared_task
def send_stay_alerts() -> int:
    """Of stays, extensions, closures, promises and after-care."""
    return alerts.send_all()


@shared_task
def tell_of_minors() -> int:
    return alerts.tell_of_minors()


@shared_task
def send_house_alerts() -> int:
    """Overdue repairs, and keys that did not come back."""
    return house_alerts.send_house_alerts()


@shared_task
def work_on_import(import_id: str) -> None:
    """Read, take over or undo a register, whatever it waits for."""
    work(import_id)


@shared_task
def forget_workbooks() -> int:
    """Once a night: a register that nobody takes over does not lie here for ever."""
    today = timezone.localdate()
    days = value_of(WORKBOOK_DAYS.code, today)
    return imports.forget_workbooks(before=timezone.now() - timedelta(days=days))


@shared_task
def resume_imports() -> int:
    """Wake a worker for what a killed one left, or a broker that was away. Every minute; what is at work already is
    done once all the same."""
    waiting = list(RegisterImport.objects.working().values_list("pk", flat=True))
    for import_id in waiting:
        wake(import_id)
    return len(waiting)


@shared_task
def forget_handovers() -> int:
    """Once a night: what was handed over is gone after some weeks."""
    return retention.forget_handovers()
