"""Attempts to reach somebody, and notes of what was said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.request import Request
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.records import Record


class Way(models.TextChoices):
    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")
    SERVICE = "service", _("Through a service")
    OTHER = "other", _("Other")


class Result(models.TextChoices):
    """What came of an attempt. A note is none: it adds to what stands there, or corrects it."""

    REACHED = "reached", _("Spoke with them")
    CALL_BACK = "call_back", _("Call back promised")
    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Voicemail left")
    SENT = "sent", _("Message sent")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    NOTE = "note", _("Note only")


REACHING = (Result.REACHED, Result.CALL_BACK)


class ContactAttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the requests that `user` may read."""
        return self.filter(request__in=Request.objects.visible_to(user))

    def newest_first(self):
        return self.order_by("-at", "-noted_at")


@tracked()
class ContactAttempt(Record):
    """Somebody was called, or wrote back, or could not be reached. Never changed: a later note corrects it."""

    request = models.ForeignKey("intake.Request", models.PROTECT, related_name="attempts")
    at = models.DateTimeField(_("when"), default=timezone.now)
    way = models.CharField(_("how"), max_length=9, choices=Way.choices, default=Way.PHONE)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices)
    call_back_at = models.DateTimeField(_("call back at"), null=True, blank=True)
    note = EncryptedTextField(_("what was said"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactAttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_promise_has_a_time",
                condition=Q(result=Result.CALL_BACK, call_back_at__isnull=False)
                | Q(~Q(result=Result.CALL_BACK), call_back_at__isnull=True),
                violation_error_message=_("A promise to call back needs its time, and nothing else has one."),
            ),
            models.CheckConstraint(
                name="intake_promise_lies_ahead",
                condition=Q(call_back_at__isnull=True) | Q(call_back_at__gt=F("at")),
                violation_error_message=_("A promise to call back lies after the call."),
            ),
            models.CheckConstraint(
                name="intake_note_says_something",
                condition=~Q(result=Result.NOTE) | Q(note__isnull=False),
                violation_error_message=_("Write the note."),
            ),
        ]
        indexes = [models.Index(fields=["request", "-at"], name="intake_attempts")]

    def __str__(self):
        return self.get_result_display()
