"""What to export, of when, as which file."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Period
from refuge.ui.forms import RefugeForm
from reports.forms import years
from reports.models.export import FIGURES


class ExportForm(RefugeForm):
    kind = forms.ChoiceField(label=_("What"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    format = forms.ChoiceField(label=pgettext_lazy("export", "File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    confirmed = forms.BooleanField(
        label=_("I have read the warning: some rows could be recognised, and this file stays inside the house"),
        required=False,
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(code, _("Rows without names: %(name)s") % {"name": each.name}) for code, each in sources.items()]
        self.fields["kind"].choices = [(FIGURES, _("Figures with their definitions")), *rows]
        self.fields["year"].choices = [(year, year) for year in years()]
        self.fields["year"].initial = timezone.localdate().year

    def clean(self):
        data = super().clean()
        if "year" not in data:
            return data
        period = Period.year(data.pop("year"))
        return {**data, "first": period.first, "last": period.last, "language": get_language()}
