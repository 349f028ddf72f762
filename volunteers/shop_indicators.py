"""What the house counts about the internal shop (DOMAIN.md 8: 62)."""

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from refuge.counting import number, rows
from refuge.indicators import Breakdown, Figure, Indicator, Period, Row, declare
from volunteers.indicators import FIGURES, within
from volunteers.models import Category, EntryKind, MovementKind, ShopEntry, ShopMovement

VISITS, PIECES = "visits", "pieces"


def given_by(period: Period):
    """Partners that gave something within the period."""
    gifts = ShopEntry.objects.standing().filter(kind=EntryKind.GIFT, donor__isnull=False, **within(period, "at"))
    return gifts.values("donor")


def visits(period: Period) -> Figure:
    return Figure(number(_baskets, period))


def _baskets(period: Period):
    return ShopEntry.objects.standing().filter(kind=EntryKind.HAND_OUT, **within(period, "at"))


def moved(period: Period) -> dict:
    """{category: (pieces handed out, pieces given)} of what was not taken back."""
    return {category: (-(out or 0), given or 0) for category, out, given in rows(_moved, period)}


def _moved(period: Period):
    found = ShopMovement.objects.filter(entry__undone_at__isnull=True, **within(period, "entry__at"))
    return found.order_by().values_list("size__item__category").annotate(
        out=Sum("quantity", filter=Q(kind=MovementKind.HAND_OUT)),
        given=Sum("quantity", filter=Q(kind=MovementKind.GIFT)),
    )  # fmt: skip


OUT, GIVEN = range(2)


def pieces(which: int):
    return lambda period: Figure(sum(numbers[which] for numbers in period.once(moved).values()))


def by_category(which: int):
    def by(period: Period) -> list[Row]:
        found = period.once(moved)
        return [Row(each.value, each.label, Figure(found.get(each.value, (0, 0))[which])) for each in Category]

    return by


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
