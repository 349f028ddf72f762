"""What was decided on a request: outcome, reason, author and time (rule 11)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.choices import OUTCOMES, Answer, RefusalReason, State
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record

# Version, key id, nonce and tag of an encrypted value: an empty text would be this long.
SEALED_NOTHING = 33


@tracked()
class Decision(Record):
    """Never changed: a wrong one is revoked and counts nowhere, a past one stays when the request reopens."""

    request = models.ForeignKey("intake.Request", models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=12, choices=[(each.value, each.label) for each in OUTCOMES])
    reason = EncryptedTextField(_("reason"), blank=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    exception = EncryptedTextField(_("why outside the usual ages"))
    refusal_reason = models.CharField(
        _("why not here"), max_length=16, choices=RefusalReason.choices, blank=True, default=""
    )
    space_was_free = models.CharField(
        _("was a space free that night?"), max_length=6, choices=Answer.choices, blank=True, default=""
    )
    offered_instead = EncryptedTextField(_("offered instead"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            # With what the figures of a period ask of a decision, so that they need not open it.
            models.Index(
                fields=["decided_at"],
                include=["request", "outcome", "refusal_reason", "revoked_at", "id"],
                name="intake_decided",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_decision_has_a_reason",
                condition=Q(reason__isnull=False) & Q(GreaterThan(Length("reason"), SEALED_NOTHING)),
                violation_error_message=_("A decision needs its reason in writing."),
            ),
            models.CheckConstraint(
                name="intake_refusal_is_complete",
                condition=~Q(outcome=State.DECLINED)
                | Q(space_was_free__in=["yes", "no", "unsure"], offered_instead__isnull=False),
                violation_error_message=_("Say whether a space was free that night and what was offered instead."),
            ),
            models.CheckConstraint(
                name="intake_refusal_says_why",
                condition=~Q(outcome=State.DECLINED) | ~Q(refusal_reason=""),
                violation_error_message=_("Say why the request is declined."),
            ),
            models.CheckConstraint(
                name="intake_revoked_by_somebody",
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
            # What the request's state refers to, see migration 0002.
            models.UniqueConstraint(fields=["id", "request", "outcome"], name="intake_decision_of_request"),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None
