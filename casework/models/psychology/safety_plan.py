"""The safety plan: what the team is to do, written for the team, and the five conditions under which it was shared."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import TeamAlert, of_open_file
from refuge.records import Record

USER = settings.AUTH_USER_MODEL
# Shared secrecy (DOMAIN.md 4.2): all five, or nothing is shared.
CONDITIONS = ("was_told", "agreed", "in_their_interest", "is_necessary", "same_mission")


class SafetyPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "casework.view_safety_plan"):
            return self.none()
        return self.filter(of_open_file(user, "alert__person"))

    def standing(self):
        return self.filter(alert__ended_at__isnull=True)

    def newest_first(self):
        return self.order_by("-written_at", "-id")


@tracked()
class SafetyPlan(Record):
    """It stands as long as its team alert, which is the line above every page of the person."""

    alert = models.OneToOneField(TeamAlert, models.CASCADE, related_name="safety_plan", editable=False)
    text = EncryptedTextField(_("what the team does"), blank=False)
    was_told = models.BooleanField(_("The person was told what is shared, with whom and why"))
    agreed = models.BooleanField(_("The person agreed"))
    in_their_interest = models.BooleanField(_("It is in the interest of the person alone"))
    is_necessary = models.BooleanField(_("Nothing is shared but what is strictly necessary"))
    same_mission = models.BooleanField(_("Whoever reads it is bound by secrecy, in the same mission"))
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SafetyPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_safety_plan_conditions",
                condition=Q(**dict.fromkeys(CONDITIONS, True)),
                violation_error_message=_("All five conditions are needed: else nothing is shared."),
            ),
            models.CheckConstraint(
                name="casework_safety_plan_says",
                condition=Q(text__isnull=False),
                violation_error_message=_("Write what the team is to do."),
            ),
        ]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d}"
