"""What is filled in about plans, goals, actions and notes, and the filters of the caseload."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.models import Audience, Domain, NoteKind, PlanKind, ReviewKind
from refuge.access import allows
from refuge.accounts.fields import ACCOMPANYING, ColleagueField
from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm

LONGEST = 20_000
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]


class Reason(models.TextChoices):
    """Why management reads the journal. Logged with the reading."""

    GUIDANCE = "guidance", _("Guidance of a colleague")
    INCIDENT = "incident", _("An incident")
    COMPLAINT = "complaint", _("A complaint")
    ACCESS = "access", _("The person asks for their file")
    AUTHORITY = "authority", _("An authority asks, with a legal ground")


def lines(label, rows, **options):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options)


def a_day(label, **options):
    return forms.DateField(label=label, initial=timezone.localdate, **options)


class PlanForm(RefugeForm):
    kind = forms.ChoiceField(label=_("Kind of support"), choices=PlanKind.choices, widget=SegmentedSelect)
    opened_on = a_day(_("Opened on"))


class ClosePlanForm(RefugeForm):
    closed_on = a_day(_("Closed on"))
    closing_note = lines(
        _("What was reached, what remains"), 6, required=False, help_text=_("Read by whoever opens the next plan.")
    )


class GoalForm(RefugeForm):
    domain = forms.ChoiceField(label=_("Domain"), choices=Domain.choices, widget=SegmentedSelect)
    wording = lines(_("Goal"), 3, help_text=_("In the young person’s own words, where possible."))


class ActionForm(RefugeForm):
    text = lines(_("What is to be done"), 2)
    due_on = forms.DateField(label=_("Due by"))
    responsible = ColleagueField(*ACCOMPANYING, label=_("Who does it"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].ask()


class NoteForm(RefugeForm):
    domain = forms.ChoiceField(label=_("Domain"), choices=Domain.choices, widget=SegmentedSelect)
    kind = forms.ChoiceField(
        label=_("Kind of contact"), choices=NoteKind.choices, initial=NoteKind.TALK, widget=SegmentedSelect
    )
    text = lines(_("Note"), 8, help_text=_("Facts, short: what was done, said and agreed. No judgement."))
    happened_on = a_day(_("Day"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)
    present = forms.CharField(label=_("Who was there"), max_length=300, required=False)
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=Audience.choices, initial=Audience.TEAM, widget=SegmentedSelect
    )


class AdditionForm(RefugeForm):
    text = lines(_("Addition"), 5, help_text=_("Stands under the note, with the day and hour of writing."))


class OwnNotesForm(ListForm):
    q = forms.CharField(label=_("Words to look for"), max_length=100)


class ReviewForm(RefugeForm):
    kind = forms.ChoiceField(label=_("Which review"), choices=ReviewKind.choices, widget=SegmentedSelect)
    held_on = a_day(_("Held on"))
    reached = lines(_("What was reached"), 5)
    changes = lines(_("What changes"), 5, required=False, help_text=_("Then change the goals and actions of the plan."))


class RoadForm(RefugeForm):
    """The steps of a road to tick: those that are not needed are left out."""

    steps = forms.TypedMultipleChoiceField(
        label=_("Steps"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Untick what is not needed.")
    )
    responsible = ColleagueField(*ACCOMPANYING, label=_("Who does it"))

    def __init__(self, *args, road, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [
            (number, ngettext("%(step)s (in %(number)s day)", "%(step)s (in %(number)s days)", days)
             % {"step": text, "number": days})
            for number, (text, days) in enumerate(road.steps)
        ]  # fmt: skip
        self.fields["steps"].choices = chosen
        self.fields["steps"].initial = [number for number, _text in chosen]
        self.fields["responsible"].ask()


class EditRoadForm(RefugeForm):
    """A road's goal and its steps; a step without words is left out. One of the house's own has a name besides."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)
    wording = lines(_("Goal"), 2)
    above = ("name", "wording")

    def __init__(self, *args, road=None, most=12, **kwargs):
        initial = {"wording": road.wording, "name": road.name} if road else {}
        for number, (text, days) in enumerate(road.steps if road else []):
            initial |= {f"text_{number}": text, f"days_{number}": days}
        super().__init__(*args, initial=initial, **kwargs)
        self.numbers = range(most)
        for number in self.numbers:
            place = {"number": number + 1}
            words = forms.CharField(label=_("Step %(number)s") % place, max_length=500, required=False)
            days = forms.IntegerField(
                label=_("Step %(number)s: due after how many days") % place, min_value=0, max_value=730, required=False
            )
            self.fields |= {f"text_{number}": words, f"days_{number}": days}
        pairs = [Div(f"text_{number}", f"days_{number}", css_class="fields-2") for number in self.numbers]
        if road and not road.is_own:
            del self.fields["name"]
        self.layout = Layout(*(name for name in self.above if name in self.fields), *pairs)

    def clean(self):
        said = super().clean()
        steps = [(said.get(f"text_{number}", "").strip(), said.get(f"days_{number}")) for number in self.numbers]
        for number, (text, days) in enumerate(steps):
            if text and days is None and f"days_{number}" not in self.errors:
                self.add_error(f"days_{number}", _("After how many days is it due?"))
        kept = [step for step in steps if step[0]]
        if not kept:
            self.add_error("text_0", _("A template needs at least one step."))
        return {**{name: said.get(name, "") for name in self.above if name in self.fields}, "steps": kept}


