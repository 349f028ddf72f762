"""After a stay: at 1, 3, 6 and 12 months (parameter) somebody of the team asks how it goes. Still housed?"""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.lookups import IsNull, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Destination
from housing.models.rules_after_care import AfterDeparture
from housing.models.stay import Stay
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import of_open_file
from refuge.records import Record


class Outcome(models.TextChoices):
    """What a contact came to. The first three are a person reached; the indicator of DOMAIN.md 8 (54) divides the
    first by them, and them by all that were due."""

    HOUSED = "housed", _("Still housed")
    NOT_HOUSED = "not_housed", _("Not housed any more")
    UNKNOWN = "unknown", _("Reached, but not known")
    NOT_REACHED = "not_reached", _("Not reached, given up")
    DECLINED = "declined", _("Wishes no more contact")


REACHED = (Outcome.HOUSED, Outcome.NOT_HOUSED, Outcome.UNKNOWN)
# The day on which a contact that was not answered yet is to be made.
AWAITED_ON = Case(When(outcome="", then=F("next_on")))


class AfterCareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the people whose files `user` may read."""
        if not allows(user, "housing.view_after_care"):
            return self.none()
        return self.filter(of_open_file(user, "stay__person"))

    def open(self):
        """Not answered, and still of use: not after a death, nor for who is back, nor for who wants no contact."""
        person = OuterRef("stay__person")
        back = Stay.objects.filter(person=person, arrived_on__gte=OuterRef("stay__departed_on"))
        # The first of them, not whether there is one: that is found in the index that is in order, in a third of the
        # time. The menu asks it on every page.
        first_back = back.exclude(pk=OuterRef("stay")).order_by("arrived_on").values("pk")[:1]
        unwanted = AfterCare.objects.filter(stay__person=person, outcome=Outcome.DECLINED)
        return self.filter(
            IsNull(Subquery(first_back), True),
            ~Exists(unwanted),
            outcome="",
            stay__person__death_noted_at__isnull=True,
        )

    def due(self, day):
        """To be made by `day`: on the day it was planned for, or the day on which it is to be tried again."""
        return self.open().filter(LessThanOrEqual(AWAITED_ON, day))


@tracked()
class AfterCare(Record):
    """One contact that is due so many months after a departure, and what it came to. To count: `due_on` says in which
    period it falls, `done_on` when it was answered, `outcome` how."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="after_care")
    months = models.PositiveSmallIntegerField(_("months after the departure"))
    due_on = models.DateField(_("due on"))
    next_on = models.DateField(_("to be tried on"))
    outcome = models.CharField(_("what it came to"), max_length=12, choices=Outcome.choices, blank=True)
    done_on = models.DateField(_("answered on"), null=True, blank=True)
    # Where they live now, as a destination of a departure is.
    lives = models.CharField(_("where they live now"), max_length=24, choices=Destination.choices, blank=True)
    note = EncryptedTextField(_("note"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)

    objects = AfterCareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "months"],
                name="housing_after_care_once",
                violation_error_message=_("This contact is planned already."),
            ),
            models.CheckConstraint(
                name="housing_after_care_whole",
                condition=Q(outcome="", done_on__isnull=True, done_by__isnull=True, recorded_at__isnull=True)
                | (Q(done_on__isnull=False, done_by__isnull=False, recorded_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("A contact that was made says when, by whom, and what it came to."),
            ),
            models.CheckConstraint(
                name="housing_after_care_not_before",
                condition=Q(next_on__gte=F("due_on")),
                violation_error_message=_("A contact is tried again after the day on which it was due."),
            ),
            models.CheckConstraint(
                name="housing_after_care_lives",
                condition=Q(lives="") | Q(outcome__in=REACHED),
                violation_error_message=_("Where somebody lives is known only of who was reached."),
            ),
        ]
        indexes = [
            models.Index(fields=["next_on", "id"], name="housing_after_care_next"),
            models.Index(fields=["due_on", "id"], name="housing_after_care_due"),
            # The menu counts what is due, on every page. Of an expression PostgreSQL keeps how many there are up to a
            # day; of two columns it would take the few for thousands, and read all stays.
            models.Index(AWAITED_ON, "id", name="housing_after_care_awaited"),
            models.Index(fields=["stay"], condition=Q(outcome=Outcome.DECLINED), name="housing_after_care_unwanted"),
        ]
        triggers = [AfterDeparture()]

    def __str__(self):
        return f"{self.months} · {self.due_on}"

    @property
    def is_reached(self) -> bool:
        return self.outcome in REACHED


@tracked()
class AfterCareTry(Record):
    """Nobody answered; it is tried again on another day."""

    contact = models.ForeignKey(AfterCare, models.CASCADE, related_name="tries")
    tried_on = models.DateField(_("tried on"))
    note = EncryptedTextField(_("note"))
    next_before = models.DateField(editable=False)  # what the day to try again was before, to take this one back
    tried_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.tried_on}"
