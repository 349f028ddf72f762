"""Appointments of young people and of the team, and each worker's private calendar feed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.choices import AppointmentKind, Attendance
from casework.models.cover import Cover
from refuge.access import allows
from refuge.days import start_of
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.partners.models import Contact, Organisation
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of files open to `user`, and those of the team."""
        if not allows(user, "casework.view_plan"):
            return self.none()
        return self.filter(Q(person__isnull=True) | of_open_file(user))

    def standing(self):
        """Not cancelled."""
        return self.exclude(attendance=Attendance.CANCELLED)

    def ahead(self):
        """Still to be kept, of people who are alive."""
        alive = Q(person__isnull=True) | Q(person__death_noted_at__isnull=True)
        return self.filter(alive, attendance=Attendance.PLANNED)

    def of(self, *users):
        """Whom it takes the time of: whose it is, and who goes along."""
        return self.filter(Q(worker__in=users) | Q(accompanied_by__in=users))

    def in_hands_of(self, user):
        """Theirs, those they go along to, and those of colleagues for whom they stand in today."""
        away = Cover.objects.current().filter(colleague=user).values("away")
        return self.filter(Q(worker=user) | Q(accompanied_by=user) | Q(worker__in=away))

    def between(self, first, last):
        """Beginning on a day from `first` to `last`, both counted."""
        return self.filter(starts_at__gte=start_of(first), starts_at__lt=start_of(last + timedelta(days=1)))

    def at_the_time_of(self, starts_at, ends_at):
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def for_lists(self):
        """With what one row shows, the first first, in one query."""
        of_person = ("person__chosen_name", "person__pronouns")
        shown = ("kind", "title", "starts_at", "attendance", *of_person, "worker__name", "accompanied_by__name")
        return self.select_related("person", "worker", "accompanied_by").only(*shown).order_by("starts_at", "id")


@tracked()
class Appointment(Record):
    """Somebody is expected somewhere at a time. What about, where and what was noted afterwards are encrypted."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="appointments")
    kind = models.CharField(_("kind"), max_length=12, choices=AppointmentKind.choices)
    title = EncryptedTextField(_("about what"), blank=False)
    place = EncryptedTextField(_("place"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    worker = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("whose appointment"))
    accompanied_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accompanied by")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner organisation")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("with whom there")
    )
    attendance = models.CharField(
        _("what became of it"), max_length=9, choices=Attendance.choices, default=Attendance.PLANNED, editable=False
    )
    attendance_note = EncryptedTextField(_("note"))
    noted_at = models.DateTimeField(null=True, blank=True, editable=False)
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_appointment_says_something",
                condition=Q(title__isnull=False),
                violation_error_message=_("Write what the appointment is about."),
            ),
            models.CheckConstraint(
                name="casework_appointment_ends_after_beginning",
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + timedelta(days=1)),
                violation_error_message=_("An appointment lasts between a minute and a day."),
            ),
            models.CheckConstraint(
                name="casework_appointment_noted_whole",
                condition=Q(attendance=Attendance.PLANNED, noted_at__isnull=True, noted_by__isnull=True)
                | (~Q(attendance=Attendance.PLANNED) & Q(noted_at__isnull=False, noted_by__isnull=False)),
                violation_error_message=_("What became of an appointment has an author and a time."),
            ),
            models.CheckConstraint(
                name="casework_appointment_contact_of_a_partner",
                condition=Q(contact__isnull=True) | Q(organisation__isnull=False),
                violation_error_message=_("A contact belongs to a partner organisation: choose that too."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="casework_agenda"),
            models.Index(fields=["worker", "starts_at"], name="casework_agenda_worker"),
            models.Index(fields=["accompanied_by", "starts_at"], name="casework_agenda_along"),
            models.Index(fields=["person", "-starts_at"], name="casework_agenda_person"),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d}"

    @property
    def is_planned(self) -> bool:
        return self.attendance == Attendance.PLANNED

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class CalendarFeedQuerySet(models.QuerySet):
    def live(self):
        """Neither revoked, nor of an account that is switched off."""
        return self.filter(revoked_at__isnull=True, user__is_active=True)


@tracked(exclude=["digest"])
class CalendarFeed(Record):
    """The secret address at which a worker's calendar reads their appointments. Only the digest of it is kept."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="casework_one_feed_a_worker",
                violation_error_message=_("There is an address already. Make a new one to replace it."),
            )
        ]

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d}"
