"""Activities: the list, planning, who comes, attendance, what became of it."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.partners.forms import OrganisationField
from refuge.people.names import FEW
from refuge.people.search import people_found
from refuge.ui.forms import RefugeForm, RefugeModelForm, SegmentedCheckbox, SegmentedSelect
from refuge.ui.lists import ListForm
from volunteers.forms.fields import EuroField
from volunteers.forms.volunteers import ALL, long_text
from volunteers.models import Activity, Attended, Kind, Rhythm, Skill, State, Volunteer
from volunteers.operations.activities import ENDS_AFTER

OUTCOME = ("young_people", "cost_cents", "public", "people_reached", "level", "partner", "labels", "feedback")


class ActivitiesForm(ListForm):
    TIMES = [("", _("To come")), ("past", _("Over")), ("all", _("All"))]

    kind = forms.ChoiceField(label=_("Kind"), choices=ALL + Kind.choices)
    time = forms.ChoiceField(label=_("When"), choices=TIMES)
    free = forms.BooleanField(label=_("With places left"))
    label = forms.CharField(label=_("Project"), max_length=40)

    def filter(self, records):
        wanted, now = self.cleaned_data, timezone.now()
        if wanted["kind"]:
            records = records.filter(kind=wanted["kind"])
        if wanted["time"] != "all":
            records = records.filter(ends_at__lte=now) if wanted["time"] else records.filter(ends_at__gt=now)
        if wanted["free"]:
            records = records.with_places_left()
        return records.filter(labels__contains=[wanted["label"]]) if wanted["label"] else records


class ActivityForm(RefugeModelForm):
    layout = Layout(
        "kind",
        "title",
        Div("starts_at", "ends_at", css_class="fields-2"),
        Div("place", "places", css_class="fields-2"),
        "is_public",
        "skills",
        "description",
        "is_intimate",
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills wanted"), choices=Skill.choices, required=False, widget=SegmentedCheckbox
    )
    description = long_text(
        _("What is to be done"), max_length=2000, help_text=_("Volunteers read it: no young person is named.")
    )

    class Meta:
        model = Activity
        fields = [
            "kind", "title", "description", "starts_at", "ends_at", "place", "is_public", "places", "skills",
            "is_intimate",
        ]  # fmt: skip
        widgets = {"kind": SegmentedSelect}
        help_texts = {
            "title": _("Volunteers and calendars show it: no young person is named."),
            "place": _("Never the address of a flat: volunteers read it."),
            "is_public": _("Only then does it stand in volunteers’ calendars."),
            "is_intimate": _("Names of young people are then shown only to those who may read such things."),
        }

    def clean(self):
        """Before the rule of the database says it above all fields."""
        said = super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", forms.ValidationError(ENDS_AFTER, code="volunteers_activity_in_order"))
        return said


class NewActivityForm(ActivityForm):
    layout = Layout(
        *ActivityForm.layout.fields[:3], Div("rhythm", "until", css_class="fields-2"), *ActivityForm.layout.fields[3:]
    )
    rhythm = forms.ChoiceField(label=_("Comes back"), choices=[("", _("no")), *Rhythm.choices], required=False)
    until = forms.DateField(label=_("Until and including"), required=False)


class SeriesForm(ActivityForm):
    """What all activities of a series have in common; each keeps its day."""

    layout = Layout(
        *ActivityForm.layout.fields[:2], Div("begins", "ends", css_class="fields-2"), *ActivityForm.layout.fields[3:]
    )
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    class Meta(ActivityForm.Meta):
        fields = [name for name in ActivityForm.Meta.fields if name not in ("starts_at", "ends_at")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, moment in (("begins", self.instance.starts_at), ("ends", self.instance.ends_at)):
            self.initial[name] = timezone.localtime(moment).time()


class SignUpForm(RefugeForm):
    volunteer = forms.ModelChoiceField(Volunteer.objects.none(), label=_("Volunteer"))

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        here = Volunteer.objects.filter(state=State.ACTIVE).exclude(signups__in=activity.signups.standing())
        field = self.fields["volunteer"]
        field.queryset = here.for_lists().order_by("name_key")
        wanted = set(activity.skills)
        field.label_from_instance = lambda each: f"{each} ✓" if wanted and wanted <= set(each.skills) else str(each)
        if wanted:
            field.help_text = _("✓ has the skills wanted.")


ABOUT = ["level", "public", "partner", "labels"]


class AboutTheAction(RefugeModelForm):
    """The level, the public, the partner and the projects of an action."""

    partner = OrganisationField(label=_("Partner"), required=False)
    labels = forms.CharField(
        label=_("Projects"),
        required=False,
        max_length=300,
        help_text=_("Labels to report on, parted by commas: RainboWelcome …"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["labels"] = ", ".join(self.instance.labels)

    def clean_labels(self):
        labels = dict.fromkeys(" ".join(label.split()) for label in self.cleaned_data["labels"].split(","))
        labels.pop("", None)
        if any(len(label) > 40 for label in labels):
            raise forms.ValidationError(_("A label has at most 40 letters."), code="too_long")
        return list(labels)


class OutcomeForm(AboutTheAction):
    layout = Layout(
        Div("young_people", "cost_cents", css_class="fields-2"),
        Div("public", "people_reached", css_class="fields-2"),
        Div("level", "partner", css_class="fields-2"),
        "labels",
        "feedback",
    )
    cost_cents = EuroField(label=_("Costs (€)"), required=False)
    feedback = long_text(_("Feedback"), help_text=_("Without a name. Photos are not kept."))

    class Meta:
        model = Activity
        fields = list(OUTCOME)


class AttendanceForm(RefugeForm):
    """One row a volunteer with a place: there or not, and for how long."""

    young_people = forms.IntegerField(label=_("Young people present"), required=False, min_value=0, max_value=999)

    def __init__(self, *args, activity, signups, **kwargs):
        super().__init__(*args, **kwargs)
        self.signups = signups
        for signup in signups:
            name = str(signup.volunteer)
            self.fields[f"attended_{signup.pk}"] = forms.ChoiceField(
                label=name, choices=Attended.choices, widget=SegmentedSelect,
                initial=signup.attended or Attended.YES,
            )  # fmt: skip
            self.fields[f"hours_{signup.pk}"] = forms.DecimalField(
                label=_("Hours of %(name)s") % {"name": name}, min_value=0, max_value=24, decimal_places=2,
                initial=round((signup.minutes or activity.minutes) / 60, 2), localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
        self.fields["young_people"].initial = activity.young_people
        self.order_fields([*(name for name in self.fields if name != "young_people"), "young_people"])

    @property
    def answers(self) -> dict:
        """What `note_attendance` takes."""
        said = self.cleaned_data
        return {
            "attended": {each.pk: said[f"attended_{each.pk}"] for each in self.signups},
            "minutes": {each.pk: round(said[f"hours_{each.pk}"] * 60) for each in self.signups},
            "young_people": said["young_people"],
        }


class NameForm(RefugeForm):
    """A file by its reference, or by a name that only one has."""

    person = forms.CharField(label=_("Reference or chosen name"), max_length=80)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_person(self):
        # Not two alone: of a file that another one went into, both names count until they are looked up.
        found = people_found(self.user, self.cleaned_data["person"], FEW)
        if len(found) != 1:
            message = _("Several files fit: give the reference.") if found else _("No file fits.")
            raise forms.ValidationError(message, code="not_one")
        return found[0]
