"""A young person referred to an organisation: what was asked, what may be said, what came of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.partners.choices import ANSWERS, LANGUAGES, OPEN, Fact, Need, Status
from refuge.partners.models.organisation import Organisation
from refuge.partners.models.parts import Contact
from refuge.partners.models.rules import SentAsAgreed, YouthForMinors
from refuge.people.models import Consent, OutsideContact, Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The referrals of the files `user` may open."""
        if not allows(user, "partners.view_referral"):
            return self.none()
        return self.filter(of_open_file(user))

    def open(self):
        """Neither answered nor withdrawn."""
        return self.filter(status__in=OPEN)

    def waiting_for_answer(self):
        return self.filter(status=Status.SENT)

    def held(self):
        """Prepared, and held back: a question about what the organisation may know has no answer."""
        contact = OutsideContact.objects.filter(pk=OuterRef("outside"), removed_at__isnull=True)
        answered = contact.exclude(Q(knows_orientation="") | Q(knows_gender="") | Q(knows_refuge=""))
        return self.filter(~Exists(answered), status=Status.PREPARED, lifted_at__isnull=True)

    def for_lists(self):
        """With what one row of a list shows, in one query."""
        return self.select_related("person", "organisation", "outside", "consent", "prepared_by")


@tracked()
class Referral(Record):
    """What is written is the letter's; what may be said stands in `outside`, the contact of "who knows"."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom there")
    )
    outside = models.ForeignKey(OutsideContact, models.PROTECT, related_name="+", editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    need = models.CharField(_("need"), max_length=16, choices=Need.choices)
    purpose = EncryptedTextField(_("what we ask"), blank=False)
    facts = ArrayField(
        models.CharField(max_length=12, choices=Fact.choices), default=list, blank=True, verbose_name=_("what is told")
    )
    shared = EncryptedTextField(_("what the letter says besides"))
    reply = EncryptedTextField(_("how they can answer"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.PREPARED)
    prepared_on = models.DateField(_("prepared on"), default=timezone.localdate)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # What the letter said when it went out: it is drawn from this for good.
    letter = EncryptedJSONField()
    lifted_reason = EncryptedTextField(_("vital interest"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = EncryptedTextField(_("their answer"))
    outcome = EncryptedTextField(_("what came of it"))
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_from = models.CharField(max_length=10, blank=True, default="", editable=False)
    with_consent = models.BooleanField(default=False, editable=False)  # withdrawn because the consent was

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_sent_says_when",
                condition=Q(status__in=[Status.PREPARED, Status.WITHDRAWN])
                | Q(sent_on__isnull=False, sent_by__isnull=False, letter__isnull=False),
                violation_error_message=_("What was sent says when, by whom, and what the letter said."),
            ),
            models.CheckConstraint(
                name="partners_prepared_not_sent",
                condition=~Q(status=Status.PREPARED) | Q(sent_on__isnull=True, answered_on__isnull=True),
                violation_error_message=_("A prepared referral has not been sent."),
            ),
            models.CheckConstraint(
                name="partners_answer_has_a_day",
                condition=~Q(status__in=ANSWERS) | Q(answered_on__isnull=False),
                violation_error_message=_("An answer has its day."),
            ),
            models.CheckConstraint(
                name="partners_answer_after_sending",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                violation_error_message=_("An answer cannot come before the referral was sent."),
            ),
            models.CheckConstraint(
                name="partners_lifted_with_reason",
                condition=Q(lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_reason__isnull=False),
                violation_error_message=_("Write the vital interest for which the hold is lifted."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "need"], condition=Q(status__in=OPEN), name="partners_referral_once",
                violation_error_message=_("A referral for this need is on its way there already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["sent_on", "id"], condition=Q(status=Status.SENT), name="partners_waiting"),
            models.Index(fields=["prepared_on", "id"], name="partners_referral_day"),
            models.Index(fields=["need", "organisation"], name="partners_need"),
        ]
        triggers = [SentAsAgreed(), YouthForMinors(), FileNotMerged()]

    def __str__(self):
        return f"{self.get_need_display()} {self.prepared_on:%Y-%m-%d}"

    @property
    def is_held(self) -> bool:
        """Held back: nothing leaves until the three questions have an answer, or the hold is lifted."""
        unanswered = self.outside.is_held or self.outside.removed_at is not None
        return self.status == Status.PREPARED and unanswered and self.lifted_at is None

    @property
    def has_consent(self) -> bool:
        return self.consent_id is not None and self.consent.withdrawn_at is None

    @property
    def can_be_sent(self) -> bool:
        if self.status != Status.PREPARED or self.is_held:
            return False
        return self.has_consent or self.lifted_at is not None

    @property
    def days_to_answer(self) -> int | None:
        return (self.answered_on - self.sent_on).days if self.answered_on and self.sent_on else None

    def days_waiting(self, today) -> int:
        return (today - self.sent_on) // timedelta(days=1) if self.sent_on else 0
