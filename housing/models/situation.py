"""What somebody lived on and did on arrival and at departure; and where they were in care before (DOMAIN.md 8: 34, 38,
39, 51 and 52)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.models.rules_after_care import ExitOnceLeft
from housing.models.stay import Stay, of_visible_stay
from refuge.access import allows
from refuge.encryption import EncryptedJSONField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class At(models.TextChoices):
    """The two moments at which it is asked."""

    ENTRY = "entry", pgettext_lazy("situation", "On arrival")
    EXIT = "exit", pgettext_lazy("situation", "At departure")


class Income(models.TextChoices):
    """What somebody lives on, in the main (DOMAIN.md 8, 34); empty: not asked."""

    NOT_ASKED = "", _("Not asked")
    NONE = "none", pgettext_lazy("income", "None")
    RIS = "ris", pgettext_lazy("income", "Integration income (RIS)")
    WAGE = "wage", pgettext_lazy("income", "Wage")
    UNEMPLOYMENT = "unemployment", pgettext_lazy("income", "Unemployment benefit")
    SCHOLARSHIP = "scholarship", pgettext_lazy("income", "Scholarship")
    FAMILY = "family", pgettext_lazy("income", "Family")
    OTHER = "other", pgettext_lazy("income", "Other income")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")


class Occupation(models.TextChoices):
    """What somebody's weeks are made of, in the main (DOMAIN.md 8, 38); empty: not asked."""

    NOT_ASKED = "", _("Not asked")
    WORK = "work", pgettext_lazy("occupation", "Work")
    STUDIES = "studies", pgettext_lazy("occupation", "School or studies")
    TRAINING = "training", pgettext_lazy("occupation", "Training or traineeship")
    SEEKING = "seeking", pgettext_lazy("occupation", "Looking for work")
    NEITHER = "neither", pgettext_lazy("occupation", "Neither work, studies nor training")
    UNSAID = "unsaid", _("Prefers not to say")
    UNKNOWN = "unknown", _("Unknown")


# What is known, and of it what stands for having an income, or for being in work, studies or training.
INCOMES = (Income.RIS, Income.WAGE, Income.UNEMPLOYMENT, Income.SCHOLARSHIP, Income.FAMILY, Income.OTHER)
OCCUPIED = (Occupation.WORK, Occupation.STUDIES, Occupation.TRAINING)
NEET = (Occupation.SEEKING, Occupation.NEITHER)


class SituationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the stays that `user` may read."""
        return self.filter(of_visible_stay(user))


@tracked()
class Situation(Record):
    """One row a stay and moment, written over; history keeps what it was. Whoever moves within the house is not asked
    again: what counts on arrival is what the stay says with which they came into the house."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="situations")
    moment = models.CharField(_("moment"), max_length=5, choices=At.choices)
    income = models.CharField(_("income"), max_length=12, choices=Income.choices, blank=True)
    occupation = models.CharField(_("work, studies or training"), max_length=8, choices=Occupation.choices, blank=True)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SituationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "moment"],
                name="housing_situation_once",
                violation_error_message=_("A colleague has noted this at the same moment: look again."),
            ),
            models.CheckConstraint(
                name="housing_situation_says_something",
                condition=~Q(income="", occupation=""),
                violation_error_message=_("Say at least one of the two; “unknown” is an answer."),
            ),
            models.CheckConstraint(
                name="housing_situation_in_words",
                condition=Q(moment__in=At.values, income__in=Income.values, occupation__in=Occupation.values),
                violation_error_message=_("This answer is not one of the list."),
            ),
        ]
        triggers = [ExitOnceLeft()]

    def __str__(self):
        return f"{self.moment} {self.income} {self.occupation}"


class Care(models.TextChoices):
    """Where somebody was before (DOMAIN.md 8, 39). Nothing more is asked: not when, not why."""

    YOUTH_CARE = "youth_care", pgettext_lazy("earlier care", "Youth care")
    PSYCHIATRY = "psychiatry", pgettext_lazy("earlier care", "Psychiatry")
    PRISON = "prison", pgettext_lazy("earlier care", "Prison or closed centre")
    NONE = "none", pgettext_lazy("earlier care", "None of these")
    UNSAID = "unsaid", _("Prefers not to say")


PLACES = (Care.YOUTH_CARE, Care.PSYCHIATRY, Care.PRISON)
# Answers that stand alone.
NO_PLACE = (Care.NONE, Care.UNSAID)


class EarlierCareQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "housing.view_earlier_care"):
            return self.none()
        return self.filter(of_open_file(user))


@tracked()
class EarlierCare(Record):
    """One row a person, encrypted, written over; no row as long as nobody asked. Health and prison are nobody's
    business at the door: it is asked later, by whoever reads what is intimate."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="earlier_care")
    places = EncryptedJSONField(_("places"), null=False, blank=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EarlierCareQuerySet.as_manager()

    class Meta:
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.noted_at:%Y-%m-%d}"
