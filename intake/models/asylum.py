"""What an applicant for international protection brings along: the centre, what went wrong there, file numbers, the
agreement that lets them live elsewhere (DOMAIN.md 3.3). The procedure itself is followed in casework."""

import re

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import BlindIndexField, EncryptedJSONField, EncryptedTextField
from refuge.history import tracked
from refuge.people.models import Person, of_open_file
from refuge.people.models.rules import FileNotMerged
from refuge.records import Record


def bare(number: str) -> str:
    """A file number as it is kept and found: letters and digits alone, 9.123.456 and 9123456 being one."""
    return re.sub(r"[\W_]", "", number).upper()


class CentreIncident(models.TextChoices):
    """What made living together in the centre impossible."""

    INSULTS = "insults", _("Insults")
    THREATS = "threats", _("Threats")
    ASSAULT = "assault", _("Assault")
    ROOM = "room", _("The room")
    OUTING = "outing", _("Outed by somebody")
    OTHER = "other", _("Something else")


class AsylumFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files `user` may read whole."""
        if not allows(user, "intake.view_asylum"):
            return self.none()
        return self.filter(of_open_file(user))

    def numbered(self, text: str):
        """Those with this SP or badge number, however it is spaced."""
        if not bare(text):
            return self.none()
        sp, badge = (self.model._meta.get_field(name).index(bare(text)) for name in ("sp_index", "badge_index"))
        return self.filter(Q(sp_index=sp) | Q(badge_index=badge))


@tracked()
class AsylumFile(Record):
    """One a person. Numbers are found by their blind index alone."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="asylum_file")
    centre = EncryptedTextField(_("reception centre"))
    referred_by = EncryptedTextField(_("worker there"))
    incidents = EncryptedJSONField(_("what made living together impossible"))
    account = EncryptedTextField(_("in a few words"))
    sp_number = EncryptedTextField(_("SP number"))
    sp_index = BlindIndexField(source="sp_number")
    badge_number = EncryptedTextField(_("badge number"))
    badge_index = BlindIndexField(source="badge_number")
    agreed_with = EncryptedTextField(_("agreed with (region or dispatching)"))
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreement_ends_on = models.DateField(_("agreement ends on"), null=True, blank=True)

    objects = AsylumFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_agreement_ends_after_it_began",
                condition=Q(agreement_ends_on__isnull=True)
                | Q(agreed_on__isnull=False, agreement_ends_on__gte=F("agreed_on")),
                violation_error_message=_("An agreement has a day on which it was made, and ends after it."),
            )
        ]
        indexes = [
            models.Index(fields=["sp_index"], name="intake_sp_number"),
            models.Index(fields=["badge_index"], name="intake_badge_number"),
            models.Index(
                fields=["agreement_ends_on"], condition=Q(agreement_ends_on__isnull=False), name="intake_agreement_ends"
            ),
        ]
        triggers = [FileNotMerged()]

    def __str__(self):
        return str(self.person_id)

    def save(self, *args, update_fields=None, **kwargs):
        """A number that is saved takes its index along, or nobody finds it again."""
        if update_fields is not None:
            numbers = {"sp_number": "sp_index", "badge_number": "badge_index"}
            update_fields = {*update_fields, *(numbers[name] for name in update_fields if name in numbers)}
        super().save(*args, update_fields=update_fields, **kwargs)

    def agreement_on(self, day) -> str:
        """Where the agreement stands on a day: none, running or ended."""
        if self.agreed_on is None:
            return "none"
        return "ended" if self.agreement_ends_on and self.agreement_ends_on < day else "running"
