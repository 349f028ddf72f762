"""How much colleagues work, as what and from when to when; and the trainings they followed. It says nothing of pay."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.accounts.models.user import DateRange, Role, User
from refuge.history import tracked
from refuge.records import Record

MOST_HOURS = 24  # of a training that is noted with one day


class WorkFunction(models.TextChoices):
    """As what somebody is employed: apart from their roles, which say what they may see."""

    MANAGEMENT = "management", pgettext_lazy("work", "Management")
    COORDINATION = "coordination", pgettext_lazy("work", "Social coordination")
    PSYCHOLOGY = "psychology", pgettext_lazy("work", "Psychology")
    EDUCATION = "education", pgettext_lazy("work", "Specialised education")
    LOGISTICS = "logistics", pgettext_lazy("work", "Logistics and maintenance")
    VOLUNTEERS = "volunteers", pgettext_lazy("work", "Coordination of volunteers")
    ADMINISTRATION = "administration", pgettext_lazy("work", "Administration and communication")
    OTHER = "other", pgettext_lazy("work", "Other function")


class OfColleagueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of it to management, anybody else's own to them."""
        return self if user.has_role(Role.MANAGEMENT) else self.filter(user=user)

    def current(self):
        """What was not taken off."""
        return self.filter(removed_at__isnull=True)


class StaffWorkQuerySet(OfColleagueQuerySet):
    def within(self, first, last):
        """In force on at least one day from `first` to `last`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


class OfColleague(Record):
    """Something kept about a colleague; taken off it stays, and can be put back."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


@tracked()
class StaffWork(OfColleague):
    """A share of full time in one function, from a first day to a last one, or going on. Another share is a new line
    from the day it holds, so that last year's figure keeps last year's share."""

    user = models.ForeignKey(User, models.PROTECT, related_name="work")
    function = models.CharField(_("function"), max_length=14, choices=WorkFunction.choices)
    share = models.DecimalField(
        _("share of full time"), max_digits=5, decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )  # fmt: skip
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = StaffWorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_work_is_a_share", condition=Q(share__gt=0, share__lte=1),
                violation_error_message=_("A share of full time is more than nothing and at most one full time."),
            ),
            models.CheckConstraint(
                name="accounts_work_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first."),
            ),
            ExclusionConstraint(
                name="accounts_work_once_a_function",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("function", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at__isnull=True),
                violation_error_message=_(
                    "This colleague works in that function on some of those days already: end that line first."
                ),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.get_function_display()


@tracked()
class StaffTraining(OfColleague):
    """Hours of a training, of one day: a training of three days is three lines, or its hours on its first one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="trainings")
    held_on = models.DateField(_("day"), default=timezone.localdate)
    subject = models.CharField(_("subject"), max_length=150)
    hours = models.DecimalField(
        _("hours"), max_digits=4, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(MOST_HOURS)]
    )

    objects = OfColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_training_has_hours", condition=Q(hours__gt=0, hours__lte=MOST_HOURS),
                violation_error_message=_("Hours of a training are more than 0 and at most 24."),
            ),
            models.CheckConstraint(
                name="accounts_training_has_subject", condition=Q(subject__regex=r"\S"),
                violation_error_message=_("Say what the training was about."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["held_on", "id"], name="accounts_training_by_day")]

    def __str__(self):
        return self.subject
