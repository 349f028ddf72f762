"""What volunteers are paid back, to the cent, and what they said they had elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.history import tracked
from refuge.records import Record
from volunteers.models.choices import Cost, Vehicle
from volunteers.models.volunteer import Volunteer

USER = settings.AUTH_USER_MODEL


class AllowanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to who pays them; to a volunteer their own."""
        if allows(user, "volunteers.view_allowance"):
            return self
        return self.filter(volunteer__in=Volunteer.objects.visible_to(user)) if self._is_own(user) else self.none()

    @staticmethod
    def _is_own(user) -> bool:
        return allows(user, "volunteers.own") and not allows(user, "volunteers.view")

    def current(self):
        return self.filter(removed_at__isnull=True)

    def of_year(self, year: int):
        return self.current().filter(day__year=year)

    def here(self):
        """Paid by this house."""
        return self.filter(is_elsewhere=False)

    def to_pay(self):
        return self.current().here().filter(paid_on__isnull=True)


@tracked()
class Allowance(Record):
    """One amount for one day. Of kilometres, the amount is that of the rate of the day, kept as it was reckoned."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="allowances")
    day = models.DateField(_("day"))
    cost = models.CharField(_("kind"), max_length=6, choices=Cost.choices)
    cents = models.PositiveIntegerField(_("amount, in cents"))
    vehicle = models.CharField(_("by"), max_length=4, choices=Vehicle.choices, blank=True)
    metres = models.PositiveIntegerField(_("metres"), null=True, blank=True)
    is_elsewhere = models.BooleanField(_("paid by another organisation"), default=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_allowance_amount", condition=Q(cents__gt=0),
                violation_error_message=_("An amount is above zero."),
            ),
            models.CheckConstraint(
                name="volunteers_kilometres_say_how_many",
                condition=Q(cost=Cost.TRAVEL, metres__gt=0) & ~Q(vehicle="")
                | ~Q(cost=Cost.TRAVEL) & Q(metres__isnull=True, vehicle=""),
                violation_error_message=_("Of kilometres, say how many and by what."),
            ),
            models.UniqueConstraint(
                fields=["volunteer", "day"], name="volunteers_one_flat_rate_a_day",
                condition=Q(cost=Cost.FLAT, is_elsewhere=False, removed_at__isnull=True),
                violation_error_message=_("There is a flat rate for this day already."),
            ),
            models.CheckConstraint(
                name="volunteers_paid_here", condition=Q(paid_on__isnull=True) | Q(is_elsewhere=False),
                violation_error_message=_("What another organisation pays is not paid here."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["day", "volunteer"], name="volunteers_allowance_day")]

    def __str__(self):
        return f"{self.day}: {self.cents}"
