"""Undoing an import as a whole. A file that anybody has worked on since stays, with all that came with it, and is
named."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from housing.models import ImportedRecord, ImportState, Occupancy, RegisterImport, ServicePeriod, Stay, WaitingStay
from housing.operations.locking import GONE
from intake.models import Decision, Request
from intake.models.choices import State
from refuge.operations import operation
from refuge.parameters.operations import give_back_references
from refuge.people.models import Channel, Person, PersonName, TeamAlert

# Whose file each record belongs to. In the order in which they can be removed.
OWNER = {
    Occupancy: "person_id",
    Stay: "person_id",
    Decision: "request__person_id",
    Request: "person_id",
    TeamAlert: "person_id",
    Channel: "person_id",
    Person: "pk",
}
# Written by the import and the database beside its records: they keep nothing.
OWN = (WaitingStay, PersonName)
PLACES = ("housing.serviceperiod", "housing.space", "housing.unit", "housing.site", "accounts.user")


@operation
def undo_import(*, register_import, by=None) -> list[str]:
    """Remove what the import made. Returns the references of the files that stay, as somebody has worked on them."""
    register_import = RegisterImport.objects.select_for_update().get(pk=register_import.pk)
    if register_import.state not in (ImportState.DONE, ImportState.UNDOING):
        raise ValidationError(GONE, code="gone")
    made = _made(register_import)
    _lock(made)
    kept = _worked_on(made, register_import.marks)
    removed = _remove_files(made, kept)
    removed += _remove_places(made)
    _give_back(register_import)
    ImportedRecord.objects.filter(register_import=register_import, object_id__in=removed).delete()
    register_import.kept = sorted(Person.objects.filter(pk__in=kept).values_list("reference", flat=True))
    register_import.state, register_import.finished_at = ImportState.UNDONE, timezone.now()
    register_import.rejected = None
    register_import.found = {**(register_import.found or {}), "unread": []}
    register_import.save()
    return register_import.kept


def _lock(made) -> None:
    """Nobody begins to work on a file, or hangs anything on it, between the look and the removal."""
    for model in (Person, Request):
        list(model.objects.select_for_update(of=("self",)).filter(pk__in=made[model]).order_by("pk").values_list("pk"))


def _made(register_import) -> dict:
    made = defaultdict(set)
    for label, pk in register_import.records.values_list("label", "object_id"):
        made[apps.get_model(label)].add(pk)
    return made


def _worked_on(made, marks) -> set:
    """The people of whose file anything was changed since, or anything else hangs on."""
    kept = set()
    for model, owner in OWNER.items():
        rows = model.objects.filter(pk__in=made[model])
        changed = rows.filter(events__pgh_id__gt=marks.get(model._meta.label_lower, 0))
        kept |= set(changed.values_list(owner, flat=True))
        for relation, hanging in _from_outside(model, made):
            name = relation.field.name
            kept |= set(rows.filter(pk__in=hanging.values(name)).values_list(owner, flat=True))
    return kept - {None}


def _from_outside(model, made):
    """Rows that point at a record of the import and are none themselves: (relation, rows)."""
    for relation in model._meta.related_objects:
        other = relation.related_model
        if not hasattr(other, "pgh_tracked_model") and other not in OWN:
            rows = other._default_manager.exclude(pk__in=made.get(other, ()))
            yield relation, rows.filter(**{f"{relation.field.name}__in": made[model]})


def _remove_files(made, kept) -> list:
    """Remove the files that nobody worked on; a request parted from its file counts as worked on."""
    removed = []
    rows = {
        model: model.objects.filter(pk__in=made[model], **{f"{owner}__isnull": False}).exclude(**{f"{owner}__in": kept})
        for model, owner in OWNER.items()
    }
    WaitingStay.objects.filter(request__in=rows[Request]).delete()
    rows[Stay].update(previous=None)
    rows[Request].update(decision=None, state=State.ASSESSING)
    for each in rows.values():
        pks = list(each.values_list("pk", flat=True))
        each.model.objects.filter(pk__in=pks).delete()
        removed += pks
    return removed


def _remove_places(made) -> list:
    """Spaces that nobody has used, and the author if nothing is signed by it any more. A space that stays has its days
    of service still: capacity counts them, and a rule lets nobody sleep without."""
    removed, used = [], Occupancy.objects.filter(space__isnull=False).values("space")
    for label in PLACES:
        model = apps.get_model(label)
        records = model.objects.filter(pk__in=made[model])
        for record in records.exclude(space__in=used) if model is ServicePeriod else records:
            pk = record.pk
            try:
                with transaction.atomic():
                    record.delete()
            except (ProtectedError, ValidationError):
                continue
            removed.append(pk)
    return removed


def _give_back(register_import) -> None:
    """The numbers of a year, where all of its files are gone."""
    models = {"P": Person, "R": Request}
    for series, year, count, last in register_import.references:
        first = int(last.rsplit("-", 1)[1]) - count + 1
        given = [f"{series}-{year}-{number:04}" for number in range(first, first + count)]
        if not models[series].objects.filter(reference__in=given).exists():
            give_back_references(series, year, count, last)
