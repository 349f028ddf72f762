"""The follow-up itself: of whom, by whom, and who stands in."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.psychology.rules import HeldByAPsychologist, NoCheckMissing, tracked_without_values
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.accounts.models.user import DateRange
from refuge.history import KeeperOnly
from refuge.people.models import Closure, Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which `user` is in charge, and those for which they stand in today; nobody else's."""
        if not allows(user, "casework.psychology"):
            return self.none()
        stood_in_for = StandIn.objects.current().filter(user=user).values("followup")
        own = self.filter(Q(psychologist=user) | Q(pk__in=stood_in_for))
        return own.filter(of_open_file(user))

    def known_to(self, user):
        """Those of which `user` may know that they exist, and no more."""
        if not allows(user, "casework.psychology_exists"):
            return self.none()
        return self.filter(of_open_file(user))

    def open(self):
        return self.filter(closed_on__isnull=True)

    def orphaned(self):
        """Both holders are gone: neither who is in charge nor a stand-in of today is a psychologist of the house to
        whom the file is open. Closed to its only one it would open for nobody, and nobody would know."""
        here = User.objects.with_role(Role.PSYCHOLOGIST)
        stands_in = StandIn.objects.current().filter(followup=OuterRef("pk"), user__in=here)
        stands_in = stands_in.exclude(_file_closed_to(OuterRef("user"), OuterRef("followup__person")))
        shut_out = _file_closed_to(OuterRef("psychologist"), OuterRef("person"))
        return self.exclude(Q(psychologist__in=here) & ~shut_out).exclude(Exists(stands_in))

    def with_due(self, user):
        """What is to be done in each, as columns: the last session, drafts of `user`, reviews due, checks missing."""
        related = {name: self.model._meta.get_field(name).related_model for name in ("sessions", "scores", "flags")}
        of_it = Q(followup=OuterRef("pk"))
        drafts = self.model._meta.get_field("drafts").related_model.objects.filter(of_it, author=user)
        last = related["sessions"].objects.filter(of_it).order_by("-held_on", "-signed_at")
        flags = related["flags"].objects.filter(of_it, closed_at__isnull=True)
        scores = related["scores"].objects.filter(of_it, signed_at__isnull=True)
        return self.annotate(
            last_id=Subquery(last.values("pk")[:1]),
            last_on=Subquery(last.values("held_on")[:1]),
            drafted_at=Subquery(_one(drafts, Max("saved_at"))),
            review_on=Subquery(_one(flags, Min("review_on"))),
            checks_missing=Coalesce(Subquery(_one(scores, Count("pk"))), 0),
        )


def _file_closed_to(user, person):
    return Exists(Closure.objects.closed_to(user).filter(person=person))


def _one(rows, value):
    return rows.order_by().values("followup").annotate(value=value).values("value")


@tracked_without_values()
class FollowUp(Record):
    """One open follow-up a person, in the hands of one psychologist."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="follow_ups")
    psychologist = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("psychologist in charge"))
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on__isnull=True),
                name="casework_one_open_followup",
                violation_error_message=_("A psychologist follows this person already."),
            ),
            models.CheckConstraint(
                name="casework_followup_closed_by_somebody",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True)
                | Q(closed_on__gte=F("opened_on"), closed_by__isnull=False),
                violation_error_message=_("A follow-up is closed by somebody, and not before it was opened."),
            ),
        ]
        indexes = [models.Index(fields=["psychologist", "closed_on"], name="casework_followup_whose")]
        triggers = [FileNotMerged(), HeldByAPsychologist("psychologist_id"), NoCheckMissing()]

    def __str__(self):
        return f"{self.opened_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class StandInQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back."""
        return self.filter(ended_at__isnull=True)

    def current(self, day=None):
        day = day or timezone.localdate()
        return self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)

    def not_over(self, day=None):
        """Current or to come."""
        return self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day or timezone.localdate()))

    def visible_to(self, user):
        return self.filter(followup__in=FollowUp.objects.visible_to(user))


@tracked_without_values()
class StandIn(Record):
    """A second psychologist reads and writes in a follow-up for some days; without an end until it is taken back.
    `ends_on` is the first day without."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="stand_ins")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who stands in"))
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    named_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StandInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_stand_in_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="casework_one_stand_in_at_a_time",
                expressions=[
                    ("followup", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("Somebody stands in on some of these days already."),
            ),
        ]
        triggers = [HeldByAPsychologist("user_id")]

    def __str__(self):
        return f"{self.starts_on}/{self.ends_on}"

    @property
    def last_day(self):
        return self.ends_on and self.ends_on - timedelta(days=1)


class FollowUpOpening(models.Model):
    """Who opened a follow-up, and when: a log of its own, read in this room alone."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="openings")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["followup", "-at"], name="casework_followup_opened")]
        triggers = [KeeperOnly()]

    def __str__(self):
        return f"{self.at}"


class SuccessionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def visible_to(self, user):
        """Whoever may propose one or be the second person."""
        return self if allows(user, "casework.confirm_succession") else self.none()


@tracked_without_values()
class Succession(Record):
    """Management proposes who takes over the follow-ups that `leaving` held; a second person confirms it. It names
    colleagues, and no young person."""

    leaving = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("who is gone"))
    successor = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("successor"))
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_succession_by_two",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                violation_error_message=_("A second person confirms, not the one who proposed it."),
            ),
            models.CheckConstraint(
                name="casework_succession_by_no_party",
                condition=~Q(successor=F("leaving"))
                & ~Q(proposed_by=F("successor"))
                & (Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("successor"))),
                violation_error_message=_("Whoever takes over does not decide it."),
            ),
            models.UniqueConstraint(
                fields=["leaving"],
                condition=Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="casework_one_succession_waits",
                violation_error_message=_("A successor is proposed already."),
            ),
        ]
        triggers = [HeldByAPsychologist("successor_id")]

    def __str__(self):
        return f"{self.proposed_at:%Y-%m-%d}"
