"""The list of volunteers, a profile, the steps from candidate to leaving, extracts and training."""

from crispy_forms.layout import Div, Layout
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.accounts.forms import LANGUAGES as MAIL_LANGUAGES
from refuge.parameters.registry import value_of
from refuge.people import phones
from refuge.people.choices import LANGUAGES
from refuge.ui.forms import RefugeForm, RefugeModelForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.lists import ListForm
from volunteers.models import HERE, Availability, Extract, NoteProof, Skill, State, Training, Volunteer
from volunteers.parameters import CONTROL_MONTHS

ALL = [("", _("All"))]


def long_text(label, **options):
    options = {"required": False, "max_length": 3000, "widget": forms.Textarea({"rows": 3})} | options
    return forms.CharField(label=label, **options)


def many(label, choices):
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=SegmentedCheckbox)


def today(label, **options):
    return forms.DateField(label=label, initial=timezone.localdate, **options)


class VolunteersForm(ListForm):
    STATES = [("", _("Who volunteers now")), ("all", _("Everybody")), *State.choices]

    q = forms.CharField(label=_("Name"), max_length=80)
    state = forms.ChoiceField(label=_("State"), choices=STATES)
    skill = forms.ChoiceField(label=_("Skill"), choices=ALL + Skill.choices)
    language = forms.ChoiceField(label=_("Language"), choices=ALL + LANGUAGES)
    when = forms.ChoiceField(label=_("Available"), choices=ALL + Availability.choices)

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["state"] != "all":
            records = records.filter(state__in=[wanted["state"]] if wanted["state"] else HERE)
        if wanted["q"]:
            records = records.found_by(wanted["q"])
        for name, field in (("skill", "skills"), ("language", "languages"), ("when", "availability")):
            if wanted[name]:
                records = records.filter(**{f"{field}__contains": [wanted[name]]})
        return records


class RegisterForm(ListForm):
    year = forms.IntegerField(label=_("Volunteering in the year"), min_value=2000, max_value=2100)

    def filter(self, records):
        year = self.cleaned_data["year"]
        return records.filter(starts_on__year__lte=year).exclude(ends_on__year__lt=year) if year else records


class ProfileForm(RefugeModelForm):
    layout = Layout(
        Div("name", "pronouns", css_class="fields-2"),
        Div("email", "phone", css_class="fields-2"),
        "address",
        Div("emergency_name", "emergency_phone", css_class="fields-2"),
        "skills",
        "languages",
        "availability",
        Div("insured_until", "allowance", css_class="fields-2"),
        "bank_account",
        "note",
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    emergency_name = forms.CharField(label=_("Emergency contact"), required=False, max_length=100)
    emergency_phone = forms.CharField(label=_("Phone of the emergency contact"), required=False, max_length=40)
    skills = many(_("Skills"), Skill.choices)
    languages = many(_("Languages"), LANGUAGES)
    availability = many(_("Available"), Availability.choices)
    bank_account = forms.CharField(
        label=_("Bank account (IBAN)"), required=False, max_length=42, help_text=_("For what is paid back.")
    )
    note = long_text(_("What to know"), help_text=_("Read by those who see volunteers, not by the volunteer."))

    class Meta:
        model = Volunteer
        fields = [
            "name", "pronouns", "email", "phone", "address", "emergency_name", "emergency_phone", "skills",
            "languages", "availability", "insured_until", "allowance", "bank_account", "note",
        ]  # fmt: skip

    def clean_phone(self):
        return _as_dialled(self.cleaned_data["phone"])

    def clean_emergency_phone(self):
        return _as_dialled(self.cleaned_data["emergency_phone"])

    def clean_bank_account(self):
        """An IBAN adds up: its digits, moved and read as a number, leave 1 over 97."""
        account = "".join(self.cleaned_data["bank_account"].split()).upper()
        if account and not is_iban(account):
            raise forms.ValidationError(_("This is not a valid IBAN."), code="iban")
        return " ".join(account[place : place + 4] for place in range(0, len(account), 4))


def _as_dialled(text):
    """A number as Belgians write it; ValidationError if it is none."""
    return phones.display("phone", phones.normalise_phone(text)) if text else ""


def is_iban(account: str) -> bool:
    if not (15 <= len(account) <= 34 and account.isascii() and account.isalnum() and account[:2].isalpha()):
        return False
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


class OwnProfileForm(ProfileForm):
    """What volunteers change of their own profile."""

    layout = Layout(
        Div("phone", "pronouns", css_class="fields-2"),
        Div("emergency_name", "emergency_phone", css_class="fields-2"),
        "skills",
        "languages",
        "availability",
    )
    email = address = bank_account = note = None

    class Meta:
        model = Volunteer
        fields = ["phone", "pronouns", "emergency_name", "emergency_phone", "skills", "languages", "availability"]

    clean_bank_account = None


class InterviewForm(RefugeForm):
    interview_on = today(_("Held on"))
    interview_note = long_text(_("What was said"))


class InformationForm(RefugeForm):
    informed_on = today(_("Given on"))
    informed_how = forms.ChoiceField(label=_("How it can be proved"), choices=NoteProof.choices, widget=SegmentedSelect)


class AgreementForm(RefugeForm):
    agreement_on = today(_("Signed on"))
    agreement_until = forms.DateField(label=_("Until and including"), required=False)


class StartForm(RefugeForm):
    starts_on = today(_("First day"))


class LeaveForm(RefugeForm):
    ends_on = today(_("Last day"))
    reason = long_text(_("Why it ended"))


class InviteForm(RefugeForm):
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=MAIL_LANGUAGES, widget=SegmentedSelect, initial="fr"
    )


class ExtractForm(RefugeModelForm):
    seen_on = today(_("Seen on"))
    next_on = forms.DateField(label=_("Next control"), required=False)

    class Meta:
        model = Extract
        fields = ["model", "issued_on", "seen_on", "result", "next_on"]
        widgets = {"model": SegmentedSelect, "result": SegmentedSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = timezone.localdate()
        self.fields["next_on"].initial = day + relativedelta(months=value_of(CONTROL_MONTHS.code, day))

    def validate_constraints(self):
        """The database says it."""


class TrainingForm(RefugeModelForm):
    held_on = today(_("Held on"))

    class Meta:
        model = Training
        fields = ["title", "held_on", "valid_until"]

    def validate_constraints(self):
        """The database says it."""
