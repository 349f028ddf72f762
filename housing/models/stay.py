"""A stay: one person's time in one programme, from arrival to departure; and its extensions."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Destination, ExitType, Initiator, NextStep, Programme
from housing.models.rules import ExtensionStillNeeded, SameProgramme, SetLimit, WithinLimit
from housing.models.rules_after_care import DepartureStillNeeded, NotLeftAnyMore
from intake.models.choices import Ethos
from refuge.access import allows
from refuge.accounts.models.user import DateRange
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class StayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Stays of the people whose files `user` may read."""
        if not allows(user, "housing.view_stay"):
            return self.none()
        return self.filter(of_open_file(user))

    def open(self):
        return self.filter(departed_on__isnull=True)

    def on_night(self, day):
        """Stays that hold the night from `day` to the next day, beyond the agreed date too."""
        return self.filter(arrived_on__lte=day).filter(Q(departed_on__isnull=True) | Q(departed_on__gt=day))

    def beyond(self, day):
        """Open stays whose day to leave is past."""
        return self.open().filter(agreed_until__lt=day)

    def with_space(self):
        """With `space_code`, the space slept in now; None after departure or where it is unknown."""
        from housing.models.occupancy import Occupancy

        current = Occupancy.objects.filter(stay=OuterRef("pk"), status="arrived")
        return self.annotate(space_code=Subquery(current.values("space__code")[:1]))

    def with_extension_asked(self):
        asked = Extension.objects.filter(stay=OuterRef("pk"), approved__isnull=True)
        return self.annotate(extension_asked=Exists(asked))


def of_visible_stay(user) -> Q:
    """The condition that the stay of a record is one that `user` may read (`visible_to` above)."""
    return of_open_file(user, "stay__person") if allows(user, "housing.view_stay") else Q(pk__in=[])


@tracked()
class Stay(Record):
    """Nights are half-open: out on a day and in on the same day is no clash. `agreed_until` and `limit_on` are days
    by which the person leaves; the last night is the one before."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    programme = models.CharField(_("programme"), max_length=10, choices=Programme.choices)
    request = models.ForeignKey("intake.Request", models.PROTECT, null=True, blank=True, related_name="stays")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_stays")
    arrived_on = models.DateField(_("arrived"))
    # Arrival, or that of the stay this one continues: moving rooms and short absences do not restart the clock.
    clock_from = models.DateField(_("clock from"))
    limit_on = models.DateField(_("longest until"), null=True, editable=False)
    agreed_until = models.DateField(_("agreed until"))
    departed_on = models.DateField(_("departed"), null=True, blank=True)
    destination = models.CharField(_("destination"), max_length=24, choices=Destination.choices, blank=True)
    exit_type = models.CharField(_("how they left"), max_length=16, choices=ExitType.choices, blank=True)
    # Living situation by ETHOS Light: the night before the arrival, and right after the departure.
    ethos_entry = models.CharField(
        _("where they slept before"), max_length=1, choices=Ethos.choices, blank=True, default=""
    )
    ethos_exit = models.CharField(
        _("living situation after"), max_length=1, choices=Ethos.choices, blank=True, default=""
    )
    initiator = models.CharField(_("on whose initiative"), max_length=8, choices=Initiator.choices, blank=True)
    departure_note = EncryptedTextField(_("note on the departure"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="housing_one_stay_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("arrived_on", "departed_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has a stay in those days."),
            ),
            models.CheckConstraint(
                name="housing_departed_after_arrival",
                condition=Q(departed_on__isnull=True) | Q(departed_on__gte=F("arrived_on")),
                violation_error_message=_("The departure cannot lie before the arrival."),
            ),
            models.CheckConstraint(
                name="housing_departed_somewhere",
                condition=Q(departed_on__isnull=True, destination="", exit_type="")
                | (Q(departed_on__isnull=False) & ~Q(destination="") & ~Q(exit_type="")),
                violation_error_message=_("A departure has a destination and a way of leaving; “unknown” is one."),
            ),
            models.CheckConstraint(
                name="housing_exit_after_departure",
                condition=Q(departed_on__isnull=False) | Q(ethos_exit=""),
                violation_error_message=_("The living situation after a stay is known once the person has left."),
            ),
            models.CheckConstraint(
                name="housing_clock_before_arrival",
                condition=Q(clock_from__lte=F("arrived_on")),
                violation_error_message=_("The clock cannot start after the arrival."),
            ),
            models.CheckConstraint(
                name="housing_emergency_has_a_limit",
                condition=Q(programme=Programme.EMERGENCY, limit_on__isnull=False)
                | Q(programme=Programme.POST, limit_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["agreed_until"], condition=Q(departed_on__isnull=True), name="housing_ends"),
            # Whether somebody was here before or after: asked of every stay that is counted.
            models.Index(
                fields=["person", "arrived_on"], include=["departed_on", "programme", "id"], name="housing_stays"
            ),
            models.Index(fields=["arrived_on"], name="housing_arrived"),
            models.Index(fields=["departed_on"], name="housing_departed"),
            # What the yearly round looks for among all who left.
            models.Index(
                fields=["departed_on", "id"],
                condition=Q(destination=Destination.UNKNOWN),
                name="housing_left_unknown",
            ),
        ]
        triggers = [
            SetLimit(),
            WithinLimit(),
            SameProgramme(),
            DepartureStillNeeded(),
            NotLeftAnyMore(),
            FileNotMerged(),
        ]

    def __str__(self):
        return f"{self.get_programme_display()} {self.arrived_on}"

    @property
    def is_open(self) -> bool:
        return self.departed_on is None


class ExtensionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_visible_stay(user))

    def waiting(self):
        """Not decided, and still of use: whoever has left needs none."""
        return self.filter(approved__isnull=True, stay__departed_on__isnull=True)


@tracked()
class Extension(Record):
    """More time, asked by one person and decided by another (rule 12)."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="extensions")
    until = models.DateField(_("new date"))
    reason = EncryptedTextField(_("reason"), blank=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    approved = models.BooleanField(_("approved"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    agreed_before = models.DateField(null=True, editable=False)  # the agreed date that the approval moved
    decision_reason = EncryptedTextField(_("reason of the decision"))
    # What a refusal leads to: a code to count, and words for who works on it.
    next_step = models.CharField(_("next step"), max_length=12, choices=NextStep.choices, blank=True, editable=False)
    next_step_note = EncryptedTextField(_("the next step in words"))
    is_exception = models.BooleanField(_("beyond the ceiling"), default=False, editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="housing_extension_by_two",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asks for an extension cannot decide on it."),
            ),
            models.CheckConstraint(
                name="housing_extension_decided_whole",
                condition=Q(approved__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A decision has an author and a time."),
            ),
            models.CheckConstraint(
                name="housing_exception_has_a_reason",
                condition=Q(is_exception=False) | Q(approved=False) | Q(decision_reason__isnull=False),
                violation_error_message=_("An exception beyond the ceiling needs its reason in writing."),
            ),
            models.CheckConstraint(
                name="housing_refusal_has_a_next_step",
                condition=(Q(approved=False, decision_reason__isnull=False) & ~Q(next_step=""))
                | ((Q(approved__isnull=True) | Q(approved=True)) & Q(next_step="")),
                violation_error_message=_("A refusal has a reason and a next step."),
            ),
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(approved__isnull=True),
                name="housing_one_extension_waiting",
                violation_error_message=_("An extension is already waiting for a decision."),
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_at"], condition=Q(approved__isnull=False), name="housing_extensions_decided")
        ]
        triggers = [ExtensionStillNeeded()]

    def __str__(self):
        return str(self.until)
