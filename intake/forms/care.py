"""What is filled in about somebody at risk, under 18, or in the asylum procedure."""

from datetime import timedelta

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.assess import checked
from intake.forms.fields import LongText, answer, one_of
from intake.models import AsylumFile, CentreIncident, DangerAssessment, DangerQuestion, RiskFlag
from intake.parameters import REVIEW_DAYS
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.parameters.registry import value_of
from refuge.ui.forms import RefugeForm, RefugeModelForm

QUESTION = "answer_"


def next_review():
    today = timezone.localdate()
    return today + timedelta(days=value_of(REVIEW_DAYS.code, today))


def review_day():
    return forms.DateField(
        label=_("Look again by"), initial=next_review, help_text=_("On this day whoever is in charge is reminded.")
    )


class FlagForm(RefugeForm):
    kind = forms.ChoiceField(label=_("Risk"), choices=[("", _("Choose a risk")), *RiskFlag.Kind.choices])
    level = one_of(_("Level"), RiskFlag.Level.choices)
    since = forms.DateField(label=_("Since"), initial=timezone.localdate)
    review_on = review_day()
    note = LongText(
        label=_("What was seen, what to do"), rows=4, required=False, help_text=_("Facts the whole team may read.")
    )

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past: give the next one."), code="past")
        return day


class ReviewForm(RefugeForm):
    level = one_of(_("Level"), RiskFlag.Level.choices)
    review_on = review_day()
    note = LongText(label=_("What was seen, what to do"), rows=4, required=False)


class CloseFlagForm(RefugeForm):
    closing_note = LongText(label=_("Why it is closed"), rows=3)


class DangerForm(RefugeForm):
    level = one_of(_("Level of danger"), DangerAssessment.Level.choices)
    done = LongText(
        label=_("What was done"),
        rows=5,
        help_text=_("Who was called, what was agreed, what the young person wants. At acute danger: 112 or 103 first."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {QUESTION + each.value: answer(each.label) for each in DangerQuestion}
        self.fields = {**asked, **self.fields}

    def clean(self):
        """The answers are one fact; a question that nobody asked is none."""
        said = super().clean()
        answers = {each.value: said.pop(QUESTION + each.value, "") for each in DangerQuestion}
        said["answers"] = {question: given for question, given in answers.items() if given}
        return said


class FollowUpForm(RefugeForm):
    worker = ColleagueField(*ACCOMPANYING, label=_("Who keeps in touch"), nobody=_("Choose a colleague"))
    next_on = forms.DateField(label=_("Next contact"))
    note = LongText(
        label=_("What is agreed"), rows=3, required=False, help_text=_("How and when to reach them safely.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()


class AsylumForm(RefugeModelForm):
    incidents = checked(_("What made living together impossible"), CentreIncident.choices)

    class Meta:
        model = AsylumFile
        fields = [
            "centre", "referred_by", "incidents", "account", "sp_number", "badge_number", "agreed_with", "agreed_on",
            "agreement_ends_on",
        ]  # fmt: skip

    layout = Layout(
        Fieldset(_("The centre"), Div("centre", "referred_by", css_class="fields-2"), "incidents", "account"),
        Fieldset(_("File numbers"), Div("sp_number", "badge_number", css_class="fields-2")),
        Fieldset(_("The agreement"), "agreed_with", Div("agreed_on", "agreement_ends_on", css_class="fields-2")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("centre", "referred_by", "sp_number", "badge_number", "agreed_with"):
            self.fields[name] = forms.CharField(label=self.fields[name].label, max_length=120, required=False)
        self.fields["account"].widget.attrs["rows"] = 4

    def clean(self):
        said = super().clean()
        ends, agreed = said.get("agreement_ends_on"), said.get("agreed_on")
        if ends and not agreed:
            self.add_error("agreed_on", _("Say on which day it was agreed."))
        elif ends and ends < agreed:
            self.add_error("agreement_ends_on", _("An agreement has a day on which it was made, and ends after it."))
        return said
