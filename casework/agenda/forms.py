"""What is filled in about an appointment, and the filters of the agenda."""

from datetime import timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.forms import LONGEST, lines
from casework.models import Appointment, AppointmentKind, Attendance
from refuge.accounts.fields import ACCOMPANYING, ColleagueField, colleagues
from refuge.partners.forms import OrganisationField
from refuge.partners.models import Contact
from refuge.people.models import Person
from refuge.people.search import references
from refuge.questions import ask, kept
from refuge.ui.forms import RecordField, RefugeForm, SegmentedSelect, as_text
from refuge.ui.lists import ListForm
from refuge.ui.words import clock

HOUSE = "house"
# What is read of those who can be chosen.
CONTACT = ("key", "organisation__name", "name")


class ContactField(RecordField):
    """Somebody who works there."""

    def named(self, contacts):
        told = ask("casework.named_contacts", None, lambda: _contacts().annotate(key=as_text()).values_list(*CONTACT))
        return [(pk, f"{organisation} · {name}") for pk, organisation, name in told]


def _contacts():
    contacts = Contact.objects.current().filter(organisation__archived_at__isnull=True)
    return contacts.select_related("organisation").order_by("organisation__name_key", "name", "id")


class AppointmentForm(RefugeForm):
    """`user` writes it; `appointment` is the one that is changed. A clash asks for a tick, and refuses nothing."""

    layout = Layout(
        "kind",
        "title",
        Div("starts_at", "minutes", css_class="fields-2"),
        "place",
        Div("worker", "accompanied_by", css_class="fields-2"),
        Div("organisation", "contact", css_class="fields-2"),
        "anyway",
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AppointmentKind.choices, widget=SegmentedSelect)
    title = forms.CharField(
        label=_("About what"), max_length=200, help_text=_("Read by the team alone; no calendar outside shows it.")
    )
    starts_at = forms.DateTimeField(label=_("Begins"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=1440, initial=60)
    place = forms.CharField(
        label=_("Place"), max_length=300, required=False, help_text=_("Never the address of one of the flats.")
    )
    worker = ColleagueField(*ACCOMPANYING, label=_("Whose appointment"))
    accompanied_by = ColleagueField(*ACCOMPANYING, label=_("Accompanied by"), nobody=_("Nobody"), required=False)
    organisation = OrganisationField(label=_("Partner organisation"), required=False, empty_label=_("None"))
    contact = ContactField(
        Contact.objects.none(), label=_("With whom there"), required=False, empty_label=_("Nobody in particular")
    )
    anyway = forms.BooleanField(label=_("At the same time all the same"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, appointment=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.appointment = user, appointment
        self.fields["worker"].ask()
        self.fields["accompanied_by"].ask()
        self.fields["contact"].queryset = kept("casework.contacts", None, _contacts)
        if self.data.get("anyway"):
            self._ask()

    def _ask(self) -> None:
        self.fields["anyway"].widget = forms.CheckboxInput()

    def clean(self):
        """The tick is for this form alone."""
        said = super().clean()
        taken = self._taken(said)
        if taken and not said.get("anyway"):
            self._ask()
            message = _("%(name)s has another appointment from %(begin)s to %(end)s. Tick to keep both.")
            first = taken[0]
            who = first.worker if first.worker in self._who(said) else first.accompanied_by
            words = {"name": who.name, "begin": clock(first.starts_at), "end": clock(first.ends_at)}
            self.add_error("anyway", ValidationError(message, code="clash", params=words))
        said.pop("anyway", None)
        return said

    def _who(self, said) -> list:
        return [said[name] for name in ("worker", "accompanied_by") if said.get(name)]

    def _taken(self, said) -> list:
        """Appointments of the same people at the same time: told by their hours alone, whoever they are about."""
        if not said.get("starts_at") or not said.get("minutes"):
            return []
        others = Appointment.objects.ahead().of(*self._who(said))
        others = others.at_the_time_of(said["starts_at"], said["starts_at"] + timedelta(minutes=said["minutes"]))
        if self.appointment:
            others = others.exclude(pk=self.appointment.pk)
        return list(others.select_related("worker", "accompanied_by").order_by("starts_at", "id")[:1])


class NewAppointmentForm(AppointmentForm):
    """From the agenda: about whom is typed, or nobody."""

    layout = Layout("person", *AppointmentForm.layout.fields)
    person = forms.CharField(
        label=_("File"), max_length=20, required=False,
        help_text=_("The reference, such as P-2026-0042 or 42. Empty for an appointment of the team."),
    )  # fmt: skip

    def clean_person(self):
        text = self.cleaned_data["person"].replace("\0", "").strip()
        if not text:
            return None
        found = Person.objects.visible_to(self.user).filter(reference__in=references(text)).order_by("-reference")
        person = found.first()
        if person is None:
            raise ValidationError(_("No file has this reference."), code="unknown")
        return person


class AttendanceForm(RefugeForm):
    NOTED = (Attendance.ATTENDED, Attendance.MISSED, Attendance.EXCUSED)
    attendance = forms.ChoiceField(choices=[(each.value, each.label) for each in NOTED])
    note = lines(_("Note"), 3, required=False)


class CancelForm(RefugeForm):
    note = forms.CharField(label=_("Why"), max_length=LONGEST, required=False)


class DayForm(ListForm):
    """The day that the address names, else today."""

    on = forms.DateField(label=_("Day"))

    @property
    def day(self):
        return self.cleaned_data.get("on") or timezone.localdate()


class AgendaForm(DayForm):
    """Whose agenda, which days: kept in the address."""

    field_order = ["view", "on", "whose", "person"]
    view = forms.ChoiceField(choices=[("", _("Week")), ("month", _("Month"))], widget=forms.HiddenInput)
    whose = forms.ChoiceField(label=_("Whose"))
    person = forms.CharField(label=_("File (reference)"), max_length=20)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        everybody = [(pk, name) for pk, name in colleagues(*ACCOMPANYING) if pk != str(user.pk)]
        self.fields["whose"].choices = [
            ("", pgettext_lazy("appointments", "Mine")),
            (HOUSE, _("The whole house")),
            *everybody,
        ]
