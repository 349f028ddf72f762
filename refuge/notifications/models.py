"""An alert for somebody, and the outbox of the e-mail that tells of it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.history import tracked
from refuge.notifications.registry import kinds
from refuge.records import Record


class SortableMoment(Func):
    """A moment as text that sorts as the moment does."""

    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')"
    output_field = models.CharField()


class AlertQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An alert is its recipient's alone."""
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def open(self):
        """Still waiting for somebody to do what they tell of."""
        return self.filter(resolved_at__isnull=True)

    def about(self, label, subject_id):
        return self.filter(subject_label=label, subject_id=subject_id)

    def with_place(self):
        """`place` sorts unread ones above the others, each by their moment."""
        unread = Case(When(read_at__isnull=True, then=Value("1")), default=Value("0"))
        return self.annotate(place=Concat(unread, SortableMoment(F("created_at")), output_field=models.CharField()))


@tracked()
class Alert(Record):
    """Something that waits for somebody, told once (rule 8). It holds no name and no place: `params` are numbers
    and days, and the subject is named by label and UUID."""

    kind = models.CharField(_("kind"), max_length=60)
    subject_label = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alerts")
    due_on = models.DateField(_("due"), default=timezone.localdate)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id", "recipient", "due_on"],
                name="notifications_alert_once",
                violation_error_message=_("This alert was given already."),
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notifications_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(fields=["subject_label", "subject_id"], name="notifications_subject"),
        ]

    def __str__(self):
        return f"{self.kind} {self.due_on}"

    @property
    def title(self) -> str:
        kind = kinds.get(self.kind)
        return kind.text(self.params) if kind else str(_("An alert"))


def new_message_id() -> str:
    """A Message-ID for good: a mail sent again after a kill can be told for the same one."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{uuid.uuid4()}@{domain}>"


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        """Waiting, and their time has come."""
        return self.filter(state=Delivery.State.WAITING, next_try_at__lte=timezone.now())

    def refused(self):
        """Tried without success: still waiting, or given up."""
        states = [Delivery.State.WAITING, Delivery.State.FAILED]
        return self.filter(state__in=states, tries__gt=0)


class Delivery(models.Model):
    """The outbox: what has to be said of an alert by another way than the app. Written with the alert, taken by the
    dispatcher, kept when refused. It says nothing of its own, so history does not follow it."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")
        DROPPED = "dropped", _("No longer needed")

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    digest = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200, default=new_message_id)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "channel"], name="notifications_delivered_once"),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="notifications_outbox"),
            models.Index(fields=["state"], condition=Q(tries__gt=0, state__in=["waiting", "failed"]),
                         name="notifications_refused"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.channel} {self.state} {self.message_id}"


class AlertPreference(models.Model):
    """How somebody wants to be told of what is not theirs to answer."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="alert_preference"
    )
    digest = models.BooleanField(_("once a day, in one e-mail"), default=False)
    # Codes of the kinds that they are not told of at all.
    off = ArrayField(models.CharField(max_length=60), verbose_name=_("not told of"), default=list, blank=True)

    def __str__(self):
        return f"{self.user_id}: {'digest' if self.digest else 'at once'}"
