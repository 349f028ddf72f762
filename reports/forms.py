"""Which year, which language."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refuge.indicators import Period
from refuge.ui.forms import RefugeForm
from reports.catalogue import ANNUAL
from reports.models import LANGUAGES

YEARS_BACK = 10


def years() -> list[int]:
    """This year and the ones before, newest first."""
    now = timezone.localdate().year
    return list(range(now, now - YEARS_BACK, -1))


class BuildForm(RefugeForm):
    """A year's report in one language; the year that ended last stands first to be chosen."""

    inline = True
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years()]
        self.fields["year"].initial = timezone.localdate().year - 1
        self.fields["language"].initial = get_language()

    def clean(self):
        data = super().clean()
        if "year" not in data:
            return data
        period = Period.year(data.pop("year"))
        return {**data, "template": ANNUAL.code, "first": period.first, "last": period.last}
