"""The internal shop made ready for the eye: things with what there is of each size, and the lines of the book."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refuge.access import allows
from refuge.parameters.registry import value_of
from refuge.people.models import Person
from refuge.people.names import names_of
from refuge.people.registry import residents
from refuge.questions import SOME_PEOPLE, as_some_people, ask
from volunteers import operations
from volunteers.models import Category, EntryKind, MovementKind, ShopItem, ShopMovement, ShopSize
from volunteers.parameters import BASKET_DAYS

UNDO = "volunteers.undo_shop"
SIZES = Prefetch("sizes", ShopSize.objects.order_by("place", "name", "id"), to_attr="in_order")
TONES = {EntryKind.GIFT: "well", EntryKind.HAND_OUT: "accent", EntryKind.COUNT: "calm"}
MOVEMENT_TONES = {
    MovementKind.GIFT: "well",
    MovementKind.HAND_OUT: "accent",
    MovementKind.COUNT: "calm",
    MovementKind.UNDO: "plain",
}


def residents_for(user):
    """Who can be named on a basket: those who sleep in the house and whom `user` may know, by their chosen name."""
    return Person.objects.visible_to(user).filter(residents()).filter(death_noted_at__isnull=True).order_by("name_key")


@dataclass(frozen=True)
class ItemRow:
    """One thing: how many pieces of each size, and what presses."""

    item: object
    url: str
    facts: str
    sizes: list
    total: int
    state: str
    tone: str


def item_rows(items) -> list[ItemRow]:
    """Of things read with SIZES."""
    return [item_row(each) for each in items]


def item_row(item) -> ItemRow:
    total = sum(size.stock for size in item.in_order)
    facts = [str(Category(item.category).label), item.note]
    return ItemRow(
        item,
        reverse("volunteers:shop_item", args=[item.pk]),
        " · ".join(filter(None, facts)),
        [size for size in item.in_order if size.name],
        total,
        *state_of(item, total),
    )


def state_of(item, total: int) -> tuple[str, str]:
    """How it stands with a thing, in words, and the chip's tone."""
    if item.archived_at:
        return _("no longer kept"), "plain"
    if total == 0:
        return _("none left"), "late"
    if item.low_since:
        return _("runs low"), "soon"
    return "", "plain"


def pieces(number: int) -> str:
    return ngettext("%(n)s piece", "%(n)s pieces", number) % {"n": number}


@dataclass(frozen=True)
class EntryRow:
    """One line of the book. `who` is the chosen name of who took it home, "" for nobody and for who may not know."""

    entry: object
    title: str
    tone: str
    total: str
    lines: str
    who: str
    donor: str
    may_undo: bool


def for_book(entries):
    """Entries with what their rows need but for their movements."""
    whom = ("donor__name", "donor__abbreviation", "by__name", "undone_by__name")
    entries = entries.select_related("donor", "by", "undone_by")
    return entries.only("kind", "person", "donor_words", "reason", "at", "undone_at", *whom)


def entry_rows(user, entries) -> list[EntryRow]:
    """Of entries read with `for_book`, no more than a page of a list holds. What they moved is one query for all, the
    names of people whom `user` may know another."""
    names = names_of(user, {entry.person_id for entry in entries if entry.person_id})
    undoes_all, moved = allows(user, UNDO), defaultdict(list)
    which = as_some_people([entry.pk for entry in entries])
    for entry, *move in ask("volunteers.book_moves", None, _moves_of_some, stand_ins=which) if which else ():
        moved[entry].append(move)
    return [
        _entry_row(entry, moved[entry.pk], names.get(entry.person_id, ""), undoes_all or allows(user, UNDO, entry))
        for entry in entries
    ]


def _moves_of_some():
    moves = ShopMovement.objects.exclude(kind=MovementKind.UNDO).filter(entry__in=SOME_PEOPLE).order_by()
    return moves.values_list("entry", "quantity", "counted", "size__item__name", "size__name")


def _entry_row(entry, moved, name, may_undo) -> EntryRow:
    is_count = entry.kind == EntryKind.COUNT
    return EntryRow(
        entry,
        str(entry.get_kind_display()),
        TONES[entry.kind],
        "" if is_count else pieces(sum(abs(quantity) for quantity, *_rest in moved)),
        ", ".join(sorted(_line(is_count, *move) for move in moved)),
        name,
        str(entry.donor or entry.donor_words or ""),
        entry.undone_at is None and may_undo,
    )


def _line(is_count, quantity, counted, item, size) -> str:
    """T-shirt M and how many; of a count what was found, with the difference."""
    thing = f"{item} {size}".strip()
    if not is_count:
        return f"{abs(quantity)} {thing}"
    return f"{thing} : {counted} ({quantity:+d})" if quantity else f"{thing} : {counted}"


def movement_rows(user, movements) -> list:
    """(movement, what moved it in words, tone, by whom, donor or reason) of the history of a thing."""
    return [
        (move, str(move.get_kind_display()), MOVEMENT_TONES[move.kind], _actor(move), _about(move))
        for move in movements
    ]


def _actor(move):
    return move.entry.undone_by if move.kind == MovementKind.UNDO else move.entry.by


def _about(move) -> str:
    entry = move.entry
    if move.kind == MovementKind.GIFT:
        return str(entry.donor or entry.donor_words or "")
    if move.kind == MovementKind.COUNT:
        found = _("%(number)s found") % {"number": move.counted}
        return f"{found} · {entry.reason}" if entry.reason else found
    return ""


def stock():
    """Everything that the shop keeps, in the order of the shelves: by category, then by name."""
    order = list(Category.values)
    items = list(ShopItem.objects.current().prefetch_related(SIZES).order_by("name_key", "id"))
    return sorted(items, key=lambda item: order.index(item.category))


def forget_old_baskets(now=None) -> int:
    days = value_of(BASKET_DAYS.code, timezone.localdate(now))
    return operations.forget_who_took(before=(now or timezone.now()) - timedelta(days=days))
