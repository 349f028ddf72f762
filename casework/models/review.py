"""Looking a plan over with the young person, and the copy they get of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.choices import Domain, ReviewKind
from casework.models.plan import Plan
from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models import of_open_file
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their words are for those who read plans, not for those who count them."""
        if not allows(user, "casework.view_plan"):
            return self.none()
        return self.filter(of_open_file(user, "plan__person"))

    def kept(self):
        """Not removed."""
        return self.filter(removed_at__isnull=True)


@tracked()
class PlanReview(Record):
    """One review that was held: what was reached, what changes."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    kind = models.CharField(_("which review"), max_length=6, choices=ReviewKind.choices)
    held_on = models.DateField(_("held on"), default=timezone.localdate)
    reached = EncryptedTextField(_("what was reached"), blank=False)
    changes = EncryptedTextField(_("what changes"))
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_review_says_something",
                condition=Q(reached__isnull=False),
                violation_error_message=_("Write what was reached, be it little."),
            ),
            models.UniqueConstraint(
                fields=["plan", "kind"],
                condition=Q(removed_at__isnull=True),
                name="casework_one_review_of_a_kind",
                violation_error_message=_("This review has been held already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.held_on}"


@tracked()
class PlanCopy(Record):
    """The plan as it was given to the young person: what the paper says is kept, and drawn again for each download."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="copies")
    content = EncryptedJSONField(_("what it says"), blank=False)
    made_on = models.DateField(default=timezone.localdate, editable=False)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_copy_signed_after_made",
                condition=(Q(given_on__isnull=True) | Q(given_on__gte=F("made_on")))
                & (Q(signed_on__isnull=True) | Q(signed_on__gte=F("made_on"))),
                violation_error_message=_("A copy is given and signed on the day it was made, or after."),
            )
        ]

    def __str__(self):
        return f"{self.made_on}"


class OwnRoadQuerySet(models.QuerySet):
    def kept(self):
        """Not removed."""
        return self.filter(removed_at__isnull=True)


class OwnRoad(Record):
    """A template that the house has added: its words stand in EditedRoad, in one language or more."""

    code = models.CharField(max_length=20, unique=True)
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = OwnRoadQuerySet.as_manager()

    def __str__(self):
        return self.code


class EditedRoad(Record):
    """A template in the house's own words, in one language; the others are as casework/roads.py says. It is about
    nobody. `name` is that of a template that the house has added."""

    code = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    name = models.CharField(_("name"), max_length=80, blank=True, default="")
    wording = models.TextField(_("goal"))
    steps = models.JSONField(_("steps"))  # [[text, days until due], …]
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "language"],
                name="casework_road_once_a_language",
                violation_error_message=_("Somebody else changed this template at the same moment."),
            ),
            models.CheckConstraint(
                name="casework_road_has_a_goal",
                condition=Q(wording__regex=r"\S"),
                violation_error_message=_("A template needs a goal."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.language}"