class NewRoadForm(EditRoadForm):
    """A template of the house's own, in one language first."""

    above = ("name", "domain", "language", "wording")
    domain = forms.ChoiceField(label=_("Domain"), choices=Domain.choices, widget=SegmentedSelect)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=SegmentedSelect)


class CopyForm(RefugeForm):
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, widget=SegmentedSelect,
        help_text=_("Headings and explanations are in it; goals and steps as they stand in the plan."),
    )  # fmt: skip


class MarkCopyForm(RefugeForm):
    given_on = forms.DateField(label=_("Given on"), required=False)
    signed_on = forms.DateField(label=_("Signed on"), required=False)


class CoverForm(RefugeForm):
    layout = Layout("away", "colleague", Div("starts_on", "ends_on", css_class="fields-2"))
    away = ColleagueField(*ACCOMPANYING, label=_("Who is away"))
    colleague = ColleagueField(*ACCOMPANYING, label=_("Who stands in"), nobody=_("Choose"))
    starts_on = a_day(_("From"))
    ends_on = forms.DateField(label=_("Until and including"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["away"].ask(only=None if allows(user, "casework.cover_others") else user)
        self.fields["colleague"].ask()


class ReasonForm(RefugeForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, widget=SegmentedSelect)


class HandOverForm(RefugeForm):
    to = ColleagueField(*ACCOMPANYING, label=_("To whom"))

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].ask(without=leaving)


class Standing(models.TextChoices):
    """Nothing chosen means the plans that are open."""

    OPEN = "", _("Open plans")
    CLOSED = "closed", _("Closed plans")
    ALL = "all", _("All plans")


class CaseloadForm(ListForm):
    """Whoever accompanies sees their own people first; management everybody's plans."""

    whose = forms.ChoiceField(label=_("Whose"), choices=[("", _("My own")), ("all", _("Everybody’s"))])
    worker = ColleagueField(*ACCOMPANYING, label=_("Worker in charge"), nobody=_("Everybody"))
    standing = forms.ChoiceField(label=_("State"), choices=Standing.choices)
    kind = forms.ChoiceField(label=_("Kind of support"), choices=[("", _("All kinds")), *PlanKind.choices])
    late = forms.BooleanField(label=_("With late actions"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["worker"].ask()
        if not allows(user, "casework.view_plan"):
            del self.fields["whose"]

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["worker"]:
            records = records.filter(person__worker=wanted["worker"])
        elif wanted.get("whose") == "":
            records = records.filter(person__worker=self.user)
        if wanted["standing"] != Standing.ALL:
            records = records.filter(closed_on__isnull=wanted["standing"] == Standing.OPEN)
        if wanted["kind"]:
            records = records.filter(kind=wanted["kind"])
        return records.filter(actions_late__gt=0) if wanted["late"] else records
