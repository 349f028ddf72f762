"""An invitation to sign in for the first time. The link's secret is mailed; only its digest is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.models.user import Role, User
from refuge.history import tracked
from refuge.records import Record


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither taken up, nor withdrawn, nor expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


@tracked(exclude=["digest"])
class Invitation(Record):
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), verbose_name=_("roles"))
    language = models.CharField(_("language"), max_length=2, default="fr")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
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
            )
        ]

    def __str__(self):
        return self.email
