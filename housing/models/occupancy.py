"""Which space is whose on which nights: as agreed, and as it was."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import AGREED, COMING, FACTS, Cancelled, Status
from housing.models.rules import AgeCorrected, AgreedInService, AsTheStay, GivenToAdults
from refuge.access import allows
from refuge.accounts.models.user import DateRange
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


def no_two(name, of, until, statuses, message):
    """No two occupancies `of` one space or person over the same nights."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (of, RangeOperators.EQUAL),
            (DateRange("starts_on", until, RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        condition=Q(status__in=statuses),
        violation_error_message=message,
    )


class OccupancyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Occupancies whose person `user` may know; of those a role sees without files, the residents' alone."""
        if not allows(user, "housing.view_board"):
            return self.none()
        return self.filter(of_open_file(user))

    def with_known(self, user):
        """With `known`: whether `user` may know who it is. The others' nights count, but have no name."""
        return self.annotate(known=of_open_file(user))

    def facts(self):
        return self.filter(status__in=FACTS)

    def agreed(self):
        return self.filter(status__in=AGREED)

    def coming(self):
        return self.filter(status__in=COMING)

    def coming_on(self, day):
        """To be there that night, as agreed."""
        return self.coming().filter(starts_on__lte=day, agreed_until__gt=day)

    def current(self):
        """Of those who are there now."""
        return self.filter(status=Status.ARRIVED)

    def on_night(self, day):
        """Held the night from `day` to the next day, in fact: beyond the agreed date too."""
        return self.facts().filter(starts_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def agreed_over(self, start, end):
        """Agreed for one of the nights from `start` on, up to but not `end` (None: for ever)."""
        until = Q(starts_on__lt=end) if end else Q()
        return self.agreed().filter(until, agreed_until__gt=start)

    def in_window(self, start, end):
        """What a board from `start` to `end` draws: facts as they were, plans as agreed."""
        was = Q(status=Status.ENDED, ended_on__gt=start)
        planned = Q(status__in=COMING, agreed_until__gt=start)
        return self.filter(starts_on__lt=end).filter(was | planned | Q(status=Status.ARRIVED))

    def with_risk(self, day):
        """With `at_risk`: a promise into a space where somebody is beyond their date."""
        late = Occupancy.objects.filter(space=OuterRef("space"), status=Status.ARRIVED, agreed_until__lt=day)
        return self.annotate(at_risk=Q(status__in=COMING) & Exists(late.exclude(pk=OuterRef("pk"))))


@tracked()
class Occupancy(Record):
    """From offer to end. What is agreed and what happened are kept apart: a late departure is never refused, a
    promise it hits is at risk, and who is beyond their date keeps the space until they really leave."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="occupancies")
    # None only for nights of the old register whose space nobody knows.
    space = models.ForeignKey("housing.Space", models.PROTECT, null=True, blank=True, related_name="occupancies")
    stay = models.ForeignKey("housing.Stay", models.CASCADE, null=True, blank=True, related_name="occupancies")
    request = models.ForeignKey("intake.Request", models.PROTECT, null=True, blank=True, related_name="occupancies")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    starts_on = models.DateField(_("first night"))
    agreed_until = models.DateField(_("agreed until"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    promised_at = models.DateTimeField(null=True, editable=False)  # the person said yes
    planned_from = models.DateField(null=True, editable=False)  # first night as promised, for undoing an arrival
    under_age = models.BooleanField(_("under 18 or age unknown"), default=False, editable=False)
    # A space reserved for asylum seekers, given knowingly to somebody who was no applicant.
    lent = models.BooleanField(_("reserved space, lent"), default=False, editable=False)
    # An arrival, departure or move that an educator recorded waits for the coordinator's word.
    to_confirm = models.BooleanField(_("to confirm"), default=False, editable=False)
    cancelled_because = models.CharField(max_length=10, choices=Cancelled.choices, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        constraints = [
            no_two("housing_space_slept_in_by_one", "space", "ended_on", FACTS,
                   _("Somebody else is or was in this space on one of those nights.")),
            no_two("housing_space_agreed_once", "space", "agreed_until", AGREED,
                   _("This space is already taken on one of those nights.")),
            no_two("housing_person_in_one_space", "person", "ended_on", FACTS,
                   _("This person is or was in another space on one of those nights.")),
            no_two("housing_person_agreed_once", "person", "agreed_until", AGREED,
                   _("This person already has a space on one of those nights.")),
            models.CheckConstraint(
                name="housing_occupancy_of_a_stay",
                condition=Q(status__in=COMING, stay__isnull=True)
                | Q(status__in=FACTS, stay__isnull=False)
                | Q(status=Status.CANCELLED),
                violation_error_message=_("Whoever has arrived has a stay, and only they."),
            ),
            models.CheckConstraint(
                name="housing_ended_when_over",
                condition=Q(status=Status.ENDED, ended_on__isnull=False)
                | (~Q(status=Status.ENDED) & Q(ended_on__isnull=True)),
                violation_error_message=_("What has ended has a day on which it ended."),
            ),
            models.CheckConstraint(
                name="housing_occupancy_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot lie before the first night."),
            ),
            models.CheckConstraint(
                name="housing_agreed_after_start",
                condition=Q(agreed_until__gt=F("starts_on")) | (~Q(status__in=COMING) & Q(agreed_until=F("starts_on"))),
                violation_error_message=_("The agreed date lies after the first night."),
            ),
            models.CheckConstraint(
                name="housing_space_known",
                condition=Q(space__isnull=False) | ~Q(status__in=COMING),
                violation_error_message=_("An offer names a space."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["stay", "starts_on"], name="housing_occupancy_stay"),
            models.Index(fields=["person"], condition=Q(status=Status.ARRIVED), name="housing_resident"),
            models.Index(fields=["ended_on"], condition=Q(status__in=FACTS), name="housing_slept_until"),
            # The exclusion constraint has an index of its own, but finds a space far slower.
            models.Index(
                fields=["space"],
                include=["starts_on", "agreed_until", "status"],
                condition=Q(status__in=AGREED),
                name="housing_space_agreed",
            ),
        ]
        triggers = [AgreedInService(), GivenToAdults(), AsTheStay(), FileNotMerged()]

    def __str__(self):
        return f"{self.get_status_display()} {self.starts_on}"


class PersonAge(Person):
    """The person as rule 3 sees them: a trigger about an earlier app's table lives on a proxy in the later app."""

    class Meta:
        proxy = True
        triggers = [AgeCorrected()]
