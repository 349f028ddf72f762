"""A template's own page: what it says of itself, its headings and its figures; and why a report is corrected."""

from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from refuge.documents.content import PICTURES, check
from refuge.ui.forms import RefugeForm
from reports.models import Audience, Span
from reports.words import LANGUAGES

# Choosing a figure asks for the same form with its breakdowns at once; without a script a button does.
NARROWED = {
    "hx-post": "", "hx-trigger": "change", "hx-vals": '{"choose": "yes"}', "hx-target": "#form-fields",
    "hx-select": "#form-fields", "hx-swap": "outerHTML", "hx-push-url": "false", "hx-sync": "this:replace",
}  # fmt: skip
# Enough for 60 mm on paper.
LOGO_SIZE = (900, 400)
TEXT = {"rows": 3}
MONTHS = [(number, number) for number in range(1, 13)]


class WordsForm(RefugeForm):
    """A form of which some fields are asked once a language; their names without the language stand in `in_words`."""

    in_words = ()

    def __init__(self, *args, initial=None, **kwargs):
        initial = dict(initial or {})
        for base in self.in_words:
            words = initial.pop(base, None) or {}
            initial |= {f"{base}_{code}": words.get(code, "") for code, _name in LANGUAGES}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        data = super().clean()
        for base in self.in_words:
            data[base] = {code: data.pop(f"{base}_{code}", "") for code, _name in LANGUAGES}
        return data


class TemplateForm(WordsForm):
    in_words = ("title", "introduction")

    funder = forms.CharField(label=_("Funder"), max_length=80)
    title_fr = forms.CharField(label=_("Title in French"), max_length=120, required=False)
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    introduction_fr = forms.CharField(
        label=_("Introduction in French"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )
    introduction_nl = forms.CharField(
        label=_("Introduction in Dutch"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Audience.choices)
    span = forms.ChoiceField(
        label=_("Period"), choices=Span.choices, help_text=_("What leaves the house covers calendar years.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    deadline_day = forms.IntegerField(label=_("Deadline: day"), min_value=1, max_value=31, required=False)
    deadline_month = forms.TypedChoiceField(
        label=_("Deadline: month"), choices=[("", "---------"), *MONTHS], coerce=int, empty_value=None, required=False
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG or JPEG. It stands on the first page."))
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def clean_logo(self):
        """The picture drawn anew, no larger than needed, as PNG."""
        file = self.cleaned_data["logo"]
        if not file:
            return None
        checked = check(file)
        if checked.content_type not in PICTURES:
            raise ValidationError(_("A logo is a picture: PNG or JPEG."), code="reports_no_picture")
        picture = Image.open(BytesIO(checked.data))
        picture.thumbnail(LOGO_SIZE)
        drawn = BytesIO()
        picture.convert("RGBA").save(drawn, "PNG")
        return drawn.getvalue()

    def clean(self):
        data = super().clean()
        if not any(data["title"].values()):
            self.add_error("title_fr", _("Give a title in at least one language."))
        if data.get("audience") != Audience.INTERNAL and data.get("span") not in (None, Span.YEAR):
            self.add_error("span", _("What leaves the house covers calendar years."))
        return data


class SectionForm(WordsForm):
    in_words = ("title", "text")

    title_fr = forms.CharField(label=_("Heading in French"), max_length=120, required=False)
    title_nl = forms.CharField(label=_("Heading in Dutch"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Heading in English"), max_length=120, required=False)
    text_fr = forms.CharField(
        label=_("Own text in French"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )
    text_nl = forms.CharField(
        label=_("Own text in Dutch"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )
    text_en = forms.CharField(
        label=_("Own text in English"), widget=forms.Textarea(attrs=TEXT), max_length=4000, required=False
    )

    def clean(self):
        data = super().clean()
        if not any(data["title"].values()):
            self.add_error("title_fr", _("Give a heading in at least one language."))
        return data


class FigureForm(WordsForm):
    """A figure and, once it is chosen, its own breakdowns: those of another figure are no choice."""

    in_words = ("text",)

    indicator = forms.ChoiceField(label=_("Figure"), widget=forms.Select(attrs=NARROWED))
    breakdowns = forms.MultipleChoiceField(
        label=_("Broken down"), widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": _("This figure has no such breakdown.")},
    )  # fmt: skip
    text_fr = SectionForm.base_fields["text_fr"]
    text_nl = SectionForm.base_fields["text_nl"]
    text_en = SectionForm.base_fields["text_en"]

    def __init__(self, *args, figures, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(each.code, str(each.name)) for each in figures]
        self.fields["indicator"].choices = [("", _("Choose")), *names]
        offered = breakdowns_of(figures, self["indicator"].value())
        if offered:
            self.fields["breakdowns"].choices = offered
        else:
            del self.fields["breakdowns"]

    @classmethod
    def of_typed(cls, data, *, figures):
        """The form as it was typed so far, with the breakdowns of the figure that is chosen in it; nothing is saved."""
        text = {code: data.get(f"text_{code}", "") for code, _name in LANGUAGES}
        typed = {"indicator": data.get("indicator", ""), "breakdowns": data.getlist("breakdowns"), "text": text}
        return cls(initial=typed, figures=figures)

    def clean(self):
        return {"breakdowns": [], **super().clean()}


def breakdowns_of(figures, code) -> list:
    """The breakdowns of that figure; none of a figure that is not offered."""
    return [(by.code, str(by.name)) for each in figures if each.code == code for by in each.breakdowns]


class CorrectionForm(RefugeForm):
    reason = forms.CharField(
        label=_("What is corrected, and why"), widget=forms.Textarea(attrs=TEXT), max_length=1000,
        help_text=_("It stands in the new version, for the funder to read. Name nobody."),
    )  # fmt: skip
