"""The young person's record: names, age, what they say of themselves, and what the whole team must know."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.age import age_words
from refuge.people.models.agreement import Closure
from refuge.people.models.contact import Because
from refuge.people.models.name import Fold
from refuge.people.models.rules import FileNotMerged, MergedIntoAFile
from refuge.people.registry import visible_people
from refuge.records import Record


class AgeStatus(models.TextChoices):
    """What is certain about somebody's age on a day."""

    ADULT = "adult", _("18 or over")
    MINOR = "minor", _("Under 18")
    UNKNOWN = "unknown", _("Age unknown")


class AdultFrom(Func):
    """First day on which somebody is certainly 18. The function stands in migration 0001."""

    function = "people_adult_from"
    output_field = models.DateField()


class MinorUntil(Func):
    """First day on which somebody may be 18; before it they are certainly under 18."""

    function = "people_minor_until"
    output_field = models.DateField()


AGE_FIELDS = ("birth_date", "birth_year", "stated_age", "stated_on")


class PersonQuerySet(models.QuerySet):
    def standing(self):
        """Without the files that went into another one."""
        return self.filter(merged_into__isnull=True)

    def visible_to(self, user):
        """The files `user` may open: all of them for those who read files, else those an app shows to the role
        (residents, say), never one that is closed to them, and none that went into another one."""
        return (
            self.standing()
            .filter(visible_people(user))
            .exclude(Exists(Closure.objects.closed_to(user).filter(person=OuterRef("pk"))))
        )


def of_open_file(user, person: str = "person") -> Q:
    """The condition that `person`, a path from a record, names a file that `user` may open (`visible_to` above).

    Of whoever reads all files it asks which few are kept from them, not which thousands are not: PostgreSQL would go
    over every file for a handful of records.
    """
    if visible_people(user) != Q():
        return Q(Exists(Person.objects.visible_to(user).filter(pk=OuterRef(person))))
    closed = Closure.objects.closed_to(user).filter(person=OuterRef(person))
    merged = Person.objects.filter(merged_into__isnull=False, pk=OuterRef(person))
    return Q(**{f"{person}__isnull": False}) & ~Exists(closed) & ~Exists(merged)


class KeepNames(pgtrigger.Trigger):
    """Every name a person has or had stands in PersonName, however the row was written."""

    name = "people_keep_names"
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("chosen_name", "legal_name")
    func = """
        UPDATE people_personname SET current = false
        WHERE person_id = NEW.id AND current
          AND text <> CASE kind WHEN 'chosen' THEN NEW.chosen_name ELSE NEW.legal_name END;
        INSERT INTO people_personname (id, person_id, kind, text, current)
        SELECT gen_random_uuid(), NEW.id, kind, text, true
        FROM (VALUES ('chosen', NEW.chosen_name), ('legal', NEW.legal_name)) AS name (kind, text)
        WHERE text <> ''
        ON CONFLICT (person_id, kind, text) DO UPDATE SET current = true;
        RETURN NULL;
    """


