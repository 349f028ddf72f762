"""A list of partners entered in one go: read, looked at, entered, and taken back as a whole."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.parameters.registry import value_of
from refuge.partners import reading
from refuge.partners.models import ImportBatch, Organisation
from refuge.partners.operations.merging import moving
from refuge.partners.operations.organisations import add_organisation
from refuge.partners.parameters import IMPORT_ROWS


@operation
def read_import(*, file, by) -> ImportBatch:
    """Read an uploaded list and keep it, encrypted, until it is entered or thrown away. Nothing is in the directory
    yet. ValidationError beside `file` for what cannot be read; older lists of the same person are forgotten."""
    most = value_of(IMPORT_ROWS.code, timezone.localdate())
    try:
        rows = reading.rows_of(file, most)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    known = set(Organisation.objects.current().values_list("name_key", flat=True))
    ImportBatch.objects.filter(imported_by=by, confirmed_at__isnull=True).delete()
    return ImportBatch.objects.create(rows=reading.checked(rows, known), imported_by=by)


@operation
def confirm_import(*, batch, by) -> ImportBatch:
    """Enter the rows that were new; one entered meanwhile is left out. What was read is not kept."""
    batch = _locked(batch)
    made = []
    for row in batch.rows:
        organisation = _enter(row["facts"], by) if row["state"] == "new" else None
        made += [organisation.pk] if organisation else []
    batch.made, batch.confirmed_at, batch.rows = made, timezone.now(), []
    batch.save()
    return batch


@operation
def discard_import(*, batch, by) -> None:
    """Throw away what was read and not entered."""
    _locked(batch).delete()


@operation
def undo_import(*, batch, by) -> int:
    """Archive the organisations that came of the import and on which nothing hangs yet. Returns how many."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    used = [Exists(model._base_manager.filter(**{name: OuterRef("pk")})) for model, name in moving().values()]
    unused = Organisation.objects.current().filter(pk__in=batch.made)
    for condition in used:
        unused = unused.filter(~condition)
    return unused.update(archived_at=timezone.now())


def _enter(facts, by) -> Organisation | None:
    try:
        return add_organisation(by=by, **facts)
    except ValidationError as error:
        if getattr(error, "code", "") != "partners_name_once":
            raise
        return None


def _locked(batch) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.confirmed_at:
        raise ValidationError(_("This list was entered already."), code="entered")
    return batch
