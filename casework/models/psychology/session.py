"""A session with its note: signed and locked from the first moment it is stored; until then there is only a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models.psychology.choices import Attended, Modality
from casework.models.psychology.follow_up import FollowUp
from casework.models.psychology.rules import LockedOnceSigned, NoteAfterCheck, OnlyWhileOpen, tracked_without_values
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.records import Record

USER = settings.AUTH_USER_MODEL
RING = "psychology"


class OfFollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(followup__in=FollowUp.objects.visible_to(user))


@tracked_without_values()
class FollowUpSession(Record):
    """Day and attendance are plain, because they are counted; all else is sealed. Its note is signed and locked."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("day"))
    attendance = models.CharField(_("attended"), max_length=8, choices=Attended.choices)
    # modality, minutes, interpreter, next_on
    details = EncryptedJSONField(_("circumstances"), ring=RING)
    note = EncryptedTextField(_("note"), ring=RING)
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfFollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_session_has_a_note",
                condition=~Q(attendance=Attended.ATTENDED) | Q(note__isnull=False),
                violation_error_message=_("A session that was held has a note."),
            )
        ]
        indexes = [
            models.Index(fields=["followup", "-held_on", "-signed_at"], name="casework_session_newest"),
            models.Index(fields=["held_on"], name="casework_session_day"),
        ]
        triggers = [OnlyWhileOpen(), NoteAfterCheck(), LockedOnceSigned()]

    def __str__(self):
        return f"{self.held_on}"

    @cached_property
    def facts(self) -> dict:
        return self.details or {}

    @property
    def modality(self) -> str:
        code = self.facts.get("modality")
        return Modality(code).label if code in Modality else ""


@tracked_without_values()
class SessionAddition(Record):
    """What was added to a signed note; as locked as the note."""

    session = models.ForeignKey(FollowUpSession, models.PROTECT, related_name="additions")
    text = EncryptedTextField(_("addition"), ring=RING, blank=False)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="casework_session_addition_says",
                condition=Q(text__isnull=False),
                violation_error_message=_("An addition needs words."),
            )
        ]
        triggers = [LockedOnceSigned()]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d}"


class FollowUpDraft(Record):
    """What a psychologist is typing in a follow-up: one row a form, sealed, outside history, gone on signing. `key` is
    "note", or "add-" with the id of the session that is added to."""

    followup = models.ForeignKey(FollowUp, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    fields = EncryptedJSONField(ring=RING)
    saved_at = models.DateTimeField(auto_now=True)

    objects = OfFollowUpQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["followup", "author", "key"], name="casework_one_draft_a_note")]

    def __str__(self):
        return self.key
