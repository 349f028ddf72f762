"""Which year, which language."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refuge.ui.forms import RefugeForm
from reports.catalogue import ANNUAL
from reports.models import LANGUAGES, Span
from reports.operations import LENGTHS

YEARS_BACK = 10


def years() -> list[int]:
    """This year and the ones before, newest first."""
    now = timezone.localdate().year
    return list(range(now, now - YEARS_BACK, -1))


class BuildForm(RefugeForm):
    """A report of a year in one language; the year that ended last stands first to be chosen. A template of the house
    itself may cover a part of the year."""

    inline = True
    template = forms.ChoiceField(label=_("Report"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    month = forms.TypedChoiceField(label=_("From the month on"), coerce=int, empty_value=1, required=False)
    language = forms.ChoiceField(label=_("Language of the report"), choices=LANGUAGES)

    def __init__(self, *args, templates=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.spans = {each.code: each.span for each in templates}
        self.fields["template"].choices = [
            (ANNUAL.code, ANNUAL.title),
            *((each.code, f"{each.funder_name} · {each}") for each in templates),
        ]
        self.fields["year"].choices = [(year, year) for year in years()]
        self.fields["year"].initial = timezone.localdate().year - 1
        self.fields["month"].choices = [(month, month) for month in range(1, 13)]
        self.fields["language"].initial = get_language()
        if set(self.spans.values()) <= {Span.YEAR}:
            del self.fields["month"]

    def clean(self):
        data = super().clean()
        if "year" not in data:
            return data
        code = data.get("template") or ANNUAL.code
        length = LENGTHS[self.spans.get(code, Span.YEAR)]
        start = (data.pop("month", 1) or 1) if length < 12 else 1
        first = date(data.pop("year"), start - (start - 1) % length, 1)
        return {**data, "template": code, "first": first, "last": first + relativedelta(months=length, days=-1)}
