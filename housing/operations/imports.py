"""An import on its way: uploaded, read, confirmed, taken over or discarded, undone. A worker does the long steps."""

import logging
from functools import partial

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerAway

from housing.models import ImportState, RegisterFile, RegisterImport
from housing.models.register import WORKING
from housing.operations.locking import GONE
from refuge.operations import operation

log = logging.getLogger(__name__)

MAX_TRIES = 3


@operation
def upload_register(*, content: bytes, file_name: str, by) -> RegisterImport:
    """Keep a workbook, encrypted, and have it read. Nothing is taken over yet."""
    register_import = RegisterImport.objects.create(file_name=file_name[:200], asked_by=by)
    RegisterFile.objects.create(register_import=register_import, content=content)
    wake_after_commit(register_import)
    return register_import


@operation
def start_import(*, register_import, by) -> RegisterImport:
    """Take over what was read."""
    return _move(register_import, (ImportState.READ, ImportState.FAILED), ImportState.IMPORTING)


@operation
def ask_undo_import(*, register_import, by) -> RegisterImport:
    """Have all that the import made removed again, but for what somebody has worked on."""
    return _move(register_import, (ImportState.DONE,), ImportState.UNDOING)


@operation
def discard_import(*, register_import, by) -> None:
    """Forget a workbook of which nothing was taken over."""
    locked(register_import, (ImportState.READ, ImportState.REFUSED, ImportState.FAILED)).delete()


@operation
def begin_work(import_id) -> RegisterImport | None:
    """Count one more try; None if there is nothing to do. What killed its worker too often has failed."""
    found = RegisterImport.objects.select_for_update().working().filter(pk=import_id).first()
    if found is None:
        return None
    found.tries += 1
    if found.tries > MAX_TRIES:
        found.state = ImportState.FAILED
    found.save(update_fields=["tries", "state"])
    return found if found.is_working else None


@operation
def note_progress(import_id, percent: int) -> None:
    RegisterImport.objects.working().filter(pk=import_id).update(progress=percent)


@operation
def note_reading(*, register_import, by=None, **found) -> None:
    """What was found; or, with `trouble` alone, why it cannot be read: then the workbook goes."""
    register_import = locked(register_import, (ImportState.READING,))
    register_import.state = ImportState.REFUSED if "trouble" in found else ImportState.READ
    if register_import.state == ImportState.REFUSED:
        RegisterFile.objects.filter(register_import=register_import).delete()
    for name, value in found.items():
        setattr(register_import, name, value)
    register_import.save()


@operation
def note_failure(*, register_import, trouble="", by=None) -> None:
    """Work on it stopped; somebody can try again. What was taken over stays taken over."""
    found = RegisterImport.objects.select_for_update().working().filter(pk=register_import.pk).first()
    if found:
        found.state = ImportState.DONE if found.state == ImportState.UNDOING else ImportState.FAILED
        found.trouble = trouble
        found.save()


@operation
def forget_workbooks(*, before, by=None) -> int:
    """Forget workbooks read before a moment of which nothing was taken over, and the files of those that stopped."""
    stale = RegisterImport.objects.filter(asked_at__lt=before)
    RegisterFile.objects.filter(register_import__in=stale.exclude(state__in=WORKING)).delete()
    return stale.filter(state__in=(ImportState.READ, ImportState.REFUSED)).delete()[0]


def locked(register_import, states) -> RegisterImport:
    found = RegisterImport.objects.select_for_update().filter(pk=register_import.pk, state__in=states).first()
    if found is None:
        raise ValidationError(GONE, code="gone")
    return found


def _move(register_import, before, after) -> RegisterImport:
    found = locked(register_import, before)
    if after == ImportState.IMPORTING and not RegisterFile.objects.filter(register_import=found).exists():
        raise ValidationError(_("The workbook is no longer here: upload it again."), code="no_file")
    found.state, found.progress, found.tries, found.trouble = after, 0, 0, ""
    found.save()
    wake_after_commit(found)
    return found


def wake_after_commit(register_import) -> None:
    transaction.on_commit(partial(wake, register_import.pk))


def wake(import_id) -> None:
    """Tell a worker. With the broker away nothing is lost: the sweeper finds the import within minutes."""
    try:
        current_app.send_task("housing.tasks.work_on_import", [str(import_id)])
    except (BrokerAway, OSError):
        log.warning("The broker is away; an import waits for it.")
