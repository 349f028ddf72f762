"""How to reach somebody without harm, and what may be said to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.encryption import BlindIndexField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class Answer(models.TextChoices):
    """A question that may not have been asked yet."""

    NOT_ASKED = "", _("Not asked")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Because(models.TextChoices):
    """Why something was taken off the file."""

    WRONG = "wrong", _("Entered by mistake")
    OVER = "over", _("No longer true")
    ASKED = "asked", _("They asked for it")


class CurrentQuerySet(models.QuerySet):
    def current(self):
        """Those not taken off the file."""
        return self.filter(removed_at__isnull=True)

    def taken_off(self):
        return self.filter(removed_at__isnull=False).order_by("-removed_at")


@tracked(exclude=["value_index"])
class Channel(Record):
    """A phone number, e-mail or postal address, and how it is safe to use. Never shown before its card is."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        ADDRESS = "address", _("Postal address")
        OTHER = "other", _("Other")

    class Whose(models.TextChoices):
        SELF = "self", _("Their own")
        PARENT = "parent", _("A parent")
        RELATIVE = "relative", _("Another relative")
        PARTNER = "partner", _("Partner")
        FRIEND = "friend", _("A friend")
        WORKER = "worker", _("A worker of another service")
        OTHER = "other", _("Somebody else")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    whose = models.CharField(_("whose"), max_length=8, choices=Whose.choices, default=Whose.SELF)
    value = EncryptedTextField(_("number or address"), blank=False)
    value_index = BlindIndexField(source="value")
    may_call = models.CharField(_("may be called"), max_length=3, choices=Answer.choices, blank=True, default="")
    may_voicemail = models.CharField(_("voicemail"), max_length=3, choices=Answer.choices, blank=True, default="")
    may_text = models.CharField(_("text message"), max_length=3, choices=Answer.choices, blank=True, default="")
    may_name_refuge = models.CharField(
        _("the Refuge may be named"), max_length=3, choices=Answer.choices, blank=True, default=""
    )
    only_after = models.TimeField(_("only after"), null=True, blank=True)
    only_before = models.TimeField(_("only before"), null=True, blank=True)
    monitored = models.CharField(
        _("phone watched by others"), max_length=3, choices=Answer.choices, blank=True, default=""
    )
    code_word = EncryptedTextField(_("code word or cover name"))
    never = models.BooleanField(_("never use"), default=False)
    is_emergency = models.BooleanField(_("emergency contact"), default=False)
    note = EncryptedTextField(_("what to know before using it"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    removed_because = models.CharField(_("why"), max_length=5, choices=Because.choices, blank=True, editable=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_channel_has_value",
                condition=Q(value__isnull=False),
                violation_error_message=_("Write the number or the address."),
            )
        ]
        indexes = [models.Index(fields=["value_index"], name="people_channel_value")]
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.get_kind_display()


@tracked()
class OutsideContact(Record):
    """Who knows: what may be said to one contact outside. Until all three are answered, letters to them are held."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent")
        FAMILY = "family", _("Other family")
        SCHOOL = "school", _("School")
        EMPLOYER = "employer", _("Employer")
        CPAS = "cpas", _("CPAS")
        DOCTOR = "doctor", _("Doctor")
        LAWYER = "lawyer", _("Lawyer")
        COMMUNITY = "community", _("Community")
        OTHER = "other", _("Other")

    class Letterhead(models.TextChoices):
        NEUTRAL = "neutral", _("Neutral")
        REFUGE = "refuge", _("Le Refuge")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="outside_contacts")
    kind = models.CharField(_("who"), max_length=10, choices=Kind.choices)
    detail = EncryptedTextField(_("which one"))
    knows_orientation = models.CharField(
        _("orientation may be mentioned"), max_length=3, choices=Answer.choices, blank=True, default=""
    )
    knows_gender = models.CharField(
        _("gender identity may be mentioned"), max_length=3, choices=Answer.choices, blank=True, default=""
    )
    knows_refuge = models.CharField(
        _("being at the Refuge may be mentioned"),
        max_length=3,
        choices=Answer.choices,
        blank=True,
        default="",
    )
    name_to_use = EncryptedTextField(_("name to use"))
    pronouns_to_use = EncryptedTextField(_("pronouns to use"))
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        default="",
        choices=[("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))],
    )
    letterhead = models.CharField(_("letterhead"), max_length=8, choices=Letterhead.choices, default=Letterhead.NEUTRAL)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)
    removed_because = models.CharField(_("why"), max_length=5, choices=Because.choices, blank=True, editable=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.get_kind_display()

    @property
    def answers(self) -> tuple:
        return self.knows_orientation, self.knows_gender, self.knows_refuge

    @property
    def is_held(self) -> bool:
        """Nothing leaves for this contact while a question is unanswered."""
        return Answer.NOT_ASKED in self.answers
