"""Young people under 18: the danger they are in, and who keeps in touch with them (DOMAIN.md 4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.access import allows
from refuge.encryption import EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


class DangerQuestion(models.TextChoices):
    """What is asked, each answered with yes, no, not sure, or not at all."""

    SAFE_TONIGHT = "safe_tonight", _("Is there a safe place to sleep this night?")
    TRUSTED_ADULT = "trusted_adult", _("Is there an adult they trust who knows?")
    VIOLENCE = "violence", _("Violence where they live, or the threat of it?")
    TAKEN_AWAY = "taken_away", _("Could they be taken abroad, locked in or married off?")
    SELF_HARM = "self_harm", _("Thoughts of suicide or self-harm?")
    RUNAWAY = "runaway", _("Have they run away, or are they about to?")
    EXPLOITED = "exploited", _("Does somebody exploit or blackmail them?")


@tracked()
class DangerAssessment(Record):
    """What a worker judged on a day. Never changed: a new look is a new row, and the last one counts."""

    class Level(models.TextChoices):
        NONE = "none", pgettext_lazy("danger", "No danger seen")
        WORRYING = "worrying", pgettext_lazy("danger", "Worrying")
        ACUTE = "acute", pgettext_lazy("danger", "Acute danger")
        UNCLEAR = "unclear", pgettext_lazy("danger", "Cannot be judged yet")

    request = models.ForeignKey("intake.Request", models.PROTECT, related_name="danger_assessments")
    answers = EncryptedJSONField(_("answers"))
    level = models.CharField(_("level of danger"), max_length=8, choices=Level.choices)
    done = EncryptedTextField(_("what was done"), blank=False)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    assessed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_danger_says_what_was_done",
                condition=Q(done__isnull=False),
                violation_error_message=_("Write what was done."),
            )
        ]

    def __str__(self):
        return self.get_level_display()


class MinorFollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not allows(user, "intake.view_request"):
            return self.none()
        return self.filter(of_open_file(user))

    def overdue(self, day):
        """The next contact did not come in time; who is 18 by now is asked about otherwise."""
        young = Q(person__adult_from__isnull=True) | Q(person__adult_from__gt=day)
        return self.filter(young, next_on__lt=day)


@tracked()
class MinorFollowUp(Record):
    """Who keeps in touch with somebody under 18, and when next. One a person, moved on from contact to contact."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="minor_follow_up")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who keeps in touch")
    )
    next_on = models.DateField(_("next contact"))
    note = EncryptedTextField(_("what is agreed"))

    objects = MinorFollowUpQuerySet.as_manager()

    class Meta:
        triggers = [FileNotMerged()]

    def __str__(self):
        return str(self.next_on)

    @property
    def is_overdue(self) -> bool:
        return self.next_on < timezone.localdate()
