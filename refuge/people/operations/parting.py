"""Undoing a merge from its ledger."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.accounts.models import User
from refuge.history import because
from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.merging import Joining, all_rules, check_clashes
from refuge.people.models import Closure, Merge, Person, PersonName
from refuge.people.operations.changing import change
from refuge.people.operations.merging import lock_pair, tell_of_move
from refuge.people.taking import flat, preview, read_back, unchanged_since


@operation
def part_people(*, merge, by) -> Merge:
    """Make two files of one again. What moved goes back, with what was noted on it since; what was noted on the file
    since the merge stays there; a field that was changed since keeps its new value; whoever a file was closed to since
    is kept out of both.

    Refused while a later merge rests on this one, and with every clash named where parting would break a rule.
    A worker who is gone, or kept out of the files by now, is put in charge of neither.
    """
    kept, absorbed = lock_pair(merge.kept, merge.absorbed)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    _check_last(merge, kept, by)
    before = _fields_before(merge, kept)
    may_have_it = _may_have_it(kept, absorbed, before)
    if "worker_id" in before and before["worker_id"] not in may_have_it:
        before["worker_id"] = None
    going = rows_going(merge)
    joining = Joining(kept, absorbed, preview(kept, before), by, since=merge.merged_at, going=_by_label(going))
    check_clashes(joining)
    with because("parting"):
        absorbed.merged_into = None
        absorbed.worker = absorbed.worker if absorbed.worker_id in may_have_it else None
        absorbed.save(update_fields=["merged_into", "worker"])
        # Rows first: an age that goes back would otherwise mark nights that leave with the other file.
        for rule, ids in going.items():
            rule.model._base_manager.filter(pk__in=ids).update(**{rule.field: absorbed})
        change(kept, before)
        _names_back(merge)
        _changes_back(merge)
        _close_to_the_same(merge, kept, absorbed)
        tell_of_move(kept, absorbed)
        merge.parted_by, merge.parted_at = by, timezone.now()
        merge.save(update_fields=["parted_by", "parted_at"])
    return merge


def rows_going(merge) -> dict:
    """{rule: ids} of the rows that leave with the absorbed file: those of the ledger that are still on the kept one,
    and what hangs on such a row by the rule's `follows`."""
    lines = merge.moves.exclude(field="").values_list("label", "field", "row")
    ledger = {}
    for label, field, row in lines:
        ledger.setdefault((label, field), set()).add(row)
    going = {}
    for rule in all_rules():
        here = rule.of(merge.kept)
        ids = set(here.filter(pk__in=ledger.get(rule.key, ())).values_list("pk", flat=True))
        going[rule] = _with_what_hangs(rule, here, ids, merge, going) if rule.follows else ids
    return going


def _with_what_hangs(rule, here, ids, merge, going) -> set:
    """`ids` with the rows that hang on one that leaves, without those that hang on one that stays."""
    for name in rule.follows:
        parents = _by_label(going)[rule.target(name)._meta.label_lower]
        hanging = here.filter(**{f"{name}__in": parents})
        staying = here.filter(pk__in=ids, **{f"{name}__person": merge.kept}).exclude(**{f"{name}__in": parents})
        ids = (ids | set(hanging.values_list("pk", flat=True))) - set(staying.values_list("pk", flat=True))
        here = here.filter(**{f"{name}__isnull": True})
    return ids


def _by_label(going) -> dict:
    return {rule.model._meta.label_lower: ids for rule, ids in going.items()}


def _check_last(merge, kept, by) -> None:
    """A merge is undone in the order opposite to that of the merges."""
    if merge.is_parted:
        raise ValidationError(_("These files are two again already: look at the page again."), code="gone")
    if kept.merged_into:
        message = _("The file has gone into %(reference)s since: part those two first.")
        raise ValidationError(message, code="later_merge", params={"reference": kept.merged_into.reference})
    if not Person.objects.visible_to(by).filter(pk=kept.pk).exists():
        raise ValidationError(_("These files are two again already: look at the page again."), code="gone")
    check_alive(kept)
    later = Merge.objects.standing().of(kept).exclude(pk=merge.pk).filter(merged_at__gt=merge.merged_at).first()
    if later:
        message = _("Another file, %(reference)s, was merged into this one since: part that one first.")
        raise ValidationError(message, code="later_merge", params={"reference": later.absorbed.reference})


def _fields_before(merge, kept) -> dict:
    """What the kept file held before, of each group that is as the merge left it."""
    groups = {
        name: read_back(kept, change["before"])
        for name, change in (merge.taken or {}).items()
        if unchanged_since(kept, change["after"])
    }
    return flat(groups)


def _may_have_it(kept, absorbed, before) -> set:
    """Who of the two workers in charge before can take their file up again: neither gone nor, since, kept out of it."""
    closed = Closure.objects.filter(person__in=(kept, absorbed), reopened_at__isnull=True)
    workers = User.objects.filter(pk__in={absorbed.worker_id, before.get("worker_id")} - {None}, is_active=True)
    return set(workers.exclude(pk__in=closed.values("user")).values_list("pk", flat=True))


def _names_back(merge) -> None:
    """The kept file is no longer found by a name that it only took over."""
    rows = merge.moves.filter(label=PersonName._meta.label_lower).values_list("row", flat=True)
    PersonName.objects.filter(pk__in=list(rows), current=False).delete()


def _changes_back(merge) -> None:
    """What a row learned from its double, unless somebody has said otherwise since."""
    models = {rule.model._meta.label_lower: rule.model for rule in all_rules()}
    for line in merge.moves.filter(field=""):
        row = models[line.label]._base_manager.filter(pk=line.row).first() if line.changes else None
        if row:
            same = {
                name: before for name, (before, after) in line.changes.items() if unchanged_since(row, {name: after})
            }
            change(row, read_back(row, same))


def _close_to_the_same(merge, kept, absorbed) -> None:
    """A closure made since the merge was about both files."""
    closed = Closure.objects.filter(reopened_at__isnull=True)
    known = set(closed.filter(person=absorbed).values_list("user", flat=True))
    for each in closed.filter(person=kept, closed_at__gt=merge.merged_at).exclude(user__in=known):
        Closure.objects.create(person=absorbed, user=each.user, reason=each.reason, closed_by=each.closed_by)
