"""What is filled in when an e-mail is brought in, filed or discarded."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.forms.call import CallForm
from intake.forms.fields import LongText, one_of
from intake.mail.reading import LARGEST, LONGEST_TEXT, read_file, read_pasted
from intake.models.choices import Caller, Channel
from intake.models.mail import MailState, Told
from refuge.documents.forms import DropInput
from refuge.people.choices import LANGUAGES
from refuge.ui.forms import RefugeForm
from refuge.ui.lists import ListForm

KNOWS = _("Does the young person know that this service writes to us?")
AGREES = _("Do they agree that we write down what it says, and contact them?")
# What may be written down of somebody who has not agreed.
THE_LEAST = (
    "caller_organisation",
    "call_back",
    "received_at",
    "urgency",
    "in_danger",
    "minor_with_them",
    "story",
    "needs",
)


class AgreementForm(RefugeForm):
    person_knows = one_of(KNOWS, Told.choices)
    person_agrees = one_of(AGREES, Told.choices)


class BringInForm(AgreementForm):
    """Cleans to `mail` (intake.mail.reading.Mail) and the two answers."""

    file = forms.FileField(
        label=_("The e-mail as a file"),
        required=False,
        max_length=300,
        widget=DropInput(accept=".eml,message/rfc822"),
        help_text=_("Save it from your mail program as .eml and drop it here: its attachments come along."),
    )
    text = forms.CharField(
        label=_("Or its text, pasted"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 10})
    )

    def clean(self):
        said = super().clean()
        file, text = said.get("file"), (said.get("text") or "").strip()
        if bool(file) == bool(text) and "file" not in self.errors:
            self.add_error("file", _("Drop the e-mail as a file, or paste its text: one of the two."))
        answers = {name: said[name] for name in ("person_knows", "person_agrees") if name in said}
        return answers if self.errors else answers | {"mail": self._read(file, text)}

    def _read(self, file, text):
        try:
            return read_file(self._bytes(file)) if file else read_pasted(text)
        except ValidationError as error:
            self.add_error("file", error)
            return None

    @staticmethod
    def _bytes(file) -> bytes:
        if file.size > LARGEST:
            message = _("This e-mail is larger than %(limit)s MB.")
            raise ValidationError(message, code="too_large", params={"limit": LARGEST // 2**20})
        return file.read()


class MailCallForm(CallForm):
    """The call form, filled in from an e-mail. Without the young person's agreement it asks the least."""

    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, required=False)
    layout = Layout(*CallForm.layout.fields, "languages")

    def __init__(self, *args, mail, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["caller"].initial = Caller.SERVICE
        self.fields["channel"].initial = Channel.EMAIL
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        self.is_least = not mail.is_agreed
        if self.is_least:
            self._ask_the_least()

    def _ask_the_least(self):
        self.fields = {name: self.fields[name] for name in THE_LEAST}
        self.fields["call_back"].label = _("How to reach the service")
        self.fields["story"].help_text = _("What they need, in general: nothing that tells who they are.")
        self.layout = Layout(
            Div("caller_organisation", "call_back", css_class="fields-2"), "urgency",
            Div("in_danger", "minor_with_them", css_class="fields-2"), "story", "needs", "received_at",
        )  # fmt: skip

    def clean(self):
        said = super().clean()
        return said | {"caller": Caller.SERVICE, "channel": Channel.EMAIL} if self.is_least else said


class DiscardForm(RefugeForm):
    reason = LongText(label=_("Why is it discarded?"), rows=2)


class Standing(models.TextChoices):
    """Nothing chosen means what waits."""

    NEW = "", _("To file")
    FILED = MailState.FILED.value, MailState.FILED.label
    DISCARDED = MailState.DISCARDED.value, MailState.DISCARDED.label
    ALL = "all", _("All")


class MailsForm(ListForm):
    state = forms.ChoiceField(label=_("State"), choices=Standing.choices)

    def filter(self, records):
        state = self.cleaned_data["state"] or MailState.NEW
        return records if state == Standing.ALL else records.filter(state=state)
