"""What is filled in with the young person, area by area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.areas.wording import sentence
from casework.forms import a_day, lines
from casework.models import Area, Level
from refuge.ui.forms import RefugeForm


class AreasForm(RefugeForm):
    """Twelve questions, none of which has to be answered; `levels` are the answers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        after = {name: self.fields.pop(name) for name in ("comment", "held_on")}
        for area in Area:
            choices = [(str(int(level)), f"{int(level)} – {sentence(area, level)}") for level in Level]
            self.fields[area.value] = forms.TypedChoiceField(
                label=area.label, choices=[*choices, ("", _("Not gone through"))], coerce=int, empty_value=None,
                required=False, widget=forms.RadioSelect, initial="",
            )  # fmt: skip
        self.fields |= after

    comment = lines(_("In their words"), 5, required=False, help_text=_("Kept encrypted. It is in no figure."))
    held_on = a_day(_("Day"))

    def clean(self):
        said = super().clean()
        levels = {area.value: said.pop(area.value) for area in Area if said.get(area.value)}
        rest = {name: value for name, value in said.items() if name not in Area.values}
        return {**rest, "levels": levels}
