"""The small forms of a young person's file. Each applies one operation."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.accounts.models import User
from refuge.people import phones
from refuge.people.age import age_text, parse_age
from refuge.people.choices import LANGUAGES, GenderIdentity, Orientation
from refuge.people.models import Channel, Closure, Consent, OutsideContact, Person, TeamAlert
from refuge.people.operations.file import CHANGE, CORRECTION
from refuge.ui.forms import RefugeForm, RefugeModelForm, SegmentedCheckbox, SegmentedSelect


class AgeField(forms.CharField):
    """Text as people say an age; its value is the four age fields of Person."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Age or birth date"))
        kwargs.setdefault("help_text", _("19, 2007 or 23/11/2007. Leave empty if it is not known."))
        super().__init__(max_length=40, required=False, **kwargs)

    def clean(self, value):
        return parse_age(super().clean(value), timezone.localdate())


class PersonForm(RefugeForm):
    """A new file: little is asked, the rest is added on its page."""

    chosen_name = forms.CharField(
        label=_("Chosen name"), max_length=100, help_text=_("The name they use, not the one on their papers.")
    )
    pronouns = forms.CharField(
        label=_("Pronouns"), max_length=40, required=False, widget=forms.TextInput({"list": "pronouns"})
    )
    age = AgeField()
    phone = forms.CharField(label=_("Phone or e-mail"), max_length=120, required=False)
    uses = forms.MultipleChoiceField(
        label=_("How is it safe to use?"),
        required=False,
        widget=SegmentedCheckbox,
        choices=[
            ("may_call", _("Call")),
            ("may_voicemail", _("Voicemail")),
            ("may_text", _("Text message")),
            ("may_name_refuge", _("Name the Refuge")),
        ],
    )

    def clean_phone(self):
        text = self.cleaned_data["phone"].strip()
        if not text:
            return ""
        return phones.normalise_email(text) if "@" in text else phones.normalise_phone(text)


def why_field() -> forms.ChoiceField:
    """Whether something has changed or was wrong from the start; the history of the file says which."""
    return forms.ChoiceField(
        label=_("Why?"),
        choices=[(CHANGE, _("It has changed")), (CORRECTION, _("Correction of a mistake"))],
        initial=CHANGE,
        required=False,
        widget=SegmentedSelect,
    )


class NameForm(RefugeModelForm):
    why = why_field()

    class Meta:
        model = Person
        fields = ["chosen_name", "pronouns"]
        widgets = {"pronouns": forms.TextInput({"list": "pronouns"})}

    field_order = ["chosen_name", "pronouns", "why"]


class IdentityForm(RefugeModelForm):
    why = why_field()
    age = AgeField()
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=SegmentedCheckbox
    )

    class Meta:
        model = Person
        fields = ["legal_name", "languages", "residence"]

    field_order = ["legal_name", "age", "languages", "residence", "why"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, initial={"age": age_text(instance)}, **kwargs)
        self.said_before = age_text(instance)

    def clean(self):
        """An unchanged age keeps the day on which it was stated."""
        data = super().clean()
        age = data.pop("age", {})
        unchanged = self.data.get(self.add_prefix("age"), "").strip() == self.said_before
        return data if unchanged else data | age


