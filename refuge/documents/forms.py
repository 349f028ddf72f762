"""What is filled in about a document, and the filters of the panel."""

from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.documents.content import ACCEPT
from refuge.documents.models import Kind
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm


class DropInput(forms.FileInput):
    """A field wide enough to drop a file on; on a phone it offers the camera."""

    def __init__(self, accept=ACCEPT):
        super().__init__({"accept": accept, "class": "drop"})


class _Described(RefugeForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *Kind.choices])
    title = forms.CharField(
        label=_("Title"), max_length=150, required=False, help_text=_("Left empty, the file’s own name.")
    )
    issued_on = forms.DateField(label=_("Issued on"), required=False)
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, help_text=_("You are told before that day comes.")
    )


class AddForm(_Described):
    field_order = ["file"]
    file = forms.FileField(
        label=_("The file"),
        max_length=200,
        widget=DropInput,
        help_text=_(
            "Choose it, drop it here, or take a photo. PDF, pictures, Word, Excel, OpenDocument, text, e-mail; 25 MB."
        ),
    )


class DescribeForm(_Described):
    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(about, name) for name in self.fields} | self.initial
        self.fields["title"].required = True
        self.fields["title"].help_text = ""


class PanelForm(ListForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices])
    ending = forms.BooleanField(label=_("Ending or ended"))

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["kind"]:
            records = records.filter(kind=wanted["kind"])
        return records.ending_soon() if wanted["ending"] else records
