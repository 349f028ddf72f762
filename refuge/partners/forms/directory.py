"""The filters of the directory, an organisation, a merge, a list to import."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Exists, OuterRef
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.partners.choices import Need, OrganisationType
from refuge.partners.forms.fields import OrganisationField
from refuge.partners.models import Agreement, Organisation
from refuge.people.choices import LANGUAGES
from refuge.ui.forms import RefugeForm, RefugeModelForm, SegmentedCheckbox
from refuge.ui.lists import ListForm

ALL = [("", _("All"))]


def live(address) -> dict:
    """Attributes of a text field that filters its list while one types, with or without the rest of the form."""
    return {
        "hx-get": address,
        "hx-trigger": "input changed delay:150ms",
        "hx-target": "#results",
        "hx-swap": "outerHTML",
        "hx-push-url": "true",
        "hx-include": "closest form",
        "autocomplete": "off",
    }


class DirectoryForm(ListForm):
    q = forms.CharField(
        label=_("Name or abbreviation"),
        max_length=80,
        widget=forms.TextInput(attrs=live(reverse_lazy("partners:list")) | {"autofocus": True}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=ALL + OrganisationType.choices)
    need = forms.ChoiceField(label=_("Service"), choices=ALL + Need.choices)
    language = forms.ChoiceField(label=_("Language"), choices=ALL + LANGUAGES)
    agreement = forms.BooleanField(label=_("With an agreement"))
    archived = forms.BooleanField(label=_("Archived"))

    def filter(self, organisations):
        wanted = self.cleaned_data
        organisations = organisations.filter(archived_at__isnull=not wanted["archived"])
        if wanted["q"]:
            organisations = organisations.found_by(wanted["q"])
        if wanted["type"]:
            organisations = organisations.filter(type=wanted["type"])
        if wanted["need"]:
            organisations = organisations.filter(services__contains=[wanted["need"]])
        if wanted["language"]:
            organisations = organisations.filter(languages__contains=[wanted["language"]])
        return organisations.filter(Exists(_running())) if wanted["agreement"] else organisations


def _running():
    today = timezone.localdate()
    agreements = Agreement.objects.current().filter(organisation=OuterRef("pk"), starts_on__lte=today)
    return agreements.exclude(ends_on__lt=today)


class OrganisationForm(RefugeModelForm):
    layout = Layout(
        Div("name", "abbreviation", css_class="fields-2"),
        Div("type", "area", css_class="fields-2"),
        "services",
        "languages",
        Div("phone", "email", css_class="fields-2"),
        Div("website", "opening_hours", css_class="fields-2"),
        "address",
        "note",
    )
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=Need.choices, required=False, widget=SegmentedCheckbox
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=SegmentedCheckbox
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    note = forms.CharField(label=_("What to know"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    class Meta:
        model = Organisation
        fields = [
            "name", "abbreviation", "type", "area", "services", "languages", "phone", "email", "website",
            "opening_hours", "address", "note",
        ]  # fmt: skip

    def validate_unique(self):
        """The operation says it, in the words of the directory."""

    validate_constraints = validate_unique


class MergeForm(RefugeForm):
    other = OrganisationField(label=_("The other entry, which goes"), empty_label=_("Choose"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        other = self.fields["other"]
        other.narrow(other.queryset.exclude(pk=organisation.pk))


class ImportForm(RefugeForm):
    file = forms.FileField(
        label=_("List (.csv or .xlsx, at most 5 MB)"),
        max_length=200,
        help_text=_("The first row says what the columns are: name, abbreviation, type, services, languages, phone …"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
