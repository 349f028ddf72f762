"""What is filled in about an inquiry."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import LongText, one_of
from intake.models.choices import Channel
from intake.models.inquiry import Answer, Asker, Ground
from refuge.documents.forms import DropInput
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm

UNFILLED = {"autocomplete": "off"}


def line(label, **options):
    return forms.CharField(label=label, max_length=200, required=False, widget=forms.TextInput(UNFILLED), **options)


class InquiryForm(RefugeForm):
    sentence_said = forms.BooleanField(label=_("I said the sentence, and nothing else"), required=False)
    asker = one_of(_("Who asks?"), Asker.choices)
    asker_name = line(_("Their name and function"))
    contact = line(_("How to reach them"), help_text=_("As they say it: nobody calls back before it is decided."))
    on_behalf_of = line(_("On behalf of whom?"))
    about = LongText(
        label=_("After whom do they ask?"), rows=2, help_text=_("In their words. Do not look it up while they listen.")
    )
    ground = one_of(_("What do they rely on?"), Ground.choices, initial=Ground.NONE)
    ground_words = line(_("In their words"), help_text=_("Law, number of a warrant, name of the magistrate …"))
    paper = forms.FileField(label=_("A paper they show or send"), required=False, max_length=200, widget=DropInput)
    channel = one_of(_("How?"), Channel.choices, initial=Channel.PHONE)
    asked_at = forms.DateTimeField(label=_("When, if not just now"), required=False)

    layout = Layout(
        "sentence_said", "asker", Div("asker_name", "on_behalf_of", css_class="fields-2"), "about", "contact",
        "ground", "ground_words", "paper", "channel", "asked_at",
    )  # fmt: skip

    def clean(self):
        """A moment not given is now."""
        said = super().clean()
        return {name: value for name, value in said.items() if not (name == "asked_at" and value is None)}


class PaperForm(RefugeForm):
    paper = forms.FileField(label=_("A paper they show or send"), max_length=200, widget=DropInput)


class DecideInquiryForm(RefugeForm):
    answer = one_of(_("Decision"), Answer.choices)
    reason = LongText(label=_("Reason"), rows=3)
    handed_over = LongText(
        label=_("What is handed over, to whom?"),
        rows=2,
        required=False,
        help_text=_("Only where the legal ground is accepted. The least that it asks for."),
    )


class Standing(models.TextChoices):
    """Nothing chosen means what waits."""

    OPEN = "", _("To decide")
    DECIDED = "decided", _("Decided")
    ALL = "all", _("All")


class InquiriesForm(ListForm):
    state = forms.ChoiceField(label=_("State"), choices=Standing.choices)
    asker = forms.ChoiceField(label=_("Who asks?"), choices=[("", _("All")), *Asker.choices])

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["asker"]:
            records = records.filter(asker=wanted["asker"])
        if wanted["state"] == Standing.ALL:
            return records
        return records.filter(answer="") if wanted["state"] == Standing.OPEN else records.exclude(answer="")
