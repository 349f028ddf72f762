"""What the psychologist keeps an eye on, and papers of the follow-up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.psychology.choices import FlagKind, FlagLevel
from casework.models.psychology.follow_up import FollowUp
from casework.models.psychology.rules import OnlyWhileOpen, tracked_without_values
from casework.models.psychology.session import RING, OfFollowUpQuerySet
from refuge.documents.content import LARGEST, PICTURES, ContentType
from refuge.encryption import EncryptedBytesField, EncryptedJSONField
from refuge.records import Record

USER = settings.AUTH_USER_MODEL


class FlagQuerySet(OfFollowUpQuerySet):
    def standing(self):
        return self.filter(closed_at__isnull=True)


@tracked_without_values()
class FollowUpFlag(Record):
    """A risk, its level and comment sealed. The day to look again is plain: the alert goes by it, and names nothing."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="flags")
    # kind, level, comment
    content = EncryptedJSONField(_("risk"), ring=RING, blank=False)
    raised_on = models.DateField(_("since"), default=timezone.localdate)
    review_on = models.DateField(_("look again by"))
    raised_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_flag_reviewed_later",
                condition=Q(review_on__gte=F("raised_on")),
                violation_error_message=_("The day to look again lies after the day it began."),
            ),
            models.CheckConstraint(
                name="casework_flag_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(name="casework_flag_says_something", condition=Q(content__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(closed_at__isnull=True), name="casework_flag_review"),
        ]
        triggers = [OnlyWhileOpen()]

    def __str__(self):
        return f"{self.review_on}"

    @property
    def kind(self) -> FlagKind:
        return FlagKind(self.content["kind"])

    @property
    def level(self) -> FlagLevel:
        return FlagLevel(self.content["level"])

    @property
    def comment(self) -> str:
        return self.content.get("comment", "")

    @property
    def is_due(self) -> bool:
        return self.closed_at is None and self.review_on <= timezone.localdate()


class FileQuerySet(OfFollowUpQuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)


@tracked_without_values()
class FollowUpFile(Record):
    """A paper of the follow-up: its bytes, name and kind sealed in the row itself, under the room's own ring."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="files")
    # name, title, content_type
    about = EncryptedJSONField(_("title"), ring=RING, blank=False)
    content = EncryptedBytesField(_("file"), ring=RING, blank=False)
    size = models.PositiveIntegerField(_("size"), editable=False)  # of the plain bytes
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_file_in_limits",
                condition=Q(size__gt=0, size__lte=LARGEST, content__isnull=False, about__isnull=False),
                violation_error_message=_("This file is empty or too large."),
            )
        ]

    def __str__(self):
        return f"{self.added_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        return self.about["title"]

    @property
    def content_type(self) -> str:
        return self.about["content_type"]

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES

    @property
    def is_pdf(self) -> bool:
        return self.content_type == ContentType.PDF

    @property
    def is_text(self) -> bool:
        return self.content_type in (ContentType.TEXT, ContentType.EMAIL)
