"""An invitation to sign in for the first time. The link's secret is mailed; only its digest is kept."""

from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models.user import Role, User
from refuge.history import tracked
from refuge.records import Record


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Neither taken up nor withdrawn; it may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self):
        """Neither taken up, nor withdrawn, nor expired."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def refused_by_mail(self):
        """Open, but its e-mail did not leave the house."""
        return self.open().filter(sent_at__isnull=True).exclude(send_error="")

    def visible_to(self, user):
        return self if user.has_role(Role.MANAGEMENT) else self.none()


@tracked(exclude=["digest"])
class Invitation(Record):
    """`invited_by` is empty for the first account of an installation, which the command line invites."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), verbose_name=_("roles"))
    language = models.CharField(_("language"), max_length=2, default="fr")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    send_error = models.CharField(max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_has_a_role",
                condition=models.Q(roles__len__gt=0),
                violation_error_message=_("Choose at least one role."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_pending_invitation",
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message=_("This address has been invited already."),
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def role_names(self) -> list[str]:
        return [Role(role).label for role in self.roles]

    @property
    def state(self) -> str:
        """accepted, withdrawn, expired, refused, sent or waiting: the first that holds."""
        states = [
            (self.accepted_at, "accepted"),
            (self.withdrawn_at, "withdrawn"),
            (self.is_expired, "expired"),
            (self.send_error, "refused"),
            (self.sent_at, "sent"),
        ]
        return next((name for holds, name in states if holds), "waiting")

    @property
    def refusal(self) -> str:
        """Why the e-mail did not leave, in words; what a mail server answered stays as it came."""
        if self.send_error == UNREACHABLE:
            return _("the mail server cannot be reached")
        return self.send_error


# Stored instead of a sentence, so that each reader reads it in their language.
UNREACHABLE = "unreachable"
