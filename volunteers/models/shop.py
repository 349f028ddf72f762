"""The internal shop: things by size, and a book in which every piece comes and goes. Stock is what the book adds up to,
and is never below zero (rule 9)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge import violations
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import Rule, tracked
from refuge.partners.models import Organisation
from refuge.people.models import Person
from refuge.people.models.name import Fold
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record
from volunteers.models.choices import Category, EntryKind, MovementKind

USER = settings.AUTH_USER_MODEL
BELOW_ZERO = "volunteers_stock_not_below_zero"
OUT_OF_STEP = "volunteers_stock_is_what_the_book_says"
violations.say(BELOW_ZERO, _("There are not as many left: somebody may have taken the last ones just now."))
violations.say(OUT_OF_STEP, _("Stock changes by gifts, hand-outs and counts alone."))


class NeverBelowZero(Rule):
    """Rule 9. Each size that a line of the book touches is locked, in the order of the ids, before its lines are added
    up: two who hand out the last piece at once wait in line, and the second is refused."""

    def __init__(self):
        super().__init__(
            name=BELOW_ZERO,
            message=violations.said(BELOW_ZERO),
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("touched", "uuid"), ("total", "integer")],
            func=f"""
                FOR touched IN
                    SELECT id FROM volunteers_shopsize
                    WHERE id IN (
                        CASE WHEN TG_OP <> 'INSERT' THEN OLD.size_id END,
                        CASE WHEN TG_OP <> 'DELETE' THEN NEW.size_id END
                    )
                    ORDER BY id FOR NO KEY UPDATE
                LOOP
                    SELECT coalesce(sum(quantity), 0) INTO total FROM volunteers_shopmovement WHERE size_id = touched;
                    IF total < 0 THEN
                        {Rule.refuse(BELOW_ZERO)}
                    END IF;
                    UPDATE volunteers_shopsize SET stock = total WHERE id = touched AND stock <> total;
                END LOOP;
                RETURN NULL;
            """,  # noqa: S608
        )


class StockIsTheBook(Rule):
    """From the other side: nobody writes a stock that the lines of the book do not add up to."""

    def __init__(self):
        super().__init__(
            name=OUT_OF_STEP,
            message=violations.said(OUT_OF_STEP),
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("stock"),
            declare=[("total", "integer")],
            func=f"""
                SELECT coalesce(sum(quantity), 0) INTO total FROM volunteers_shopmovement WHERE size_id = NEW.id;
                IF NEW.stock IS DISTINCT FROM total THEN
                    {Rule.refuse(OUT_OF_STEP)}
                END IF;
                RETURN NEW;
            """,  # noqa: S608
        )


class ShopQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "volunteers.view_shop") else self.none()


class ShopItemQuerySet(ShopQuerySet):
    def current(self):
        """What the shop keeps: not taken off."""
        return self.filter(archived_at__isnull=True)

    def low(self):
        return self.current().filter(low_since__isnull=False)

    def found_by(self, text: str):
        """Those with a word of the name that begins with `text`."""
        wanted = Fold(Value(text.replace("\0", "").strip(), output_field=TextField()))
        return self.filter(folded__contains=Concat(Value(" "), wanted))


@tracked(exclude=["name_key", "folded", "low_since"])
class ShopItem(Record):
    """A thing that the shop keeps, in one size or several. `low_at`: at so few pieces, all sizes together, somebody is
    told; `low_since` is since when it stands there."""

    name = models.CharField(_("name"), max_length=80)
    name_key = models.GeneratedField(expression=Fold(F("name")), output_field=TextField(), db_persist=True)
    folded = models.GeneratedField(
        expression=Fold(Concat(Value(" "), F("name"), output_field=TextField())),
        output_field=TextField(),
        db_persist=True,
    )
    category = models.CharField(_("category"), max_length=9, choices=Category.choices)
    low_at = models.PositiveIntegerField(_("tell somebody at"), null=True, blank=True)
    low_since = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.CharField(_("where it lies, what to know"), max_length=200, blank=True)
    archived_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = ShopItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_shop_named", condition=Q(name__regex=r"\S"),
                violation_error_message=_("Give the thing a name."),
            ),
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(archived_at__isnull=True), name="volunteers_shop_name_once",
                violation_error_message=_("The shop keeps something by this name already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["name_key", "id"], name="volunteers_shop_by_name")]

    def __str__(self):
        return self.name


@tracked(exclude=["stock"])
class ShopSize(Record):
    """One size of a thing; "" for what has no sizes. `stock` is written by the book's trigger alone."""

    item = models.ForeignKey(ShopItem, models.PROTECT, related_name="sizes")
    name = models.CharField(_("size"), max_length=20, blank=True)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    stock = models.IntegerField(_("in stock"), default=0, editable=False)

    objects = ShopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "name"], name="volunteers_shop_size_once",
                violation_error_message=_("This size is on the list already."),
            ),
            models.CheckConstraint(
                name="volunteers_stock_zero_or_more", condition=Q(stock__gte=0),
                violation_error_message=violations.said(BELOW_ZERO),
            ),
        ]  # fmt: skip
        triggers = [StockIsTheBook()]

    def __str__(self):
        return f"{self.item} {self.name}".strip()


class ShopEntryQuerySet(ShopQuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(undone_at__isnull=True)


@tracked(exclude=["person", "donor_words"])
class ShopEntry(Record):
    """One line of the book: a gift that came in, a basket that went out, or a count.

    Of who took a basket home it holds the file at most, of which the shop shows the chosen name to those who may see
    that person, and that only for some days (parameter). `kind` fits what its movements do.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="baskets")
    donor = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="gifts")
    donor_words = EncryptedTextField(_("who gave it"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = ShopEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_basket_of_somebody", condition=Q(person__isnull=True) | Q(kind=EntryKind.HAND_OUT),
                violation_error_message=_("Only a basket is for somebody."),
            ),
            models.CheckConstraint(
                name="volunteers_gift_has_a_donor",
                condition=~Q(kind=EntryKind.GIFT) | Q(donor__isnull=False) | Q(donor_words__isnull=False),
                violation_error_message=_("Say who gave it: an organisation, or in words."),
            ),
            models.CheckConstraint(
                name="volunteers_taken_back_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                violation_error_message=_("Say who takes it back."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["at", "id"], name="volunteers_shop_book"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="volunteers_baskets_of"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.at:%Y-%m-%d}"


@tracked()
class ShopMovement(Record):
    """So many pieces of one size came (above zero) or went. `counted` is how many a count found: the movement is the
    difference, perhaps none. What is taken back is a movement the other way; none is changed or removed."""

    entry = models.ForeignKey(ShopEntry, models.PROTECT, related_name="movements")
    size = models.ForeignKey(ShopSize, models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=8, choices=MovementKind.choices)
    quantity = models.IntegerField(_("pieces"))
    counted = models.PositiveIntegerField(_("counted"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_pieces_go_the_right_way",
                condition=Q(kind=MovementKind.GIFT, quantity__gt=0)
                | Q(kind=MovementKind.HAND_OUT, quantity__lt=0)
                | Q(kind=MovementKind.COUNT, counted__isnull=False)
                | Q(kind=MovementKind.UNDO),
                violation_error_message=_("A gift adds pieces and a basket takes some."),
            )
        ]
        indexes = [models.Index(fields=["size", "at", "id"], name="volunteers_shop_history")]
        triggers = [NeverBelowZero()]

    def __str__(self):
        return f"{self.quantity:+d}"
