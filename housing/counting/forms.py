"""Which night, as which file."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.forms import day
from housing.models.count_night import FileKind
from intake.forms.fields import one_of
from refuge.ui.forms import RefugeForm


class CountNightForm(RefugeForm):
    night = day(_("Night that begins on"))
    kind = one_of(pgettext_lazy("export", "File"), FileKind.choices)
    is_exact = forms.BooleanField(
        label=_("Show small counts as they are"),
        required=False,
        help_text=_("Only for the body that runs the count and adds it to others."),
    )
