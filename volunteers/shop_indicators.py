"""What the house counts about the internal shop (DOMAIN.md 8: 62)."""

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Breakdown, Figure, Indicator, Period, Row, declare
from volunteers.indicators import FIGURES, within
from volunteers.models import Category, EntryKind, MovementKind, ShopEntry, ShopMovement

VISITS, PIECES = "visits", "pieces"


def given_by(period: Period):
    """Partners that gave something within the period."""
    gifts = ShopEntry.objects.standing().filter(kind=EntryKind.GIFT, donor__isnull=False, **within(period, "at"))
    return gifts.values("donor")


def visits(period: Period) -> Figure:
    baskets = ShopEntry.objects.standing().filter(kind=EntryKind.HAND_OUT, **within(period, "at"))
    return Figure(baskets.count())


def moved(period: Period) -> dict:
    """{category: (pieces handed out, pieces given)} of what was not taken back."""
    rows = ShopMovement.objects.filter(entry__undone_at__isnull=True, **within(period, "entry__at"))
    counted = (
        rows.order_by()
        .values("size__item__category")
        .annotate(
            out=Sum("quantity", filter=Q(kind=MovementKind.HAND_OUT)),
            given=Sum("quantity", filter=Q(kind=MovementKind.GIFT)),
        )
    )
    return {row["size__item__category"]: (-(row["out"] or 0), row["given"] or 0) for row in counted}


OUT, GIVEN = range(2)


def pieces(which: int):
    return lambda period: Figure(sum(numbers[which] for numbers in period.once(moved).values()))


def by_category(which: int):
    def rows(period: Period) -> list[Row]:
        found = period.once(moved)
        return [Row(each.value, each.label, Figure(found.get(each.value, (0, 0))[which])) for each in Category]

    return rows


declare(
    Indicator(
        code="shop_visits",
        name=_("Visits to the internal shop"),
        definition=_(
            "Baskets handed out within the period, those taken back left out. Somebody who came twice counts twice."
        ),
        unit=VISITS, compute=visits, permission=FIGURES, order=79,
    )
)  # fmt: skip
declare(
    Indicator(
        code="shop_items",
        name=_("Pieces handed out by the internal shop"),
        definition=_("Pieces in the baskets handed out within the period, those taken back left out."),
        unit=PIECES, compute=pieces(OUT), permission=FIGURES, order=79,
        breakdowns=(Breakdown("category", _("Pieces handed out, by category"), by_category(OUT)),),
    )
)  # fmt: skip
declare(
    Indicator(
        code="shop_gifts",
        name=_("Pieces given to the internal shop"),
        definition=_("Pieces that came in as gifts within the period, those taken back left out."),
        unit=PIECES, compute=pieces(GIVEN), permission=FIGURES, order=79,
        breakdowns=(Breakdown("category", _("Pieces given, by category"), by_category(GIVEN)),),
    )
)  # fmt: skip
