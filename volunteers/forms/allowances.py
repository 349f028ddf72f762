"""Amounts paid back: the overview, one amount, a payment."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.ui.forms import RefugeForm, SegmentedSelect
from refuge.ui.lists import ListForm
from volunteers.forms.fields import EuroField, KilometresField
from volunteers.models import Cost, Vehicle


class YearForm(ListForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)


class AllowanceForm(RefugeForm):
    layout = Layout(
        "cost",
        Div("day", "euros", css_class="fields-2"),
        Div("kilometres", "vehicle", css_class="fields-2"),
        "is_elsewhere",
        "all_the_same",
    )
    cost = forms.ChoiceField(label=_("Kind"), choices=Cost.choices, widget=SegmentedSelect)
    day = forms.DateField(label=_("Day"), initial=timezone.localdate)
    euros = EuroField(label=_("Amount (€)"), required=False, help_text=_("Of kilometres it is reckoned."))
    kilometres = KilometresField(label=_("Kilometres"), required=False)
    vehicle = forms.ChoiceField(
        label=_("By"), choices=Vehicle.choices, required=False, widget=SegmentedSelect, initial=Vehicle.CAR
    )
    is_elsewhere = forms.BooleanField(
        label=_("Paid by another organisation"), required=False,
        help_text=_("As the volunteer declared it: the ceilings count what all organisations pay."),
    )  # fmt: skip
    all_the_same = forms.BooleanField(label=_("Enter it all the same"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("all_the_same"):
            self._show_tick()

    def refuse(self, error):
        """A ceiling that would be passed is asked about beside the tick, which stands there from then on: nobody ticks
        it before they have read what passing a ceiling means."""
        if getattr(error, "error_dict", {}).keys() == {"all_the_same"}:
            self._show_tick()
        super().refuse(error)

    def _show_tick(self) -> None:
        self.fields["all_the_same"].widget = forms.CheckboxInput()

    def clean(self):
        """The names of the operation."""
        said = super().clean()
        said["cents"], said["metres"] = said.pop("euros", None), said.pop("kilometres", None)
        if said.get("cost") == Cost.TRAVEL and not said.get("is_elsewhere"):
            said["cents"] = None
        return said


class PaymentForm(RefugeForm):
    """`past` names who is past a ceiling with something to pay: then it is said what that means, and asked."""

    paid_on = forms.DateField(label=_("Paid on"), initial=timezone.localdate)
    all_the_same = forms.BooleanField(
        label=_("They are paid all the same"),
        error_messages={"required": _("Some are past a ceiling: tick if they are paid all the same.")},
    )

    def __init__(self, *args, past=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not past:
            del self.fields["all_the_same"]
