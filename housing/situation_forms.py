"""How somebody lives, asked on the forms of arrival and departure in one group, and corrected by itself."""

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from housing.models.situation import Care, Income, Occupation
from intake.forms.fields import some_of
from refuge.ui.forms import RefugeForm

ARRIVING = _("How they live on arrival")
LEAVING = _("How they live at departure")
MAY_STAY_OPEN = _("Only as far as they tell it themselves; all of it can be noted later.")


def income_field():
    return forms.ChoiceField(label=_("Income, in the main"), choices=Income.choices, required=False)


def occupation_field():
    return forms.ChoiceField(label=_("Work, studies or training"), choices=Occupation.choices, required=False)


class Situated:
    """A form with a group of fields that may all stay open: `together`, under `legend`, where its first field is."""

    legend, together, hint = "", (), MAY_STAY_OPEN

    @property
    def layout(self):
        group = [name for name in self.together if name in self.fields]
        if not group:
            return None
        others = [name for name in self.fields if name not in group]
        first = sum(list(self.fields).index(name) < list(self.fields).index(group[0]) for name in others)
        pair = Div("income", "occupation", css_class="fields-2")
        hint = HTML(format_html('<p class="hint">{}</p>', self.hint))
        asked = Fieldset(self.legend, hint, *group[:-2], pair)
        return Layout(*others[:first], asked, *others[first:])


class SituationForm(RefugeForm):
    layout = Layout(Div("income", "occupation", css_class="fields-2"))
    income, occupation = income_field(), occupation_field()


class EarlierCareForm(RefugeForm):
    places = some_of(_("Before coming here, they were in"), Care.choices)
