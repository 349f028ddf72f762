"""Two files that are one person's become one; from a ledger of what moved they can be parted again."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from refuge.history import because
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.merging import Joining, all_rules, check_clashes, moved
from refuge.people.models import Merge, MergeMove, Person, PersonName
from refuge.people.operations.changing import change
from refuge.people.taking import flat, plain, preview, taken

GONE = _("One of the files has just been merged: look at the page again.")


@operation
def merge_people(*, kept, absorbed, by, reason: str, choices=None) -> Merge:
    """Make `kept` the one file of both: everything on `absorbed` moves there, and its reference leads there.

    `choices` says, by group of refuge/people/taking.py, whose value the merged file has: "kept" or "absorbed".
    Refused where either file is closed to `by`, merged already or a dead person's, without a reason, where the ages
    differ and none is chosen, and with every clash named where the merged file would break a rule.
    """
    kept, absorbed = lock_pair(kept, absorbed)
    _check_both_open(kept, absorbed, by)
    wanted = taken(kept, absorbed, choices or {}, by)
    joining = Joining(kept, absorbed, preview(kept, flat(wanted)), by)
    _check_worker(joining)
    check_clashes(joining)
    with because("merge"):
        merge = Merge(kept=kept, absorbed=absorbed, reason=reason.strip(), merged_by=by)
        merge.taken = {name: _before_and_after(kept, values) for name, values in wanted.items()}
        merge.clean_fields(exclude=["kept", "absorbed", "merged_by", "parted_by", "taken"])
        merge.save(force_insert=True)
        _take_over(merge, kept, flat(wanted))
        doubles = {rule.model: _move(merge, rule) for rule in all_rules()}
        for rule in all_rules():
            _name_the_kept(merge, rule, doubles)
        absorbed.merged_into = kept
        absorbed.save(update_fields=["merged_into"])
        tell_of_move(kept)
    return merge


def tell_of_move(*files) -> None:
    for each in moved:
        each(*files)


def lock_pair(*people) -> tuple:
    """The files as they are now, in the order given, locked in id order. FOR UPDATE also waits for whoever is noting
    something on one of them, and keeps others from it: what they note afterwards is refused by `FileNotMerged`."""
    ids = sorted(person.pk for person in people)
    rows = {each.pk: each for each in Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return tuple(rows[person.pk] for person in people)


def _check_both_open(kept, absorbed, by) -> None:
    if kept.pk == absorbed.pk:
        raise ValidationError(_("A file cannot be merged with itself."), code="itself")
    if Person.objects.visible_to(by).filter(pk__in=[kept.pk, absorbed.pk]).count() < 2:
        raise ValidationError(GONE, code="gone")
    for person in (kept, absorbed):
        check_alive(person)


def _check_worker(joining) -> None:
    if joining.person.worker_id in joining.closed_to:
        message = _("The colleague who would be in charge cannot open the merged file: put somebody else in charge.")
        raise ValidationError(message, code="may_not_read")


def _before_and_after(kept, values: dict) -> dict:
    return {"before": plain({column: getattr(kept, column) for column in values}), "after": plain(values)}


def _take_over(merge, kept, values: dict) -> None:
    """The values, and in the ledger the names by which the kept file was not found before."""
    known = set(PersonName.objects.filter(person=kept).values_list("pk", flat=True))
    change(kept, values)
    names = PersonName.objects.filter(person=kept).exclude(pk__in=known).values_list("pk", flat=True)
    _write(merge, PersonName, [{"row": pk} for pk in names])


def _move(merge, rule) -> list:
    """The rows of one table, also those that nobody is shown; doubles stay, and the row they double learns of them.
    Returns the pairs of doubles."""
    doubles = rule.doubles(merge.kept, merge.absorbed)
    for first, second in doubles:
        _join(merge, rule, first, rule.join(first, second))
    if not rule.moves:
        return doubles
    stay = [second.pk for _first, second in doubles]
    ids = list(rule.of(merge.absorbed).exclude(pk__in=stay).values_list("pk", flat=True))
    _write(merge, rule.model, [{"row": pk, "field": rule.field} for pk in ids])
    rule.model._base_manager.filter(pk__in=ids).update(**{rule.field: merge.kept})
    return doubles


def _name_the_kept(merge, rule, doubles) -> None:
    """What names a row that stayed behind names the one that learned of it: the careful answers stand there."""
    for name in rule.names:
        kept = {second.pk: first.pk for first, second in doubles[rule.target(name)] if first}
        for row in rule.of(merge.kept).filter(**{f"{name}__in": kept}):
            column = f"{name}_id"
            _join(merge, rule, row, {column: kept[getattr(row, column)]})


def _join(merge, rule, row, values: dict) -> None:
    before = {name: getattr(row, name) for name in values}
    changed = {name: [plain(before[name]), plain(value)] for name, value in values.items() if before[name] != value}
    if changed:
        change(row, {name: values[name] for name in changed})
        _write(merge, rule.model, [{"row": row.pk, "changes": changed}])


def _write(merge, model, lines: list[dict]) -> None:
    MergeMove.objects.bulk_create(MergeMove(merge=merge, label=model._meta.label_lower, **line) for line in lines)
