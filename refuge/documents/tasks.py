"""What beat runs for documents. Each may run twice, late or side by side."""

import logging
from datetime import timedelta

from celery import shared_task

from refuge.documents import alerts, storage
from refuge.documents.models import Document

log = logging.getLogger(__name__)

# Longer than any upload: its file is written before its row is committed.
GRACE = timedelta(days=1)


@shared_task
def tell_of_expiry() -> int:
    return alerts.tell()


@shared_task
def sweep() -> int:
    """Delete sealed files that no row knows: an upload refused at the last moment, a process killed. How many."""
    known = {name.hex for name in Document.objects.values_list("stored_as", flat=True).iterator()}
    lost = storage.orphans(known, GRACE)
    for path in lost:
        path.unlink(missing_ok=True)
    if lost:
        log.warning("Swept %d files that belonged to no document.", len(lost))
    return len(lost)
