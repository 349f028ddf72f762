"""Asking before a reserved space is lent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from housing.reserve import is_lent


class Lending(forms.Form):
    """A form that gives spaces: a reserved one goes to somebody who is no applicant only when that is ticked. The tick
    is asked for when it comes up; `given()` says which (space, person) pairs the form is about to make."""

    lend = forms.BooleanField(label=_("Lend the reserved space"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("lend"):
            self._show_tick()

    def given(self) -> list[tuple]:
        raise NotImplementedError

    def clean(self):
        """The tick is for this form alone: what is lent, the operation sees for itself."""
        said = super().clean()
        codes = [space.code for space, person in self.given() if space and person and is_lent(space, person)]
        if codes and not said.get("lend"):
            self._show_tick()
            message = _(
                "%(space)s is reserved for asylum seekers, and this person is no applicant as far as the file says. "
                "Tick to lend it all the same: it will be on record."
            )
            self.add_error("lend", ValidationError(message, code="reserved", params={"space": ", ".join(codes)}))
        said.pop("lend", None)
        return said

    def _show_tick(self) -> None:
        self.fields["lend"].widget = forms.CheckboxInput()
