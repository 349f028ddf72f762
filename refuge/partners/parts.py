"""The four kinds of what hangs on an organisation, each with its model, its form and its words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from refuge.partners import forms
from refuge.partners.models import Agreement, Contact, Meeting, SafetyMark


@dataclass(frozen=True)
class Kind:
    model: type
    form: type
    title: str
    saved: str
    removed: str


PARTS = {
    "contact": Kind(
        Contact, forms.ContactForm, _("Somebody who works there"), _("Contact saved."), _("Contact removed.")
    ),
    "agreement": Kind(Agreement, forms.AgreementForm, _("Agreement"), _("Agreement saved."), _("Agreement removed.")),
    "meeting": Kind(Meeting, forms.MeetingForm, _("Meeting"), _("Meeting noted."), _("Meeting removed.")),
    "mark": Kind(SafetyMark, forms.MarkForm, _("Felt-safe mark"), _("Mark signed."), _("Mark removed.")),
}
