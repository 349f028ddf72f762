"""The internal shop: shelves filled by a first count and gifts, and baskets of the last months."""

from datetime import timedelta

from django.utils import timezone

from volunteers import operations
from volunteers.models import ShopItem

# Name, category, sizes, told at, where it lies, first count of each size.
SHELVES = [
    ("T-shirt", "clothes", "S M L XL", 8, "Étagère 1", 9),
    ("Pull", "clothes", "S M L XL", 6, "Étagère 1", 5),
    ("Pantalon", "clothes", "36 38 40 42 44", 6, "Étagère 2", 4),
    ("Veste d’hiver", "clothes", "S M L", 4, "Penderie", 3),
    ("Sous-vêtements neufs", "clothes", "S M L XL", 10, "Tiroir", 8),
    ("Chaussettes, la paire", "clothes", "36-40 41-46", 10, "Tiroir", 18),
    ("Binder", "clothes", "XS S M L", 2, "Tiroir, emballé", 2),
    ("Baskets", "shoes", "37 38 39 40 41 42 43", 4, "Étagère 3", 2),
    ("Gel douche", "hygiene", "", 12, "Armoire", 30),
    ("Brosse à dents", "hygiene", "", 12, "Armoire", 40),
    ("Rasoir", "hygiene", "", 8, "Armoire", 15),
    ("Protections périodiques, le paquet", "hygiene", "", 10, "Armoire", 22),
    ("Préservatifs, la boîte", "hygiene", "", 6, "Armoire", 14),
    ("Draps, le jeu", "bedding", "1p 2p", 4, "Réserve", 6),
    ("Serviette de bain", "bedding", "", 6, "Réserve", 16),
    ("Casserole", "household", "", 2, "Réserve", 5),
    ("Pâtes, le paquet", "food", "", 10, "Réserve", 36),
    ("Sac à dos", "school", "", 3, "Étagère 3", 6),
    ("Cahier", "school", "", 5, "Étagère 3", 20),
]
# Days ago, who gave, is it a partner, which things, pieces of each size.
GIFTS = [
    (60, "Haute école du Parc neuf", True, ("Pull", "Veste d’hiver", "Sac à dos"), 3),
    (33, "Collecte de quartier", False, ("T-shirt", "Pantalon", "Baskets"), 2),
    (12, "Une pharmacie", False, ("Gel douche", "Brosse à dents", "Protections périodiques, le paquet"), 8),
]
FIRST_COUNT, BASKETS, EVERY = 75, 34, 2
RUNS_LOW = "Rasoir"


def build_shop(partners, stays, staff, moment) -> list[ShopItem]:
    by = staff["logistics"]
    items = {row[0]: _thing(row, by) for row in SHELVES}
    first = {size.pk: row[5] for row in SHELVES for size in items[row[0]].sizes.all()}
    operations.count_stock(lines=first, reason="Premier inventaire", at=_at(moment, FIRST_COUNT), by=by)
    for days, giver, is_partner, names, pieces in GIFTS:
        donor = {"donor": partners[giver]} if is_partner else {"donor_words": giver}
        lines = {size.pk: pieces for name in names for size in items[name].sizes.all()}
        operations.receive_gift(lines=lines, at=_at(moment, days), by=staff["volunteers"], **donor)
    _baskets(items, stays, staff, moment)
    razor = items[RUNS_LOW].sizes.get()
    operations.hand_out(lines={razor.pk: razor.stock - 5}, at=_at(moment, 1), by=by)
    pasta = items["Pâtes, le paquet"].sizes.get()
    operations.count_stock(lines={pasta.pk: pasta.stock - 2}, reason="Paquets abîmés", at=_at(moment, 4), by=by)
    return list(items.values())


def _thing(row, by) -> ShopItem:
    name, category, sizes, low_at, note, _count = row
    return operations.add_item(name=name, category=category, sizes=sizes.split(), low_at=low_at, note=note, by=by)


def _at(moment, days):
    return min(moment.ago(days), timezone.now() - timedelta(minutes=5))


def _baskets(items, stays, staff, moment) -> None:
    """Every other day a basket of two or three things; of the newest, some say for whom."""
    things = list(items.values())
    people = [stay.person for stay in stays.values() if stay.departed_on is None]
    who = [staff["educator"], staff["logistics"], staff["volunteers"]]
    for number in range(BASKETS):
        days = (BASKETS - number) * EVERY
        lines = {}
        for step in range(2 + number % 2):
            sizes = list(things[(number * 3 + step * 5) % len(things)].sizes.order_by("place"))
            size = sizes[number % len(sizes)]
            if size.stock > 1:
                lines[size.pk] = 1
        person = people[number % len(people)] if people and days < 20 and number % 3 else None
        if lines:
            by = who[number % len(who)]
            operations.hand_out(lines=lines, person=person, at=_at(moment, days), by=by)
