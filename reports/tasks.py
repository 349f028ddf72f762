"""Reports in the background."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports import alerts, building, exports
from reports.counters import count_for_public
from reports.models import Export, Report
from reports.operations import wake

# Younger ones are on their way already.
PATIENCE = timedelta(minutes=1)


@shared_task
def build_report(report_id: str) -> None:
    """Build one report. A second message, a killed worker or a late one: the report is there once."""
    building.build(report_id)


@shared_task
def resume_reports() -> int:
    """Wake a worker for what waits too long: the broker was away, or the worker was killed. Every minute."""
    waiting = Report.objects.building().filter(asked_at__lt=timezone.now() - PATIENCE).values_list("pk", flat=True)
    for report_id in waiting:
        wake(report_id)
    asked = Export.objects.building().filter(asked_at__lt=timezone.now() - PATIENCE).values_list("pk", flat=True)
    for export_id in asked:
        exports.wake(export_id)
    return len(waiting) + len(asked)


@shared_task
def refresh_public_counts() -> bool:
    """Count for the website once a month; asked every day, so that a machine that was off on the first makes it up."""
    return count_for_public() is not None


@shared_task
def send_report_alerts() -> int:
    """Tell of the deadlines that come. Every hour of the day; each is told once."""
    return alerts.send_report_alerts()


@shared_task
def build_export(export_id: str) -> None:
    """Build one export. A second message, a killed worker or a late one: the file is there once."""
    exports.build_export(export_id)


@shared_task
def delete_old_exports() -> int:
    """Delete the files that are older than the house allows. Every hour."""
    return exports.delete_old_exports()
