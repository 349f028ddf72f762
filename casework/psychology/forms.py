"""What is filled in in the psychologist's room."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.forms import a_day, lines
from casework.models.psychology import Attended, FlagKind, FlagLevel, Modality, Tool
from casework.psychology import scoring
from refuge.accounts.models import Role, User
from refuge.documents.forms import DropInput
from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm


def psychologists():
    return User.objects.with_role(Role.PSYCHOLOGIST).order_by("name", "pk")


class FollowUpsForm(ListForm):
    standing = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("follow-ups", "Open")),
            ("closed", pgettext_lazy("follow-ups", "Closed")),
            ("all", pgettext_lazy("follow-ups", "All")),
        ],
    )

    def filter(self, records):
        wanted = self.cleaned_data["standing"]
        return records if wanted == "all" else records.filter(closed_on__isnull=wanted != "closed")


class OpenForm(RefugeForm):
    opened_on = a_day(_("Since"))
    stand_in = forms.ModelChoiceField(
        User.objects.none(), label=_("Who stands in"), required=False, empty_label=_("Nobody yet"),
        help_text=_("Reads and writes from the first session on, so that nobody is alone when you are ill or away."),
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = psychologists().exclude(pk=user.pk)


class SessionForm(RefugeForm):
    """Everything is optional but the day and whether they came; a session that was held needs its note."""

    layout = Layout(
        "note",
        Div("held_on", "minutes", css_class="fields-2"),
        "attendance",
        "modality",
        Div("interpreter", "next_on", css_class="fields-2"),
    )
    note = lines(_("Note"), 12, required=False)
    held_on = a_day(_("Day of the session"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=600, initial=50)
    attendance = forms.ChoiceField(
        label=_("Session"), choices=Attended.choices, initial=Attended.ATTENDED, widget=SegmentedSelect
    )
    modality = forms.ChoiceField(
        label=pgettext_lazy("session", "How"),
        choices=Modality.choices,
        initial=Modality.ON_SITE,
        widget=SegmentedSelect,
    )
    interpreter = forms.CharField(
        label=_("Interpreter"), max_length=100, required=False, help_text=_("In which language; empty without one.")
    )
    next_on = forms.DateField(label=_("Next session"), required=False)


class AdditionForm(RefugeForm):
    text = lines(_("Addition"), 8, help_text=_("Stands under the note, with your name, the day and the hour."))


class HandOverForm(RefugeForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("To whom"))

    def __init__(self, *args, followup, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = psychologists().exclude(pk=followup.psychologist_id)


class StandInForm(RefugeForm):
    layout = Layout("user", Div("starts_on", "last_day", css_class="fields-2"))
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who stands in"))
    starts_on = a_day(_("From"))
    last_day = forms.DateField(
        label=_("Until and including"), required=False, help_text=_("Empty: until you take it back.")
    )

    def __init__(self, *args, followup, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = psychologists().exclude(pk=followup.psychologist_id)


class CloseForm(RefugeForm):
    closed_on = a_day(_("Closed on"))


class FlagForm(RefugeForm):
    kind = forms.ChoiceField(label=_("Risk"), choices=FlagKind.choices, widget=SegmentedSelect)
    level = forms.ChoiceField(
        label=_("Level"), choices=FlagLevel.choices, initial=FlagLevel.WATCH, widget=SegmentedSelect
    )
    review_on = forms.DateField(label=_("Look again by"), help_text=_("On that day you are told, and nobody else."))
    comment = lines(_("What was seen"), 4, required=False)


class ReviewFlagForm(FlagForm):
    kind = None


class ScoreForm(RefugeForm):
    """The questions by their numbers alone: their words are on the paper form."""

    def __init__(self, *args, tool, **kwargs):
        super().__init__(*args, **kwargs)
        self.tool, asked = Tool(tool), scoring.questionnaire(tool)
        self.fields["taken_on"] = a_day(_("Filled in on"))
        choices = [(number, str(number)) for number in range(asked.most + 1)]
        self.numbers = range(1, asked.questions + 1)
        for number in self.numbers:
            label = _("Question %(number)s") % {"number": number}
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, widget=SegmentedSelect
            )
        self.fields["comment"] = lines(_("Comment"), 4, required=False)
        if asked.safety_question:
            self.fields["check"] = lines(
                _("Safety check"), 4, required=False,
                help_text=_(
                    "Needed if the answer to question %(number)s is above 0: what was asked, answered and agreed. "
                    "Without it the score stays open, and no note can be signed."
                ) % {"number": asked.safety_question},
            )  # fmt: skip
        for field in self.fields.values():
            self._dress(field)
        questions = Div(*(f"q{number}" for number in self.numbers), css_class="fields-2")
        self.layout = Layout("taken_on", questions, *(name for name in ("comment", "check") if name in self.fields))

    def clean(self):
        said = super().clean()
        answers = [said.pop(f"q{number}", None) for number in self.numbers]
        return said | {"answers": answers}


class CheckForm(RefugeForm):
    check = lines(
        _("Safety check"), 6, help_text=_("What was asked, what was answered, what was agreed, who is told what.")
    )


class FileForm(RefugeForm):
    file = forms.FileField(
        label=_("The file"), max_length=200, widget=DropInput,
        help_text=_("PDF, pictures, Word, Excel, OpenDocument, text, e-mail; 25 MB."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title"), max_length=150, required=False, help_text=_("Left empty, the file’s own name.")
    )


class SafetyPlanForm(RefugeForm):
    line = forms.CharField(
        label=_("In one line"),
        max_length=120,
        help_text=_("Stands above every page of the person."),
    )
    text = lines(
        _("What the team does"), 8,
        help_text=_("Signs to look out for, what helps, whom to call, who does what. Only what is needed to act."),
    )  # fmt: skip
    was_told = forms.BooleanField(label=_("They were told what is shared, with whom and why"))
    agreed = forms.BooleanField(label=_("They agreed"))
    in_their_interest = forms.BooleanField(label=_("It is in their interest alone"))
    is_necessary = forms.BooleanField(label=_("Nothing is shared but what is strictly necessary"))
    same_mission = forms.BooleanField(label=_("Whoever reads it is bound by secrecy, in the same mission"))


class SuccessionForm(RefugeForm):
    layout = Layout(Div("leaving", "successor", css_class="fields-2"))
    leaving = forms.ModelChoiceField(User.objects.none(), label=_("Who is gone"), empty_label=None)
    successor = forms.ModelChoiceField(User.objects.none(), label=_("Successor"), empty_label=None)

    def __init__(self, *args, gone, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leaving"].queryset = gone
        self.fields["successor"].queryset = psychologists()
