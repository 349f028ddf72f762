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
    all_the_same = forms.BooleanField(label=_("Enter it all the same"), required=False)

    def clean(self):
        """The names of the operation."""
        said = super().clean()
        said["cents"], said["metres"] = said.pop("euros", None), said.pop("kilometres", None)
        if said.get("cost") == Cost.TRAVEL and not said.get("is_elsewhere"):
            said["cents"] = None
        return said


class PaymentForm(RefugeForm):
    paid_on = forms.DateField(label=_("Paid on"), initial=timezone.localdate)
