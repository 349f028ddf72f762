"""Days on which somebody who stays here sleeps elsewhere: the stay goes on, and so does its clock."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.space import covering
from housing.models.stay import Stay
from refuge.access import allows
from refuge.accounts.models.user import DateRange
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import of_open_file
from refuge.records import Record


class AbsenceKind(models.TextChoices):
    HOSPITAL = "hospital", _("Hospital")
    HOLIDAY = "holiday", _("Holiday, visit")
    ELSEWHERE = "elsewhere", _("Elsewhere for a while (hotel, friends)")


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Absences of the people whose files `user` may read."""
        if not allows(user, "housing.view_presence"):
            return self.none()
        return self.filter(of_open_file(user, "stay__person"))

    def without_space(self):
        """Those whose space was freed and who are not back yet, planned day or not."""
        return self.filter(freed_on__isnull=False, returned_on__isnull=True)

    def on_night(self, night):
        """Those who are known to sleep elsewhere that night, as far as their stay goes on."""
        return self.filter(covering(night)).filter(
            Q(stay__departed_on__isnull=True) | Q(stay__departed_on__gt=night), stay__arrived_on__lte=night
        )


@tracked()
class Absence(Record):
    """From a first night elsewhere to the day of coming back (half-open; without one, until further notice). The space
    is held, or freed for somebody else: then its occupancy ends, and coming back gives a space again."""

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="absences")
    kind = models.CharField(_("where"), max_length=10, choices=AbsenceKind.choices)
    starts_on = models.DateField(_("first night elsewhere"))
    ends_on = models.DateField(_("back on"), null=True, blank=True)
    freed_on = models.DateField(_("space freed on"), null=True, editable=False)
    returned_on = models.DateField(_("came back"), null=True, editable=False)
    note = EncryptedTextField(_("note"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="housing_one_absence_at_a_time",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("An absence is already noted for one of those nights."),
            ),
            models.CheckConstraint(
                name="housing_absence_has_a_night",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The day of coming back lies after the first night elsewhere."),
            ),
            models.CheckConstraint(
                name="housing_space_freed_while_away",
                condition=Q(freed_on__isnull=True) | Q(freed_on__gte=F("starts_on")),
                violation_error_message=_("A space is freed while the person is away."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.starts_on}"