@tracked(exclude=["name_key", "adult_from", "minor_until"])
class Person(Record):
    """A young person known to the shelter. What was never asked is empty; "prefers not to say" is an answer."""

    class Residence(models.TextChoices):
        """DOMAIN.md 8, indicator 33."""

        NOT_ASKED = "", _("Not asked")
        BELGIAN_EU = "be_eu", _("Belgian or EU citizen")
        PROTECTION = "protection", _("Refugee or subsidiary protection")
        APPLICANT = "applicant", _("Applicant for international protection")
        PERMIT = "permit", _("Other residence permit")
        NONE = "none", _("No residence permit")
        UNSAID = "unsaid", _("Prefers not to say")

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    chosen_name = models.CharField(_("chosen name"), max_length=100)
    # Names are ordered by this: É beside E, whatever the language of the database.
    name_key = models.GeneratedField(
        expression=Fold(F("chosen_name")), output_field=models.TextField(), db_persist=True
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=150, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    stated_age = models.PositiveSmallIntegerField(_("age as stated"), null=True, blank=True)
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    adult_from = models.GeneratedField(
        expression=AdultFrom(*map(F, AGE_FIELDS)), output_field=models.DateField(null=True), db_persist=True
    )
    minor_until = models.GeneratedField(
        expression=MinorUntil(*map(F, AGE_FIELDS)), output_field=models.DateField(null=True), db_persist=True
    )
    gender_identity = EncryptedJSONField(_("gender identity"))
    gender_words = EncryptedTextField(_("gender identity, in their own words"))
    orientation = EncryptedJSONField(_("orientation"))
    orientation_words = EncryptedTextField(_("orientation, in their own words"))
    health = EncryptedTextField(_("health notes"))
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True, verbose_name=_("languages"))
    residence = models.CharField(
        _("residence status"), max_length=12, blank=True, default="", choices=Residence.choices
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("worker in charge"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        editable=False,
        verbose_name=_("merged into another file"),
    )
    died_on = models.DateField(_("died on"), null=True, blank=True)
    death_source = EncryptedTextField(_("who told us"))
    death_noted_at = models.DateTimeField(_("death noted"), null=True, blank=True, editable=False)
    death_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_named", condition=Q(chosen_name__regex=r"\S"),
                violation_error_message=_("A file needs a name to call the person by."),
            ),
            models.CheckConstraint(
                name="people_stated_age_has_day",
                condition=Q(stated_age__isnull=True, stated_on__isnull=True)
                | Q(stated_age__isnull=False, stated_on__isnull=False),
                violation_error_message=_("A stated age needs the day on which it was stated."),
            ),
            models.CheckConstraint(
                name="people_one_sort_of_age",
                condition=Q(birth_date__isnull=True, birth_year__isnull=True)
                | Q(birth_date__isnull=True, stated_age__isnull=True)
                | Q(birth_year__isnull=True, stated_age__isnull=True),
                violation_error_message=_("Give one: a birth date, a year of birth, or the age as stated."),
            ),
            models.CheckConstraint(
                name="people_age_plausible",
                condition=(Q(stated_age__isnull=True) | Q(stated_age__range=(10, 60)))
                & (Q(birth_year__isnull=True) | Q(birth_year__range=(1950, 2100)))
                & (Q(birth_date__isnull=True) | Q(birth_date__gte=date(1950, 1, 1))),
                violation_error_message=_("This age is not plausible here."),
            ),
            models.CheckConstraint(
                name="people_not_into_itself", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("A file cannot be merged with itself."),
            ),
            models.CheckConstraint(
                name="people_death_noted_whole",
                condition=Q(death_noted_at__isnull=True, death_noted_by__isnull=True, death_source__isnull=True,
                            died_on__isnull=True)
                | Q(death_noted_at__isnull=False, death_noted_by__isnull=False, death_source__isnull=False),
                violation_error_message=_("A death is noted with who told us."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="people_newest"),
            models.Index(fields=["name_key", "id"], name="people_by_name"),
            models.Index(fields=["minor_until"], condition=Q(minor_until__isnull=False), name="people_minors"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="people_merged"),
        ]
        triggers = [KeepNames(), MergedIntoAFile()]

    def __str__(self):
        return self.reference

    @property
    def has_died(self) -> bool:
        return self.death_noted_at is not None

    @property
    def age_words(self) -> str:
        return age_words(self)

    @property
    def age_chip(self) -> str:
        """What to warn of beside the name: "under 18" or "age unknown"; nothing for who is certainly 18."""
        status = self.age_status()
        return "" if status == AgeStatus.ADULT else AgeStatus(status).label

    def age_status(self, on=None) -> str:
        """What is certain on a day (today unless told): adult, minor, or unknown."""
        on = on or timezone.localdate()
        if self.adult_from and self.adult_from <= on:
            return AgeStatus.ADULT
        if self.minor_until and on < self.minor_until:
            return AgeStatus.MINOR
        return AgeStatus.UNKNOWN


class TeamAlertQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at__isnull=True)

    def taken_off(self):
        return self.filter(ended_at__isnull=False).order_by("-ended_at")


@tracked()
class TeamAlert(Record):
    """What everybody on duty must know: an allergy, a safety plan. Shown on every page of the person."""

    class Kind(models.TextChoices):
        ALLERGY = "allergy", _("Allergy")
        HEALTH = "health", _("Health")
        SAFETY = "safety", _("Safety plan")
        OTHER = "other", _("To know")

    person = models.ForeignKey(Person, models.CASCADE, related_name="team_alerts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = EncryptedTextField(_("what to know"), blank=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_because = models.CharField(_("why"), max_length=5, choices=Because.choices, blank=True, editable=False)

    objects = TeamAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_alert_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("Write what the team must know."),
            )
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.get_kind_display()
