"""The call form: what can be asked on the phone in under a minute. Safety first, and how to call back should the line
break; who it is about after that."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import FileField, LongText, answer, one_of, some_of
from intake.forms.moments import MomentField
from intake.models.choices import SLEEPS_TONIGHT, Caller, Channel, Need, Urgency, Use
from refuge.people.forms import AgeField
from refuge.people.phones import normalise_phone
from refuge.ui.forms import RefugeForm

UNFILLED = {"autocomplete": "off"}
SHORTEST_NUMBER = 8


class CallForm(RefugeForm):
    person = FileField(required=False, widget=forms.HiddenInput)
    caller = one_of(_("Who calls?"), Caller.choices, initial=Caller.SELF)
    caller_organisation = forms.CharField(label=_("Which service?"), max_length=120, required=False)
    channel = one_of(_("How does the call come in?"), Channel.choices, initial=Channel.PHONE)
    received_at = forms.DateTimeField(label=_("When, if not just now"), required=False)
    chosen_name = forms.CharField(
        label=_("Name to use"),
        max_length=100,
        required=False,
        help_text=_("The chosen name, not the one on papers. Left empty, the call stays anonymous."),
        widget=forms.TextInput(attrs=UNFILLED),
    )
    pronouns = forms.CharField(
        label=_("Pronouns"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**UNFILLED, "list": "pronouns"}),
    )
    age = AgeField(
        help_text=_("As said on the phone: 19, 2007 or 23/11/2007"),
        widget=forms.TextInput(attrs=UNFILLED),
    )
    speaks_freely = answer(_("Can they speak freely now?"))
    call_back = forms.CharField(
        label=_("Number or address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=UNFILLED),
    )
    call_back_uses = some_of(_("What is safe"), Use.choices)
    call_back_by = MomentField(label=_("Promised to call back before"))
    ethos = one_of(_("Where do they sleep tonight?"), SLEEPS_TONIGHT, required=False)
    urgency = one_of(_("Urgency"), Urgency.choices)
    needs = some_of(_("What do they ask for?"), Need.choices)
    in_danger = answer(_("In danger now?"))
    is_injured = answer(_("Injured?"))
    minor_with_them = answer(_("A minor with them?"))
    story = LongText(label=_("What happens"), required=False)

    layout = Layout(
        "caller",
        Fieldset(
            _("Safety first"),
            Div("speaks_freely", "in_danger", css_class="fields-2"),
            Div("is_injured", "minor_with_them", css_class="fields-2"),
            css_id="safety",
        ),
        Fieldset(
            _("How to call back without danger"),
            Div("call_back", "call_back_uses", css_class="fields-2"),
            "call_back_by",
        ),
        Fieldset(
            _("Who it is about"),
            Div("chosen_name", "pronouns", css_class="fields-2"),
            Div("age", "ethos", css_class="fields-2"),
        ),
        Fieldset(_("What they need"), "urgency", "story", "needs"),
        Fieldset(_("The call"), "channel", Div("caller_organisation", "received_at", css_class="fields-2")),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user
        self.fields["speaks_freely"].widget.attrs["autofocus"] = True

    def clean_call_back(self):
        """A number is checked while the caller can still repeat it; anything else, a number with words too, is taken
        as it is."""
        text = self.cleaned_data["call_back"].strip()
        digits = sum(letter.isdigit() for letter in text)
        begins_like_one = text[:1] in {*"+(0123456789"} and digits < SHORTEST_NUMBER and "@" not in text
        looks_dialled = text and (begins_like_one or not any(letter.isalpha() for letter in text))
        return normalise_phone(text) if looks_dialled else text

    def clean(self):
        said = super().clean()
        about_somebody = said.get("pronouns") or any((said.get("age") or {}).values())
        if about_somebody and not (said.get("chosen_name") or said.get("person") or "chosen_name" in self.errors):
            self.add_error("chosen_name", _("Age and pronouns are kept with a name: give one to call them by."))
        return said
