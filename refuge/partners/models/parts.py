"""What hangs on an organisation: its people, agreements, meetings, and whether young people felt safe there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.encryption import EncryptedTextField
from refuge.history import tracked
from refuge.partners.choices import FeltSafe
from refuge.partners.models.organisation import Organisation
from refuge.records import Record


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if allows(user, "partners.view") else self.none()

    def current(self):
        """Those not taken off."""
        return self.filter(removed_at__isnull=True)


class Part(Record):
    """Something entered about an organisation; taken off it stays, and can be put back."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked()
class Contact(Part):
    """Somebody who works there."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("function"), max_length=120, blank=True)
    phone = EncryptedTextField(_("phone"))
    email = EncryptedTextField(_("e-mail"))
    note = EncryptedTextField(_("what to know"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_contact_named", condition=Q(name__regex=r"\S"),
                violation_error_message=_("A contact needs a name."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


@tracked()
class Agreement(Part):
    """What was agreed with the organisation, from a day and perhaps to one; its last day counts."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    subject = models.CharField(_("subject"), max_length=150)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until and including"), null=True, blank=True)
    note = EncryptedTextField(_("what was agreed"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_agreement_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("An agreement cannot end before it begins."),
            )
        ]

    def __str__(self):
        return self.subject


@tracked()
class Meeting(Part):
    """People of both houses met."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("held on"))
    who = EncryptedTextField(_("who was there"))
    subject = EncryptedTextField(_("about what"))
    agreed = EncryptedTextField(_("what was agreed"))

    class Meta:
        indexes = [models.Index(fields=["held_on"], name="partners_meeting_day")]

    def __str__(self):
        return f"{self.held_on:%Y-%m-%d}"


@tracked()
class SafetyMark(Part):
    """Whether young people felt safe there, on a day, signed by who heard it (`created_by`). It names nobody."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="marks")
    felt_safe = models.CharField(_("did young people feel safe there?"), max_length=5, choices=FeltSafe.choices)
    marked_on = models.DateField(_("on"))
    note = EncryptedTextField(_("why"))

    class Meta:
        indexes = [models.Index(fields=["organisation", "-marked_on"], name="partners_mark_newest")]

    def __str__(self):
        return self.get_felt_safe_display()
