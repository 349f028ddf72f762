"""What is filled in about an asylum procedure, and the filters of its lists."""

from datetime import timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.asylum.deadlines import reckon
from casework.forms import LANGUAGES, a_day, lines
from casework.models import AsylumOutcome, Counting, DeadlineKind, StepKind
from casework.models.asylum_choices import RESULTS
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.ui.far_days import YEAR, FarDays
from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm
from refuge.ui.words import short_day

MONTH = timedelta(days=31)
NO_STORY = _("Facts and dates. The story itself stays with the young person and their lawyer.")


class OpenTrackForm(FarDays, RefugeForm):
    layout = Layout("kind", Div("done_on", "opened_on", css_class="fields-2"), "note", "sure")
    near = {"done_on": (3 * YEAR, None), "opened_on": (3 * YEAR, None)}
    kind = forms.TypedChoiceField(
        label=_("How far it is"), coerce=int, empty_value=None, required=False,
        choices=[("", _("Not known yet")), *StepKind.choices],
    )  # fmt: skip
    done_on = forms.DateField(label=_("Since"), required=False)
    opened_on = a_day(_("Followed since"))
    note = lines(_("What matters"), 4, required=False, help_text=NO_STORY)


class TrackNoteForm(RefugeForm):
    note = lines(_("What matters"), 6, required=False, help_text=NO_STORY)


class StepForm(FarDays, RefugeForm):
    """One step; what can come out of it depends on which it is."""

    layout = Layout(Div("planned_on", "done_on", css_class="fields-2"), "result", "note", "sure")
    near = {"planned_on": (YEAR, 2 * YEAR), "done_on": (3 * YEAR, None)}
    planned_on = forms.DateField(label=_("Planned for"), required=False)
    done_on = forms.DateField(label=_("Done on"), required=False)
    result = forms.ChoiceField(label=_("What came out"), required=False)
    note = lines(_("Note"), 4, required=False, help_text=NO_STORY)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        results = RESULTS.get(kind, ())
        if results:
            self.fields["result"].choices = [("", _("Not known yet")), *((each.value, each.label) for each in results)]
        else:
            del self.fields["result"]
            self.layout = Layout(Div("planned_on", "done_on", css_class="fields-2"), "note", "sure")


class DeadlineForm(FarDays, RefugeForm):
    """Nothing is filled in beforehand: days and kind are read on the letter. A last day that is past is asked about:
    more often the year was mistyped than a letter noted too late."""

    layout = Layout("kind", Div("notified_on", "days", css_class="fields-2"), "counting", "note", "confirmed", "sure")
    kind = forms.ChoiceField(label=_("What has to be done"), choices=[("", _("Choose")), *DeadlineKind.choices])
    notified_on = forms.DateField(
        label=_("Notified on"), help_text=_("The day that counts by the letter, or by what the lawyer says.")
    )
    days = forms.IntegerField(label=_("Days stated on the letter"), min_value=1, max_value=366)
    counting = forms.ChoiceField(label=_("Counted in"), choices=Counting.choices, widget=SegmentedSelect)
    note = lines(_("Note"), 3, required=False, help_text=NO_STORY)
    confirmed = forms.BooleanField(
        label=_("I have read it: this number of days stands on the letter."),
        error_messages={"required": _("Confirm that the number of days stands on the letter.")},
    )

    def reckoned(self):
        """The sum of what is filled in so far, or None."""
        said = getattr(self, "cleaned_data", {})
        if not (said.get("notified_on") and said.get("days") and said.get("counting")):
            return None
        return reckon(said["notified_on"], said["days"], said["counting"])

    def doubt(self, said):
        last = self.reckoned()
        reckoned_anew = {"notified_on", "days", "counting"} & set(self.changed_data)
        if not last or not reckoned_anew or last.due_on >= timezone.localdate():
            return None
        message = _(
            "Notified on %(notified)s, the last day was %(last)s, which is past. Check the year, or tick that it is "
            "right."
        )
        words = {"notified": short_day(last.notified_on), "last": short_day(last.due_on)}
        return ValidationError(message, code="far", params=words)


class EndingForm(RefugeForm):
    note = lines(_("What was done"), 2, required=False)


class TaskForm(FarDays, RefugeForm):
    layout = Layout("text", Div("due_on", "responsible", css_class="fields-2"), "sure")
    near = {"due_on": (MONTH, 2 * YEAR)}
    text = lines(
        _("What is to be done"), 2, help_text=_("Whoever does it reads these words, and nothing else of the procedure.")
    )
    due_on = forms.DateField(label=_("Due by"), required=False)
    responsible = ColleagueField(*ACCOMPANYING, label=_("Who does it"), nobody=_("None"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].ask()


class LanguageForm(RefugeForm):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class ChecklistForm(RefugeForm):
    items = forms.CharField(
        label=_("One line for each thing to do"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def clean_items(self):
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class CloseTrackForm(FarDays, RefugeForm):
    layout = Layout("outcome", "closed_on", "closing_note", "sure")
    near = {"closed_on": (YEAR, None)}
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Choose")), *AsylumOutcome.choices])
    closed_on = a_day(_("Closed on"))
    closing_note = lines(_("What remains to be done"), 4, required=False, help_text=NO_STORY)


class When(models.TextChoices):
    ALL = "", _("All that run")
    LATE = "late", _("Late")
    SOON = "soon", _("Late or soon")
    ENDED = "ended", _("Settled")


class DeadlinesForm(ListForm):
    """Which deadlines: those that run, unless something else is chosen."""

    when = forms.ChoiceField(label=_("When"), choices=When.choices)
    kind = forms.ChoiceField(label=_("What has to be done"), choices=[("", _("Everything")), *DeadlineKind.choices])
    worker = ColleagueField(*ACCOMPANYING, label=_("Worker in charge"), nobody=_("Everybody"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].ask()

    def filter(self, records):
        wanted, today = self.cleaned_data, timezone.localdate()
        running = wanted["when"] != When.ENDED
        records = records.running() if running else records.filter(ended_at__isnull=False)
        if wanted["kind"]:
            records = records.filter(kind=wanted["kind"])
        if wanted["worker"]:
            records = records.filter(track__person__worker=wanted["worker"])
        if wanted["when"] == When.LATE:
            return records.filter(due_on__lt=today)
        return records.due_soon(today) if wanted["when"] == When.SOON else records


class Standing(models.TextChoices):
    OPEN = "", _("Open procedures")
    CLOSED = "closed", _("Closed procedures")
    ALL = "all", _("All procedures")


class TracksForm(ListForm):
    standing = forms.ChoiceField(label=_("State"), choices=Standing.choices)
    step = forms.TypedChoiceField(
        label=_("How far it is"), coerce=int, empty_value=None, choices=[("", _("All steps")), *StepKind.choices]
    )

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["standing"] != Standing.ALL:
            records = records.filter(closed_on__isnull=wanted["standing"] == Standing.OPEN)
        return records.filter(current=wanted["step"]) if wanted["step"] else records
