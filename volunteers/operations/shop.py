"""The internal shop: things entered, gifts in, baskets out, counts, and taking one of these back.

Each holds the things it touches first, then their sizes, both in the order of their ids: two who hand out the last
piece at once wait in line, and whether something runs low is asked of all sizes together, once.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.operations import operation
from refuge.people.death import check_alive
from refuge.people.operations.changing import change, check
from refuge.people.operations.file import locked as locked_file
from volunteers import stock_alerts
from volunteers.models import EntryKind, MovementKind, ShopEntry, ShopItem, ShopMovement, ShopSize
from volunteers.operations.locking import locked

MOST_SIZES = 20


@operation
def add_item(*, name, category, by, sizes=(), **facts) -> ShopItem:
    """A thing that the shop keeps from now on, in these sizes; without any it has one without a name. It is empty until
    a gift comes in or a count finds some."""
    item = ShopItem(name=name.strip(), category=category, created_by=by, **facts)
    check(item, ["name", "category", *facts])
    item.save(force_insert=True)
    _set_sizes(item, sizes)
    return item


@operation
def change_item(*, item, by, sizes=None, **facts) -> ShopItem:
    """Set fields and sizes; a new level is watched from now on. A size of which something came or went stays on the
    list."""
    item = locked(item)
    level = item.low_at
    change(item, facts)
    if sizes is not None:
        _set_sizes(item, sizes)
    if item.low_at != level:
        stock_alerts.watch(item, _stock_of(item))
    return item


@operation
def archive_item(*, item, by) -> ShopItem:
    """The shop no longer keeps it; its history stays. Refused while there is some."""
    item = locked(item)
    if _stock_of(item):
        message = _("There is still some in stock: hand it out, or count it down to none first.")
        raise ValidationError(message, code="in_stock")
    change(item, {"archived_at": timezone.now()})
    stock_alerts.watch(item, 0)
    return item


@operation
def restore_item(*, item, by) -> ShopItem:
    """The shop keeps it again. Refused while something else has its name."""
    item = locked(item)
    change(item, {"archived_at": None})
    return item


@operation
def receive_gift(*, lines: dict, by, donor=None, donor_words="", at=None) -> ShopEntry:
    """A gift came in: {size id: pieces}, from a partner organisation or from somebody told in words; now, or at a
    moment before."""
    if donor is None and not (donor_words or "").strip():
        message = _("Say who gave it: an organisation, or in words.")
        raise ValidationError({"donor_words": ValidationError(message, code="no_donor")})
    words = (donor_words or "").strip() or None
    entry = ShopEntry(kind=EntryKind.GIFT, donor=donor, donor_words=words, by=by, **_when(at))
    return _entered(entry, {pk: (number, None) for pk, number in lines.items() if number})


@operation
def hand_out(*, lines: dict, by, person=None, at=None) -> ShopEntry:
    """A basket goes out: {size id: pieces}, to a young person known by the chosen name, or to nobody named. Refused
    with what is left where there is not enough."""
    if person is not None:
        check_alive(locked_file(person))
    entry = ShopEntry(kind=EntryKind.HAND_OUT, person=person, by=by, **_when(at))
    return _entered(entry, {pk: (-number, None) for pk, number in lines.items() if number})


@operation
def count_stock(*, lines: dict, by, reason="", at=None) -> ShopEntry:
    """Stock was counted: {size id: how many there are}. The difference is booked, with the reason, which is needed
    where there is one."""
    entry = ShopEntry(kind=EntryKind.COUNT, reason=reason.strip(), by=by, **_when(at))
    return _entered(entry, lines, counting=True)


@operation
def undo_entry(*, entry, by) -> ShopEntry:
    """Take a gift, a basket or a count back: the pieces go the other way, and both stay in the book. Refused where
    what came has gone out since, or where the shop no longer keeps the thing."""
    sizes, items = _held(set(entry.movements.values_list("size", flat=True)))
    entry = locked(entry)
    if entry.undone_at:
        raise ValidationError(_("This is taken back already."), code="undone")
    _refuse_archived(items)
    change(entry, {"undone_at": timezone.now(), "undone_by": by})
    back = {move.size_id: (-move.quantity, None) for move in entry.movements.all() if move.quantity}
    _refuse_below_zero(sizes, back)
    _move(entry, MovementKind.UNDO, back, entry.undone_at)
    _watch(items)
    return entry


@operation
def forget_who_took(*, before, by=None) -> int:
    """Baskets handed out before that moment are nobody's from now on; how many were somebody's."""
    return ShopEntry.objects.filter(person__isnull=False, at__lt=before).update(person=None)


def _when(at) -> dict:
    if at and at > timezone.now():
        raise ValidationError(_("This day is still to come."), code="future")
    return {"at": at} if at else {}


def _entered(entry, lines, counting=False) -> ShopEntry:
    """The line of the book with its movements, whole or not at all."""
    if not lines:
        raise ValidationError(_("Say of at least one thing how many."), code="empty")
    sizes, items = _held(lines)
    _refuse_archived(items)
    if counting:
        lines = {pk: (number - sizes[pk].stock, number) for pk, number in lines.items()}
        _ask_for_reason(entry, lines)
    _refuse_below_zero(sizes, lines)
    check(entry, ["kind", "reason"])
    entry.save(force_insert=True)
    _move(entry, MovementKind(entry.kind), lines, entry.at)
    _watch(items)
    return entry


def _refuse_archived(items) -> None:
    if gone := [str(item) for item in items if item.archived_at]:
        message = _("The shop no longer keeps this: %(what)s.")
        raise ValidationError(message, code="archived", params={"what": ", ".join(gone)})


def _ask_for_reason(entry, lines) -> None:
    if any(difference for difference, _counted in lines.values()) and not entry.reason:
        message = _("What was counted differs from the book: say why (lost, worn out, first count …).")
        raise ValidationError({"reason": ValidationError(message, code="no_reason")})


def _held(size_ids) -> tuple[dict, list]:
    """The sizes by id and their things, both held, as they are now."""
    things = ShopItem.objects.filter(sizes__in=size_ids).values("pk")
    items = list(ShopItem.objects.select_for_update(no_key=True).filter(pk__in=things).order_by("pk"))
    rows = ShopSize.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=size_ids).order_by("pk")
    return {row.pk: row for row in rows.select_related("item")}, items


def _refuse_below_zero(sizes, lines) -> None:
    short = [sizes[pk] for pk, (moved, _counted) in lines.items() if sizes[pk].stock + moved < 0]
    if short:
        told = ", ".join(f"{size} ({size.stock})" for size in sorted(short, key=str))
        message = _("There are not as many left. In stock now: %(what)s.")
        params = {"what": told, "sizes": [size.pk for size in short]}
        raise ValidationError(message, code="volunteers_stock_not_below_zero", params=params)


def _move(entry, kind, lines, at) -> None:
    ShopMovement.objects.bulk_create(
        ShopMovement(entry=entry, size_id=pk, kind=kind, quantity=quantity, counted=counted, at=at)
        for pk, (quantity, counted) in sorted(lines.items())
    )


def _watch(items) -> None:
    """Of each thing that was touched: does it run low now, or no longer?"""
    totals = defaultdict(int)
    for item, stock in ShopSize.objects.filter(item__in=items).values_list("item", "stock"):
        totals[item] += stock
    for item in items:
        stock_alerts.watch(item, totals[item.pk])


def _stock_of(item) -> int:
    return sum(item.sizes.values_list("stock", flat=True))


def _set_sizes(item, names) -> None:
    """The sizes in this order; one that is not told goes if nothing ever came or went of it."""
    names = list(dict.fromkeys(name.strip() for name in names if name.strip())) or [""]
    if len(names) > MOST_SIZES:
        message = _("A thing has at most %(most)s sizes.")
        raise ValidationError({"sizes": ValidationError(message, code="too_many", params={"most": MOST_SIZES})})
    known = {size.name: size for size in item.sizes.all()}
    for size in known.values():
        if size.name not in names and not size.movements.exists():
            size.delete()
    for place, name in enumerate(names):
        size = known.get(name) or ShopSize(item=item, name=name)
        if size._state.adding or size.place != place:
            size.place = place
            check(size, ["name"])
            size.save()
