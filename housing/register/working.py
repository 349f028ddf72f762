"""The long steps of an import, in a worker. Each ends in one transaction, so a kill in between leaves nothing half."""

import logging
from functools import partial
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from housing.models import ImportState, RegisterFile
from housing.operations import imports
from housing.operations.register import found_in, take_over
from housing.operations.register_undo import undo_import
from housing.register.reading import read
from refuge.alone import alone_with

log = logging.getLogger(__name__)

# How much of the way the reading of the sheets is, in percent.
READ_BY = 70


def work(import_id) -> None:
    """Do what the import waits for. Safe to call twice, at once, and again after a kill."""
    with alone_with(f"housing.import.{import_id}") as alone:
        register_import = imports.begin_work(import_id) if alone else None
        if register_import:
            _step(register_import)


def _step(register_import) -> None:
    asked_by = register_import.asked_by
    with override(asked_by.language if asked_by else "fr"):
        try:
            STEPS[register_import.state](register_import)
        except ValidationError as error:
            imports.note_failure(register_import=register_import, trouble=" ".join(error.messages))
        except Exception as error:
            # Its text may hold what stands in the register: the log gets the kind of error alone.
            log.error("Import %s was stopped by %s.", register_import.pk, type(error).__name__)
            imports.note_failure(register_import=register_import, trouble=_("An error stopped it."))


def _read(register_import) -> None:
    try:
        reading = read(_workbook(register_import), partial(_tell, register_import))
    except ValidationError as error:
        imports.note_reading(register_import=register_import, trouble=" ".join(error.messages))
    else:
        imports.note_reading(register_import=register_import, **found_in(reading))


def _take_over(register_import) -> None:
    reading = read(_workbook(register_import), partial(_tell, register_import))
    take_over(reading=reading, by=register_import.asked_by, register_import=register_import)


def _undo(register_import) -> None:
    undo_import(register_import=register_import, by=register_import.asked_by)


def _tell(register_import, done: int, of: int) -> None:
    imports.note_progress(register_import.pk, done * READ_BY // of)


def _workbook(register_import) -> BytesIO:
    """In memory alone: a copy on the disk would stand there as it is."""
    return BytesIO(RegisterFile.objects.get(register_import=register_import).content)


STEPS = {ImportState.READING: _read, ImportState.IMPORTING: _take_over, ImportState.UNDOING: _undo}
