"""A questionnaire filled in on paper: the answers as numbers, and what they come to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models.psychology.choices import Tool
from casework.models.psychology.follow_up import FollowUp
from casework.models.psychology.rules import LockedOnceSigned, OnlyWhileOpen, tracked_without_values
from casework.models.psychology.session import RING, OfFollowUpQuerySet
from casework.psychology import scoring
from refuge.encryption import EncryptedJSONField
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


@tracked_without_values()
class Score(Record):
    """`content`: tool, answers, comment. It is signed at once, unless an answer asks for a safety check: then with that
    check. `safety` is sealed for every score and its answers too, but the rules and beat need `signed_at` plain: one
    that is empty or later than `recorded_at`, and the second line in the history, tell in a dump that an answer asked
    for a check. One that was recorded along with the answers cannot be told apart."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="scores")
    taken_on = models.DateField(_("filled in on"), default=timezone.localdate)
    content = EncryptedJSONField(_("answers"), ring=RING, blank=False)
    safety = EncryptedJSONField(_("safety check"), ring=RING)
    # By when a safety check, were one asked for, is recorded; after it the team is told to ask the psychologist.
    check_by = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfFollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_score_signed_with_check",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, safety__isnull=False),
                violation_error_message=_("Record the safety check first: an answer of a questionnaire asks for it."),
            ),
            models.CheckConstraint(name="casework_score_has_answers", condition=Q(content__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["check_by"], condition=Q(signed_at__isnull=True), name="casework_score_waiting"),
        ]
        triggers = [OnlyWhileOpen(), LockedOnceSigned("OLD.signed_at IS NOT NULL OR TG_OP = 'DELETE'")]

    def __str__(self):
        return f"{self.taken_on}"

    @property
    def tool(self) -> Tool:
        return Tool(self.content["tool"])

    @property
    def answers(self) -> list[int]:
        return self.content["answers"]

    @property
    def comment(self) -> str:
        return self.content.get("comment", "")

    @cached_property
    def total(self) -> int:
        return scoring.total(self.tool, self.answers)

    @property
    def band(self) -> scoring.Band:
        return scoring.band(self.tool, self.total)

    @property
    def asks_for_check(self) -> bool:
        return scoring.asks_for_check(self.tool, self.answers)

    @property
    def check_text(self) -> str:
        return (self.safety or {}).get("text", "")
