"""Where people sleep: site, unit, space; the days a space is in service, and the days it is closed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Programme
from housing.models.rules import NotUnderAgreement, ServiceStillNeeded
from refuge.accounts.models.user import DateRange
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


def covering(day) -> Q:
    """Rows from `starts_on` to `ends_on` (half-open, endless without it) that cover a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def periods(name, message):
    """No two periods of one space on one day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("space", RangeOperators.EQUAL),
            (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )


def ends_after_start(name):
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        violation_error_message=_("The end cannot lie before the beginning."),
    )


@tracked()
class Site(Record):
    """A house or block of flats. Its alias is what everybody says; the address opens to few, and is logged."""

    alias = models.CharField(_("name in use"), max_length=60, unique=True)
    address = EncryptedTextField(_("address"))

    def __str__(self):
        return self.alias


@tracked()
class Unit(Record):
    """A flat: those who sleep in it live together."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="units", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="housing_unit_named_once",
                violation_error_message=_("There is already a unit of this name on the site."),
            )
        ]

    def __str__(self):
        return self.name


def taken(day) -> dict:
    """{what keeps a space from being given for that night: the spaces of which it is so}: it is closed, somebody is
    there, or somebody is to come."""
    from housing.models.occupancy import Occupancy

    of_a_space = Occupancy.objects.filter(space__isnull=False)
    return {
        "closed": SpaceClosure.objects.filter(covering(day)).values("space"),
        "held": of_a_space.current().values("space"),
        "promised": of_a_space.coming_on(day).values("space"),
    }


class SpaceQuerySet(models.QuerySet):
    def in_service(self, day):
        return self.filter(Exists(ServicePeriod.objects.filter(covering(day), space=OuterRef("pk"))))

    def usable(self, day):
        """In service and not closed."""
        return self.in_service(day).exclude(pk__in=taken(day)["closed"])

    def free(self, day):
        """In service and not taken that night."""
        found = self.in_service(day)
        for spaces in taken(day).values():
            found = found.exclude(pk__in=spaces)
        return found

    def in_order(self):
        return self.select_related("unit__site").order_by("unit__site__alias", "unit__name", "code")


@tracked()
class Space(Record):
    """One person's place to sleep."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="spaces", verbose_name=_("unit"))
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        error_messages={"unique": _("There is already a space with this code.")},
    )
    programme = models.CharField(_("programme"), max_length=10, choices=Programme.choices)
    reserved_asylum = models.BooleanField(_("reserved for asylum seekers"), default=False)
    step_free = models.BooleanField(_("step-free"), default=False)

    objects = SpaceQuerySet.as_manager()

    def __str__(self):
        return self.code


@tracked()
class ServicePeriod(Record):
    """Days on which a space counts as capacity. Last year's periods stay, so last year's capacity stays true."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="service_periods")
    starts_on = models.DateField(_("in service from"))
    ends_on = models.DateField(_("first day out of service"), null=True, blank=True)

    class Meta:
        constraints = [
            periods("housing_one_service_period", _("The space is already in service in those days.")),
            ends_after_start("housing_service_ends_after_start"),
        ]
        triggers = [ServiceStillNeeded()]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on or ''}"


@tracked()
class SpaceClosure(Record):
    """Days on which a space in service cannot be used."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="closures")
    starts_on = models.DateField(_("closed from"), default=timezone.localdate)
    ends_on = models.DateField(_("open again on"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=120, help_text=_("What everybody may read: heating, paint, a leak.")
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # The repair it is closed for.
    ticket = models.ForeignKey(
        "housing.Ticket", models.PROTECT, null=True, blank=True, related_name="closures", editable=False
    )

    class Meta:
        constraints = [
            periods("housing_one_closure", _("The space is already closed in those days.")),
            ends_after_start("housing_closure_ends_after_start"),
            models.CheckConstraint(
                name="housing_closure_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message=_("A closure needs its reason."),
            ),
        ]
        triggers = [NotUnderAgreement()]

    def __str__(self):
        return self.reason
