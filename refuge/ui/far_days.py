"""Asking once more about a day whose year was probably mistyped."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.ui.words import short_day

YEAR = timedelta(days=366)


class FarDays(forms.Form):
    """A form with days of which one far from today is saved only when that is ticked. The tick is asked for when it
    comes up, and not about a day that was there before.

    `near` says for each field how long before and how long after today nobody is asked; None after, where the operation
    refuses whatever is to come.
    """

    near: dict[str, tuple[timedelta, timedelta | None]] = {}
    sure = forms.BooleanField(label=_("The days are right"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("sure"):
            self._show_tick()

    def clean(self):
        """The tick is for this form alone."""
        super().clean()
        said = self.cleaned_data
        doubt = None if said.pop("sure", None) else self.doubt(said)
        if doubt:
            self._show_tick()
            self.add_error("sure", doubt)
        return said

    def doubt(self, said: dict) -> ValidationError | None:
        """What is asked about the days, or None."""
        today = timezone.localdate()
        far = [
            f"{self.fields[name].label} {short_day(said[name])}"
            for name, (before, after) in self.near.items()
            if said.get(name) and name in self.changed_data and _is_far(said[name] - today, before, after)
        ]
        if not far:
            return None
        message = _("Please check the year: %(days)s. Correct it, or tick that it is right.")
        return ValidationError(message, code="far", params={"days": ", ".join(far)})

    def _show_tick(self) -> None:
        self.fields["sure"].widget = forms.CheckboxInput()


def _is_far(away: timedelta, before: timedelta, after: timedelta | None) -> bool:
    return away < -before or (after is not None and away > after)
