"""An e-mail about a young person, kept as it came until somebody files it as a call for help or discards it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.request import Request
from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import Rule, tracked
from refuge.records import Record

NOT_AGREED = _("The young person has not agreed: write nothing that tells who they are.")


class Told(models.TextChoices):
    """What the service says of the young person: asked before anything else of their e-mail is used."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class MailState(models.TextChoices):
    NEW = "new", _("To file")
    FILED = "filed", _("Filed")
    DISCARDED = "discarded", _("Discarded")


class AgreedBeforeJoined(Rule):
    """No file of somebody who has not agreed, from the request's side: it is locked already, being written. Between two
    files, as in a merge, it moves whatever was said since."""

    def __init__(self):
        super().__init__(
            name="intake_mail_agreed_before_joined",
            message=NOT_AGREED,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id"),
            func=f"""
                IF NEW.person_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.person_id IS NULL) AND EXISTS (
                    SELECT FROM intake_incomingmail WHERE request_id = NEW.id AND person_agrees <> 'yes'
                ) THEN
                    {Rule.refuse("intake_mail_agreed_before_joined")}
                END IF;
                RETURN NEW;
            """,
        )


class AgreedBeforeFiled(Rule):
    """The same from the e-mail's side. An agreement taken back later is a fact, and never refused."""

    def __init__(self):
        super().__init__(
            name="intake_mail_agreed_before_filed",
            message=NOT_AGREED,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("request_id"),
            declare=[("file", "uuid")],
            func=f"""
                SELECT person_id INTO file FROM intake_request WHERE id = NEW.request_id FOR NO KEY UPDATE;
                IF file IS NOT NULL AND NEW.person_agrees <> 'yes' THEN
                    {Rule.refuse("intake_mail_agreed_before_filed")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608
        )


class IncomingMailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """E-mails `user` may read: like calls for help, and once filed like the request they became."""
        if not allows(user, "intake.view_mail"):
            return self.none()
        request = Request.objects.visible_to(user).filter(pk=OuterRef("request"))
        return self.filter(Q(request__isnull=True) | Exists(request))

    def to_file(self):
        return self.filter(state=MailState.NEW)

    def for_lists(self):
        return self.select_related("added_by").defer("text")


@tracked(exclude=["digest"])
class IncomingMail(Record):
    """Who wrote what, and whether the young person knows and agrees. Attachments are documents of this record."""

    person_knows = models.CharField(_("the young person knows"), max_length=7, choices=Told.choices)
    person_agrees = models.CharField(_("the young person agrees"), max_length=7, choices=Told.choices)
    sender = EncryptedTextField(_("sender"))
    subject = EncryptedTextField(_("subject"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    text = EncryptedTextField(_("text"), blank=False)
    # [{"name", "reason"}] of attachments that were not kept.
    left_out = EncryptedJSONField(_("not kept"), editable=False)
    # HMAC of the content, so that one e-mail is not brought in twice.
    digest = models.BinaryField(max_length=32, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=MailState.choices, default=MailState.NEW, editable=False)
    request = models.OneToOneField(
        Request, models.PROTECT, null=True, blank=True, related_name="mail", editable=False, verbose_name=_("request")
    )
    discard_reason = EncryptedTextField(_("reason for discarding"))
    settled_at = models.DateTimeField(_("filed or discarded"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_mail_is_settled_whole",
                condition=Q(state="new", request__isnull=True, discard_reason__isnull=True, settled_at__isnull=True)
                | Q(state="filed", request__isnull=False, discard_reason__isnull=True, settled_at__isnull=False)
                | Q(state="discarded", request__isnull=True, discard_reason__isnull=False, settled_at__isnull=False),
                violation_error_message=_("An e-mail is filed with its request, or discarded with a reason."),
            ),
            models.CheckConstraint(
                name="intake_mail_agrees_when_knows",
                condition=~Q(person_agrees="yes") | Q(person_knows="yes"),
                violation_error_message=_("Whoever does not know of it cannot have agreed."),
            ),
            models.CheckConstraint(
                name="intake_mail_says_something",
                condition=Q(text__isnull=False),
                violation_error_message=_("This e-mail has no text."),
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=~Q(state="discarded"),
                name="intake_mail_once",
                violation_error_message=_("This e-mail is here already."),
            ),
        ]
        indexes = [models.Index(fields=["added_at", "id"], name="intake_mail_newest")]
        triggers = [AgreedBeforeFiled()]

    def __str__(self):
        return f"{self.get_state_display()} {self.added_at:%Y-%m-%d %H:%M}"

    @property
    def is_agreed(self) -> bool:
        """Whether more than the least may be written down, and the young person contacted."""
        return self.person_agrees == Told.YES

    @property
    def is_new(self) -> bool:
        return self.state == MailState.NEW


class RequestOfMail(Request):
    """Requests, with the rule about the e-mails they were filed from."""

    class Meta:
        proxy = True
        triggers = [AgreedBeforeJoined()]
        default_permissions = ()
