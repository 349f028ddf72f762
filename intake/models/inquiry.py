"""Somebody asks after somebody. The answer is the same for known and unknown people; what more is said, management
decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.choices import Channel
from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class Asker(models.TextChoices):
    FAMILY = "family", _("Family")
    PARTNER = "partner", _("Partner or former partner")
    FRIEND = "friend", _("A friend")
    PRESS = "press", _("Press")
    POLICE = "police", _("Police")
    IMMIGRATION = "immigration", _("Immigration Office")
    JUSTICE = "justice", _("Prosecutor or court")
    LAWYER = "lawyer", _("A lawyer")
    SERVICE = "service", _("Another service")
    SCHOOL = "school", _("School")
    EMPLOYER = "employer", _("Employer")
    OTHER = "other", _("Somebody else")


# Management is told at once.
AUTHORITIES = (Asker.POLICE, Asker.IMMIGRATION, Asker.JUSTICE)


class Ground(models.TextChoices):
    """What the asker relies on, as claimed: whether it holds is for management to say."""

    NONE = "none", _("None named")
    WARRANT = "warrant", _("A warrant or a judge’s order")
    PROSECUTOR = "prosecutor", _("A prosecutor’s request")
    LAW = "law", _("A law or rule they name")
    CONSENT = "consent", _("The person’s consent, they say")
    DANGER = "danger", _("A danger to life, they say")
    OTHER = "other", _("Something else")


class Answer(models.TextChoices):
    """What management decided."""

    NEITHER = "neither", _("Neither confirmed nor denied")
    PASSED_ON = "passed_on", _("The person was told, and answers or not as they wish")
    HANDED_OVER = "handed_over", _("The legal ground is accepted: something is handed over")


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Inquiries `user` may read: all but those joined to a file that is closed to them."""
        if not allows(user, "intake.view_inquiry"):
            return self.none()
        return self.filter(Q(person__isnull=True) | of_open_file(user))

    def kept(self):
        """Not taken back as a mistake."""
        return self.filter(removed_at__isnull=True)

    def to_decide(self):
        return self.kept().filter(answer="")

    def for_lists(self):
        return self.select_related("received_by").defer("ground_words", "decision_reason", "handed_over")


@tracked()
class Inquiry(Record):
    """Who asks, on whose behalf, about whom in their own words, on what ground; and what was decided."""

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    asker = models.CharField(_("who asks"), max_length=11, choices=Asker.choices)
    asker_name = EncryptedTextField(_("name and function"))
    contact = EncryptedTextField(_("how to reach them"))
    on_behalf_of = EncryptedTextField(_("on behalf of"))
    about = EncryptedTextField(_("about whom, in their words"), blank=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="inquiries", editable=False, verbose_name=_("file")
    )
    ground = models.CharField(_("ground they name"), max_length=10, choices=Ground.choices, default=Ground.NONE)
    ground_words = EncryptedTextField(_("the ground, in their words"))
    sentence_said = models.BooleanField(_("the sentence was said"), default=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    logged_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    answer = models.CharField(
        _("decision"), max_length=11, choices=Answer.choices, blank=True, default="", editable=False
    )
    ground_accepted = models.BooleanField(_("the legal ground is accepted"), default=False, editable=False)
    handed_over = EncryptedTextField(_("what was handed over"), editable=False)
    decision_reason = EncryptedTextField(_("reason"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_inquiry_about_somebody",
                condition=Q(about__isnull=False),
                violation_error_message=_("Write whom they ask after, in their own words."),
            ),
            models.CheckConstraint(
                name="intake_inquiry_decided_whole",
                condition=Q(answer="", decided_by__isnull=True, decided_at__isnull=True, decision_reason__isnull=True)
                | (
                    ~Q(answer="") & Q(decided_by__isnull=False, decided_at__isnull=False, decision_reason__isnull=False)
                ),
                violation_error_message=_("A decision has an author, a time and a reason."),
            ),
            models.CheckConstraint(
                name="intake_inquiry_handed_over_on_a_ground",
                condition=Q(answer="handed_over", ground_accepted=True, handed_over__isnull=False)
                | (~Q(answer="handed_over") & Q(ground_accepted=False, handed_over__isnull=True)),
                violation_error_message=_(
                    "Something is handed over on an accepted legal ground, and then written down."
                ),
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="intake_inquiry_newest")]
        triggers = [FileNotMerged()]

    def __str__(self):
        return self.reference

    @property
    def is_decided(self) -> bool:
        return bool(self.answer)

    @property
    def is_authority(self) -> bool:
        return self.asker in AUTHORITIES
