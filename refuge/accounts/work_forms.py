"""Working time and trainings of colleagues: filled in, and the list's filters."""

from datetime import timedelta
from decimal import Decimal

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refuge.accounts.models import StaffTraining, StaffWork, WorkFunction
from refuge.accounts.models.work import MOST_HOURS
from refuge.ui.far_days import YEAR, FarDays
from refuge.ui.forms import RefugeModelForm
from refuge.ui.lists import ListForm

HUNDRED, LEAST = Decimal(100), Decimal("0.01")


class CommaField(forms.DecimalField):
    """A number with a comma or a point."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(",", ".").replace("%", "").strip() if isinstance(value, str) else value)


class ShareField(CommaField):
    """A percentage, cleaned to a share between 0 and 1."""

    def __init__(self, **kwargs):
        super().__init__(min_value=LEAST, max_value=100, decimal_places=2, **kwargs)

    def prepare_value(self, value):
        return f"{value * HUNDRED:.2f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else value

    def clean(self, value):
        percentage = super().clean(value)
        return None if percentage is None else percentage / HUNDRED


class _OfColleagueForm(FarDays, RefugeModelForm):
    def validate_constraints(self):
        """The database says it."""


class WorkForm(_OfColleagueForm):
    layout = Layout(
        Div("function", "share", css_class="fields-2"), Div("starts_on", "ends_on", css_class="fields-2"), "sure"
    )
    near = {"starts_on": (20 * YEAR, YEAR), "ends_on": (20 * YEAR, 5 * YEAR)}
    share = ShareField(
        label=_("Share of full time (%)"), initial=100, help_text=_("80 for four days of five, 50 for half time.")
    )
    ends_on = forms.DateField(
        label=_("Until and including"), required=False,
        help_text=_("Empty while it goes on. Another share is a new line from the day it holds."),
    )  # fmt: skip

    class Meta:
        model = StaffWork
        fields = ["function", "share", "starts_on", "ends_on"]
        labels = {"starts_on": pgettext_lazy("first day", "From")}

    def clean(self):
        """Beside the field; the database says it too."""
        said = super().clean()
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", forms.ValidationError(_("The last day comes before the first."), code="order"))
        return said


class TrainingForm(_OfColleagueForm):
    layout = Layout("subject", Div("held_on", "hours", css_class="fields-2"), "sure")
    near = {"held_on": (2 * YEAR, None)}
    hours = CommaField(label=_("Hours"), min_value=LEAST, max_value=MOST_HOURS, decimal_places=2)

    class Meta:
        model = StaffTraining
        fields = ["subject", "held_on", "hours"]


class StaffWorkListForm(ListForm):
    WHEN = [("", _("In force now")), ("year", _("In the last twelve months")), ("all", _("All lines"))]

    when = forms.ChoiceField(label=_("When"), choices=WHEN)
    function = forms.ChoiceField(label=_("Function"), choices=[("", _("Every function")), *WorkFunction.choices])

    def filter(self, records):
        wanted, today = self.cleaned_data, timezone.localdate()
        if wanted["when"] != "all":
            records = records.within(today - timedelta(days=365) if wanted["when"] else today, today)
        return records.filter(function=wanted["function"]) if wanted["function"] else records