class IntimateForm(RefugeForm):
    gender_identity = forms.MultipleChoiceField(
        label=_("Gender identity"), choices=GenderIdentity.choices, required=False, widget=SegmentedCheckbox
    )
    gender_words = forms.CharField(label=_("In their own words"), max_length=200, required=False)
    orientation = forms.MultipleChoiceField(
        label=_("Orientation"), choices=Orientation.choices, required=False, widget=SegmentedCheckbox
    )
    orientation_words = forms.CharField(label=_("In their own words"), max_length=200, required=False)
    health = forms.CharField(
        label=_("Health notes"), required=False, widget=forms.Textarea,
        help_text=_("Read by the coordinator and the psychologists alone. An allergy belongs to the team alerts."),
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        initial = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


class WorkerForm(RefugeForm):
    worker = ColleagueField(*ACCOMPANYING, label=_("Worker in charge"), nobody=_("Nobody yet"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()


class TeamAlertForm(RefugeModelForm):
    text = forms.CharField(
        label=_("What the team must know"), max_length=120, help_text=_("Short: it stands on every page of the file.")
    )

    class Meta:
        model = TeamAlert
        fields = ["kind"]
        widgets = {"kind": SegmentedSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = TeamAlert.Kind.choices


def pair(*names) -> Div:
    """Two fields side by side."""
    return Div(*names, css_class="fields-2")


class ChannelForm(RefugeModelForm):
    layout = Layout(
        "kind",
        pair("value", "whose"),
        pair("never", "is_emergency"),
        pair("may_call", "may_text"),
        pair("may_voicemail", "may_name_refuge"),
        pair("monitored", "code_word"),
        pair("only_after", "only_before"),
        "note",
    )

    class Meta:
        model = Channel
        fields = [
            "kind", "value", "whose", "never", "may_call", "may_voicemail", "may_text", "may_name_refuge",
            "only_after", "only_before", "monitored", "code_word", "note", "is_emergency",
        ]  # fmt: skip
        answers = ("may_call", "may_voicemail", "may_text", "may_name_refuge", "monitored")
        widgets = {"kind": SegmentedSelect, **dict.fromkeys(answers, SegmentedSelect)}

    value = forms.CharField(label=_("Number or address"), max_length=300)
    code_word = forms.CharField(label=_("Code word or cover name"), max_length=60, required=False)
    note = forms.CharField(
        label=_("What to know before using it"), required=False, widget=forms.Textarea({"rows": 2}), max_length=500
    )
    only_after = forms.TimeField(
        label=_("Only after"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    only_before = forms.TimeField(
        label=_("Only before"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Channel.Kind.choices
        if self.instance.value:
            self.initial["value"] = phones.display(self.instance.kind, self.instance.value)

    def clean(self):
        data = super().clean()
        if data.get("kind") and data.get("value"):
            self._check_value(data["kind"], data["value"])
        return data

    def _check_value(self, kind, value):
        try:
            phones.normalise(kind, value)
        except ValidationError as error:
            self.add_error("value", error)


class OutsideContactForm(RefugeModelForm):
    layout = Layout(
        pair("kind", "detail"),
        "knows_orientation",
        "knows_gender",
        "knows_refuge",
        pair("name_to_use", "pronouns_to_use"),
        pair("language", "letterhead"),
    )

    class Meta:
        model = OutsideContact
        fields = [
            "kind", "detail", "knows_orientation", "knows_gender", "knows_refuge",
            "name_to_use", "pronouns_to_use", "language", "letterhead",
        ]  # fmt: skip
        questions = ("knows_orientation", "knows_gender", "knows_refuge")
        widgets = {"letterhead": SegmentedSelect, **dict.fromkeys(questions, SegmentedSelect)}

    detail = forms.CharField(label=_("Which one"), max_length=120, required=False)
    name_to_use = forms.CharField(label=_("Name to use with them"), max_length=100, required=False)
    pronouns_to_use = forms.CharField(label=_("Pronouns to use with them"), max_length=40, required=False)


class ConsentForm(RefugeModelForm):
    class Meta:
        model = Consent
        fields = ["purpose", "how", "given_on", "detail"]
        widgets = {"how": SegmentedSelect}

    detail = forms.CharField(label=_("With whom, limits"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = Consent.How.choices


class ClosureForm(RefugeModelForm):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    class Meta:
        model = Closure
        fields = ["user"]

    field_order = ["user", "reason"]

    def __init__(self, *args, by, **kwargs):
        """Whoever works here may see a name somewhere, in a list of nights or an alert, whatever their role."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).exclude(pk=by.pk).order_by("name")
