"""Keys: sets with a number, and who has which since when. A number is no address: a set that is found opens nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.models.maintenance import exactly_one
from housing.models.space import Space, Unit
from housing.models.stay import Stay
from refuge.access import allows
from refuge.history import tracked
from refuge.people.models import of_open_file
from refuge.records import Record


class Signed(models.TextChoices):
    PAPER = "paper", pgettext_lazy("signed", "On paper")
    SCREEN = "screen", pgettext_lazy("signed", "Ticked on screen")


class KeySetQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(retired_on__isnull=True)

    def at_home(self):
        """In use, and neither out nor lost."""
        return self.in_use().exclude(Exists(KeyLoan.objects.out().filter(key_set=OuterRef("pk"))))

    def with_place(self):
        return self.select_related("unit__site", "space__unit__site")

    def opening(self, space):
        """Those of the space, and those of its flat."""
        return self.filter(Q(space=space) | Q(unit=space.unit_id))


@tracked()
class KeySet(Record):
    """The keys that go together on one ring, for a flat or for one space in it."""

    number = models.CharField(
        _("number"), max_length=20, unique=True,
        error_messages={"unique": _("There is already a set with this number.")},
    )  # fmt: skip
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="key_sets")
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="key_sets")
    retired_on = models.DateField(_("out of use since"), null=True, editable=False)

    objects = KeySetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_keys_of_one_place",
                condition=exactly_one("unit", "space"),
                violation_error_message=_("A set of keys is for a flat or for a space."),
            )
        ]

    def __str__(self):
        return self.number

    @property
    def place(self):
        return self.space or self.unit

    @property
    def house(self):
        return (self.unit or self.space.unit).site


class KeyLoanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them: a set has to come back whoever has it. Who that is, `with_known` says."""
        return self if allows(user, "housing.hand_out_keys") else self.none()

    def with_known(self, user):
        """With `known`: whether `user` may know which resident it is. The other sets are out all the same."""
        return self.annotate(known=of_open_file(user, "stay__person"))

    def out(self):
        """Not back: handed out, or lost."""
        return self.filter(returned_on__isnull=True)

    def after_departure(self):
        """Still with somebody whose stay is over."""
        return self.out().filter(lost_on__isnull=True, stay__departed_on__isnull=False)


@tracked()
class KeyLoan(Record):
    """One set with one resident or colleague, from a day on, until it is back. Lost, it is not back."""

    key_set = models.ForeignKey(KeySet, models.PROTECT, related_name="loans")
    stay = models.ForeignKey(Stay, models.CASCADE, null=True, blank=True, related_name="key_loans")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    out_on = models.DateField(_("handed out on"), default=timezone.localdate)
    signed = models.CharField(_("signed for"), max_length=6, choices=Signed.choices)
    returned_on = models.DateField(_("back on"), null=True, blank=True)
    lost_on = models.DateField(_("lost on"), null=True, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = KeyLoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_keys_with_one",
                condition=exactly_one("stay", "colleague"),
                violation_error_message=_("A set of keys is with a resident or with a colleague."),
            ),
            models.UniqueConstraint(
                name="housing_keys_out_once",
                fields=["key_set"],
                condition=Q(returned_on__isnull=True),
                violation_error_message=_("This set is out already."),
            ),
            models.CheckConstraint(
                name="housing_keys_back_after_out",
                condition=(Q(returned_on__isnull=True) | Q(returned_on__gte=F("out_on")))
                & (Q(lost_on__isnull=True) | Q(lost_on__gte=F("out_on"))),
                violation_error_message=_("Keys cannot be back or lost before they were handed out."),
            ),
        ]
        indexes = [models.Index(fields=["key_set", "-out_on"], name="housing_keys_newest")]

    def __str__(self):
        return f"{self.out_on}"
