"""A volunteer: from candidate to leaving, and what the Act of 3 July 2005 asks to be kept."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.accounts.models import Invitation
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.choices import LANGUAGES
from refuge.people.models.name import Fold
from refuge.records import Record
from volunteers.models.choices import HERE, Availability, Cost, ExtractModel, ExtractResult, NoteProof, Skill, State

USER = settings.AUTH_USER_MODEL


class VolunteerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them to who works with volunteers, their own record to a volunteer."""
        if allows(user, "volunteers.view"):
            return self
        return self.filter(user=user) if allows(user, "volunteers.own") else self.none()

    def here(self):
        """Those who volunteer now, pausing ones included."""
        return self.filter(state__in=HERE)

    def found_by(self, text: str):
        """Those with a word of the name that begins with `text`."""
        wanted = Fold(Value(text.replace("\0", "").strip(), output_field=TextField()))
        return self.filter(folded__contains=Concat(Value(" "), wanted))

    def for_lists(self):
        """Without what is sealed."""
        return self.defer(
            "email", "phone", "address", "bank_account", "emergency_name", "emergency_phone", "interview_note",
            "agreement_text", "note",
        )  # fmt: skip


@tracked(exclude=["name_key", "folded"])
class Volunteer(Record):
    """Somebody who volunteers, wants to, or did. `user` is their account, once the invitation is taken up."""

    name = models.CharField(_("name"), max_length=100)
    name_key = models.GeneratedField(expression=Fold(F("name")), output_field=TextField(), db_persist=True)
    folded = models.GeneratedField(
        expression=Fold(Concat(Value(" "), F("name"), output_field=TextField())),
        output_field=TextField(),
        db_persist=True,
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.CANDIDATE, editable=False)
    email = EncryptedTextField(_("e-mail"))
    phone = EncryptedTextField(_("phone"))
    address = EncryptedTextField(_("address"))
    bank_account = EncryptedTextField(_("bank account"))
    emergency_name = EncryptedTextField(_("emergency contact"))
    emergency_phone = EncryptedTextField(_("phone of the emergency contact"))
    skills = ArrayField(models.CharField(max_length=10, choices=Skill.choices), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=3, choices=LANGUAGES), default=list, blank=True)
    availability = ArrayField(models.CharField(max_length=12, choices=Availability.choices), default=list, blank=True)
    note = EncryptedTextField(_("what to know"))
    interview_on = models.DateField(_("interview on"), null=True, blank=True)
    interview_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    interview_note = EncryptedTextField(_("what was said"))
    informed_on = models.DateField(_("information note given on"), null=True, blank=True)
    informed_how = models.CharField(_("how it can be proved"), max_length=9, choices=NoteProof.choices, blank=True)
    agreement_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    # What the agreement said on the day it was signed: its PDF is drawn from that.
    agreement_text = EncryptedJSONField(editable=False)
    agreement_until = models.DateField(_("agreement ends on"), null=True, blank=True)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    allowance = models.CharField(_("paid back by"), max_length=6, choices=Cost.choices[:2], blank=True)
    user = models.OneToOneField(USER, models.PROTECT, null=True, blank=True, related_name="volunteer", editable=False)
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_named", condition=Q(name__regex=r"\S"),
                violation_error_message=_("A volunteer needs a name."),
            ),
            models.CheckConstraint(
                name="volunteers_informed_first",
                condition=~Q(state__in=HERE) | Q(informed_on__isnull=False),
                violation_error_message=_("The information note comes before the first day: say when it was given."),
            ),
            models.CheckConstraint(
                name="volunteers_note_has_proof",
                condition=Q(informed_on__isnull=True, informed_how="")
                | Q(informed_on__isnull=False) & ~Q(informed_how=""),
                violation_error_message=_("Say when the information note was given and how that can be proved."),
            ),
        ]  # fmt: skip
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="volunteers_folded"),
            models.Index(fields=["name_key", "id"], name="volunteers_by_name"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_here(self) -> bool:
        return self.state in HERE


@tracked()
class Engagement(Record):
    """A time as a volunteer, from a first day, and once it is over to a last one: a line of the register."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="engagements")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    reason = EncryptedTextField(_("why it ended"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(ends_on__isnull=True), name="volunteers_once_at_a_time",
                violation_error_message=_("This person volunteers already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["starts_on", "id"], name="volunteers_register")]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on or ''}"


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "volunteers.view") else self.none()

    def current(self):
        """Those not taken off."""
        return self.filter(removed_at__isnull=True)


class Part(Record):
    """Something kept about a volunteer; taken off it stays, and can be put back."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked()
class Extract(Part):
    """A criminal-record extract was seen, on a day, by `created_by`. No copy of it is kept."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="extracts")
    model = models.CharField(_("model"), max_length=5, choices=ExtractModel.choices)
    issued_on = models.DateField(_("issued on"))
    seen_on = models.DateField(_("seen on"))
    result = models.CharField(_("result"), max_length=6, choices=ExtractResult.choices)
    next_on = models.DateField(_("next control"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_extract_in_order",
                condition=Q(seen_on__gte=F("issued_on")),
                violation_error_message=_("An extract cannot be seen before it was issued."),
            )
        ]

    def __str__(self):
        return self.get_model_display()


@tracked()
class Training(Part):
    """Something learnt, with the day until which it holds (first aid, for one)."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="trainings")
    title = models.CharField(_("title"), max_length=150)
    held_on = models.DateField(_("held on"))
    valid_until = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteers_training_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("held_on")),
                violation_error_message=_("It cannot end before it was held."),
            )
        ]

    def __str__(self):
        return self.title


class CalendarFeed(Record):
    """The private address of a volunteer's shifts. Its secret is shown once; only the digest is kept."""

    volunteer = models.OneToOneField(Volunteer, models.CASCADE, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d}"
