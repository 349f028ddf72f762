"""Activities, who signed up for them in which order, and who was there."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import Rule, tracked
from refuge.partners.models import Organisation
from refuge.people.models import Person, of_open_file
from refuge.people.models.name import Fold
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record
from volunteers.models.choices import Attended, Kind, Level, Rhythm, Seat, Skill
from volunteers.models.volunteer import Volunteer

USER = settings.AUTH_USER_MODEL
FULL = "volunteers_places"
FULL_WORDS = _("There is no place left: an activity takes no more volunteers than it has places.")


def no_more_than_places(table, operation, activity, condition=None):
    """Rule 10. The activity's row is locked before the places are counted: two who sign up at once wait in line."""
    return Rule(
        name=f"{FULL}_{table}" if table != "signup" else FULL,
        message=FULL_WORDS,
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        declare=[("most", "integer")],
        func=f"""
            SELECT places INTO most FROM volunteers_activity WHERE id = {activity} FOR NO KEY UPDATE;
            IF (SELECT count(*) FROM volunteers_signup WHERE activity_id = {activity} AND seat = 'place') > most THEN
                {Rule.refuse(FULL)}
            END IF;
            RETURN NULL;
        """,  # noqa: S608
    )


class Series(Record):
    """Activities entered together, by a rule; each is a row of its own afterwards."""

    rhythm = models.CharField(_("rhythm"), max_length=11, choices=Rhythm.choices)
    until = models.DateField(_("until"))

    def __str__(self):
        return f"{self.get_rhythm_display()} – {self.until}"


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "volunteers.view_activity") else self.none()

    def standing(self):
        """Not called off."""
        return self.filter(cancelled_at__isnull=True)

    def to_come(self, now=None):
        return self.standing().filter(starts_at__gt=now or timezone.now())

    def over(self, now=None):
        return self.standing().filter(ends_at__lte=now or timezone.now())

    def about(self, text: str):
        """With the text in the title, the public or the partner's name."""
        text = text.replace("\0", "").strip()
        return self.filter(
            Q(title__icontains=text)
            | Q(public__icontains=text)
            | Q(partner__name_key__contains=Fold(Value(text, output_field=TextField())))
        )

    def with_counts(self):
        """How many places are taken, and how many wait."""
        return self.annotate(taken=_number_of(Seat.PLACE), waiting=_number_of(Seat.WAITING))

    def with_places_left(self):
        return self.standing().filter(places__gt=_number_of(Seat.PLACE))


def _number_of(seat):
    """Sign-ups of the activity at hand, counted for the rows that are shown alone."""
    signups = SignUp.objects.filter(activity=OuterRef("pk"), seat=seat).order_by().values("activity")
    return Coalesce(Subquery(signups.annotate(number=Count("pk")).values("number")), 0)


@tracked()
class Activity(Record):
    """Something that volunteers hold. `place` is never the address of a flat; in a calendar it stands only if it is
    public. With `is_intimate` the theme tells something of those who come, who are then named only to those trusted
    with it."""

    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what is to be done"), blank=True, max_length=2000)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    is_public = models.BooleanField(_("the place is public"), default=False)
    places = models.PositiveSmallIntegerField(_("volunteers needed"))
    skills = ArrayField(models.CharField(max_length=10, choices=Skill.choices), default=list, blank=True)
    is_intimate = models.BooleanField(_("the theme tells something of those who come"), default=False)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="activities", editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    attendance_at = models.DateTimeField(_("attendance noted"), null=True, blank=True, editable=False)
    # What became of it.
    young_people = models.PositiveSmallIntegerField(_("young people present"), null=True, blank=True)
    cost_cents = models.PositiveIntegerField(_("costs, in cents"), null=True, blank=True)
    public = models.CharField(_("public"), max_length=150, blank=True)
    people_reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="activities")
    labels = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("projects"))
    feedback = EncryptedTextField(_("feedback"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_activity_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An activity ends after it begins."),
            )
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="volunteers_activity_day"),
            models.Index(fields=["partner", "starts_at"], name="volunteers_activity_partner"),
        ]
        triggers = [
            no_more_than_places(
                "activity",
                pgtrigger.UpdateOf("places"),
                "NEW.id",
                pgtrigger.Q(new__places__lt=pgtrigger.F("old__places")),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees activities sees who comes; a volunteer their own."""
        if allows(user, "volunteers.view_activity"):
            return self
        return self.filter(volunteer__in=Volunteer.objects.visible_to(user))

    def with_place(self):
        return self.filter(seat=Seat.PLACE)

    def standing(self):
        return self.exclude(seat=Seat.GIVEN_BACK)

    def in_order(self):
        return self.order_by("number")

    def done(self):
        """Shifts that were held: the volunteer was there."""
        return self.filter(attended=Attended.YES, activity__cancelled_at__isnull=True)


@tracked()
class SignUp(Record):
    """One volunteer for one activity. `number` is the order of arrival; `replaces` is whose place was taken over."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="signups")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="signups")
    seat = models.CharField(_("place"), max_length=10, choices=Seat.choices)
    number = models.PositiveIntegerField(editable=False)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    attended = models.CharField(_("attendance"), max_length=7, choices=Attended.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "volunteer"], name="volunteers_signed_up_once",
                violation_error_message=_("This volunteer has signed up already."),
            ),
            models.UniqueConstraint(
                fields=["activity", "number"], name="volunteers_order_of_arrival",
                violation_error_message=_("Somebody else signed up at the same moment. Please try once more."),
            ),
            models.CheckConstraint(
                name="volunteers_attends_with_a_place",
                condition=Q(attended="") | Q(seat=Seat.PLACE),
                violation_error_message=_("Only who has a place can have been there."),
            ),
            models.CheckConstraint(
                name="volunteers_hours_of_who_was_there",
                condition=Q(attended=Attended.YES, minutes__isnull=False)
                | ~Q(attended=Attended.YES) & Q(minutes__isnull=True),
                violation_error_message=_("Hours are those of somebody who was there."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["volunteer", "seat"], name="volunteers_shifts_of")]
        triggers = [
            no_more_than_places(
                "signup",
                pgtrigger.Insert | pgtrigger.UpdateOf("seat", "activity_id"),
                "NEW.activity_id",
                pgtrigger.Q(new__seat=Seat.PLACE.value),
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.seat}"


class PresenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the young people whose file `user` may open."""
        if not allows(user, "volunteers.name_young"):
            return self.none()
        return self.filter(of_open_file(user))


@tracked()
class Presence(Record):
    """A young person took part. Seen by those who read files alone; everybody else has the number."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presences")
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"], name="volunteers_present_once",
                violation_error_message=_("This young person is on the list already."),
            )
        ]  # fmt: skip
        triggers = [FileNotMerged()]

    def __str__(self):
        return str(self.pk)
