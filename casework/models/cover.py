"""Standing in for a colleague on holiday: for a dated period, ending by itself."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.accounts.models.user import DateRange
from refuge.history import tracked
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class CoverQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(ended_at__isnull=True)

    def current(self, day=None):
        day = day or timezone.localdate()
        return self.standing().filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day=None):
        """Current or to come."""
        return self.standing().filter(ends_on__gte=day or timezone.localdate())

    def visible_to(self, user):
        """Whoever hands over for others sees all, anybody else their own."""
        if allows(user, "casework.cover_others"):
            return self
        return self.filter(Q(away=user) | Q(colleague=user))


@tracked()
class Cover(Record):
    """`colleague` sees the caseload of `away` and gets its alerts, from one day to another, both counted."""

    away = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who is away"))
    colleague = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who stands in"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until and including"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_cover_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="casework_cover_by_somebody_else",
                condition=~Q(away=F("colleague")),
                violation_error_message=_("Somebody else stands in, not the person who is away."),
            ),
            ExclusionConstraint(
                name="casework_one_cover_at_a_time",
                expressions=[
                    ("away", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("Somebody stands in on some of these days already."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_on}/{self.ends_on}"
