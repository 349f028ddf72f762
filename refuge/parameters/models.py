"""Values of the dated settings, and the counters behind references such as P-2026-0042."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.history import tracked
from refuge.records import Record


class ParameterValueQuerySet(models.QuerySet):
    def on(self, day):
        """Of each parameter the value valid on `day`."""
        return self.filter(valid_from__lte=day).order_by("code", "-valid_from").distinct("code")

    def visible_to(self, user):
        return self if allows(user, "parameters.change") else self.none()


@tracked()
class ParameterValue(Record):
    """What a parameter is worth from a day on, until the next value's day. Earlier values stay: counts made with
    them stay true."""

    code = models.CharField(_("parameter"), max_length=80)
    value = models.JSONField(_("value"))
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = ParameterValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="parameters_one_value_a_day",
                violation_error_message=_("There is already a value from that day."),
            )
        ]

    def __str__(self):
        return f"{self.code} = {self.value} ({self.valid_from})"


class ReferenceCounter(models.Model):
    """The last number given in a series and year."""

    series = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="parameters_one_counter_a_series")]

    def __str__(self):
        return f"{self.series}-{self.year}: {self.last}"
