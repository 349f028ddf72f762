"""What is filled in about plans, goals, actions and notes, and the filters of the caseload."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Audience, Domain, NoteKind, PlanKind
from refuge.access import allows
from refuge.accounts.models import Role, User
from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm

LONGEST = 20_000


class Reason(models.TextChoices):
    """Why management reads the journal. Logged with the reading."""

    GUIDANCE = "guidance", _("Guidance of a colleague")
    INCIDENT = "incident", _("An incident")
    COMPLAINT = "complaint", _("A complaint")
    ACCESS = "access", _("The person asks for their file")
    AUTHORITY = "authority", _("An authority asks, with a legal ground")


def colleagues():
    """Who accompanies young people."""
    return User.objects.with_role(Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EDUCATOR).order_by("name", "pk")


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
    responsible = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = colleagues()


class NoteForm(RefugeForm):
    domain = forms.ChoiceField(label=_("Domain"), choices=Domain.choices, widget=SegmentedSelect)
    kind = forms.ChoiceField(
        label=_("Kind of contact"), choices=NoteKind.choices, initial=NoteKind.TALK, widget=SegmentedSelect
    )
    text = lines(_("Note"), 8, help_text=_("Facts, short: what was done, said and agreed. No judgement."))
    happened_on = a_day(_("Day"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=Audience.choices, initial=Audience.TEAM, widget=SegmentedSelect
    )


class ReasonForm(RefugeForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, widget=SegmentedSelect)


class HandOverForm(RefugeForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("To whom"), empty_label=None)

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues().exclude(pk=leaving.pk)


class Standing(models.TextChoices):
    """Nothing chosen means the plans that are open."""

    OPEN = "", _("Open plans")
    CLOSED = "closed", _("Closed plans")
    ALL = "all", _("All plans")


class CaseloadForm(ListForm):
    """Whoever accompanies sees their own people first; management everybody's plans."""

    whose = forms.ChoiceField(label=_("Whose"), choices=[("", _("My own")), ("all", _("Everybody’s"))])
    worker = forms.ModelChoiceField(User.objects.none(), label=_("Worker in charge"), empty_label=_("Everybody"))
    standing = forms.ChoiceField(label=_("State"), choices=Standing.choices)
    kind = forms.ChoiceField(label=_("Kind of support"), choices=[("", _("All kinds")), *PlanKind.choices])
    late = forms.BooleanField(label=_("With late actions"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["worker"].queryset = colleagues()
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
