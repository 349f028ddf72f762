"""The forms of the evening."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from housing.forms import SiteField, SpaceField, day
from housing.models import AbsenceKind, Occupancy, SafetyType, Unit
from housing.models.turned_away import MOST
from intake.forms.fields import FileField, LongText, one_of
from refuge.questions import ask
from refuge.ui.forms import Named, RefugeForm, SegmentedCheckbox
from refuge.ui.lists import ListForm


class MarkForm(RefugeForm):
    """One mark of a page without JavaScript, or one of those that a phone kept."""

    space = forms.CharField(max_length=20)
    night = forms.DateField()
    presence = forms.CharField(max_length=8, required=False)
    at = forms.DateTimeField(required=False)


class UnitsField(forms.ModelMultipleChoiceField):
    iterator = Named

    def named(self, units):
        return ask("housing.units", None, lambda: units.values_list("pk", "name"))


class DutyForm(RefugeForm):
    units = UnitsField(
        Unit.objects.order_by("site__alias", "name"), label=_("On duty tonight in"), required=False,
        widget=SegmentedCheckbox,
    )  # fmt: skip


class GuestsForm(RefugeForm):
    guests = forms.IntegerField(label=_("Guests tonight"), min_value=0, max_value=50)


class TurnedAwayForm(RefugeForm):
    """One night's number. On Tonight two buttons say it without typing: one more than was `seen`, and nobody."""

    people = forms.IntegerField(
        label=_("How many people, in all"), min_value=0, max_value=MOST, required=False,
        help_text=_("A number, never a name. Nobody is 0."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    night = forms.DateField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    more = forms.IntegerField(required=False, min_value=1, max_value=1, widget=forms.HiddenInput)

    def clean(self):
        said = super().clean()
        if said.pop("more", None):
            said["people"] = (said.get("seen") or 0) + 1
        if said.get("people") is None and "people" not in self.errors:
            self.add_error("people", ValidationError(_("Give a number; nobody is 0."), code="required"))
        return said

    def see(self, number) -> None:
        """From now on the page has `number` before its eyes; what was typed stays, and one more is one more than it."""
        self.data = self.data.copy()
        if self.data.get("more"):
            self.data["people"] = (number or 0) + 1
        self.data["seen"], self.data["more"] = "" if number is None else number, ""


class AbsenceForm(RefugeForm):
    kind = one_of(_("Where"), AbsenceKind.choices)
    starts_on = day(_("First night elsewhere"), initial=timezone.localdate)
    ends_on = day(_("Back on"), required=False, help_text=_("Left empty: until further notice."))
    note = LongText(label=_("Note"), rows=3, required=False)
    free = forms.BooleanField(
        label=_("Free the space for others from today"), required=False,
        help_text=_("The stay and its clock go on; to come back, a space is given again. Otherwise it is held."),
    )  # fmt: skip

    def __init__(self, *args, may_free=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_free:
            del self.fields["free"]


class BackForm(RefugeForm):
    """Back from an absence; from a freed space a space is chosen."""

    on = day(_("Back on"), initial=timezone.localdate)
    space = SpaceField()

    def __init__(self, *args, absence, **kwargs):
        super().__init__(*args, **kwargs)
        if absence.freed_on:
            spaces, person = self.fields["space"].queryset, absence.stay.person_id
            free = spaces.free(timezone.localdate()).values("pk")
            promised = Occupancy.objects.coming().filter(person=person).values("space")
            spaces = spaces.filter(Q(pk__in=free) | Q(pk__in=promised), programme=absence.stay.programme)
            self.fields["space"].narrowed, self.fields["space"].queryset = True, spaces
        else:
            del self.fields["space"]


class WithoutNewsForm(RefugeForm):
    on = day(_("Left on"), help_text=_("Proposed is the day after the last night seen; a person decides."))
    note = LongText(label=_("Note"), rows=4, required=False)


class HandoverForm(RefugeForm):
    text = LongText(
        label=_("For whoever comes next"), rows=3, help_text=_("By chosen names only; gone after some weeks.")
    )


class IncidentForm(RefugeForm):
    type = forms.ChoiceField(label=_("What it was"), choices=[("", _("Choose")), *SafetyType.choices])
    happened_on = day(_("Day"), initial=timezone.localdate)
    is_acute = forms.BooleanField(
        label=_("Acute: the danger goes on"), required=False, help_text=_("Management is told at once.")
    )
    what = LongText(label=_("What happened"), rows=5)
    measures = LongText(label=_("Measures taken"), rows=3, required=False)
    site = SiteField(label=_("Where"), required=False)
    person = FileField(label=_("Reference of the file"), max_length=20, required=False)

    def __init__(self, *args, user, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user
        if person:
            self.initial["person"] = person.reference
            self.fields["person"].widget = forms.HiddenInput()


class AdditionForm(RefugeForm):
    text = LongText(label=_("Add"), rows=3)
    ends_danger = forms.BooleanField(label=_("The danger is over"), required=False)

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        if not entry.in_danger:
            del self.fields["ends_danger"]


class SafetyForm(ListForm):
    type = forms.ChoiceField(label=_("Type"), choices=[("", _("All")), *SafetyType.choices])
    site = SiteField(label=_("Where"), empty_label=_("All"))
    acute = forms.BooleanField(label=_("Acute only"))

    def filter(self, records):
        wanted = self.cleaned_data
        exact = {name: wanted[name] for name in ("type", "site") if wanted[name]}
        if wanted["acute"]:
            exact["is_acute"] = True
        return records.filter(**exact)
