"""Setting a parameter to a new value from a day on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.parameters.kinds import field_for
from refuge.ui.forms import RefugeForm


class SetValueForm(RefugeForm):
    """The field of the value follows the type that the parameter was declared with."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        initial=timezone.localdate,
        help_text=_("The first day that counts with it. What was counted before stays so."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("The law, circular or decision it comes from.")
    )

    def __init__(self, *args, parameter, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("New value (%(unit)s)") % {"unit": parameter.unit} if parameter.unit else _("New value")
        self.fields = {"value": field_for(parameter, label=label), **self.fields}
