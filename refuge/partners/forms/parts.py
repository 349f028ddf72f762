"""What hangs on an organisation."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.partners.choices import FeltSafe
from refuge.people import phones
from refuge.ui.forms import RefugeForm, SegmentedSelect


def long_text(label, **options):
    options = {"required": False, "max_length": 5000, "widget": forms.Textarea({"rows": 3})} | options
    return forms.CharField(label=label, **options)


def today(label):
    return forms.DateField(label=label, initial=timezone.localdate)


class ContactForm(RefugeForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(label=_("Function"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    note = long_text(_("What to know"))

    def clean_phone(self):
        text = self.cleaned_data["phone"]
        return phones.display("phone", phones.normalise_phone(text)) if text else ""


class AgreementForm(RefugeForm):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    starts_on = today(_("From"))
    ends_on = forms.DateField(label=_("Until and including"), required=False)
    note = long_text(_("What was agreed"))

    def clean(self):
        said = super().clean()
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", ValidationError(_("An agreement cannot end before it begins."), code="order"))
        return said


class MeetingForm(RefugeForm):
    held_on = today(_("Held on"))
    who = forms.CharField(
        label=_("Who was there"),
        required=False,
        max_length=300,
        help_text=_("Of both houses. No young person is named."),
    )
    subject = long_text(_("About what"))
    agreed = long_text(_("What was agreed"))


class MarkForm(RefugeForm):
    felt_safe = forms.ChoiceField(
        label=_("Did young people feel safe there?"), choices=FeltSafe.choices, widget=SegmentedSelect
    )
    marked_on = today(_("On"))
    note = long_text(_("Why"), help_text=_("Without a name, and without what would tell who it was."))
