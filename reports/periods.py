"""Which days a page of figures is about, with what they are compared, and how both are written."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django import forms
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.indicators import DAY, Period, narrowings
from refuge.ui.lists import ListForm
from refuge.ui.words import short_day
from reports.forms import years

FIRST_YEAR = 2000
OWN = "own"
MONTHS = {f"m{number:02}": number for number in range(1, 13)}
QUARTERS = {f"q{number}": number for number in range(1, 5)}


class Compared(models.TextChoices):
    YEAR = "", gettext_lazy("The year before")
    BEFORE = "before", gettext_lazy("The period before")
    NOTHING = "nothing", gettext_lazy("Nothing")


class By(models.TextChoices):
    """The steps of a series."""

    MONTH = "month", gettext_lazy("By month")
    QUARTER = "quarter", gettext_lazy("By quarter")
    YEAR = "year", gettext_lazy("By year")


LENGTHS = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}
# A series shows at least so many steps, and never more than MOST.
LEAST = {By.MONTH: 12, By.QUARTER: 8, By.YEAR: 5}
MOST = 36


def parts() -> list[tuple[str, str]]:
    quarters = [(code, quarter_name(number)) for code, number in QUARTERS.items()]
    months = [(code, date_format(date(2001, number, 1), "F")) for code, number in MONTHS.items()]
    return [("", _("Whole year")), *quarters, *months, (OWN, _("Own dates"))]


def quarter_name(number: int) -> str:
    return (_("1st quarter"), _("2nd quarter"), _("3rd quarter"), _("4th quarter"))[number - 1]


def checked_year(text: str) -> int:
    """The year in the address; this one without it. An address that makes no sense is none of ours: Http404."""
    if not text:
        return timezone.localdate().year
    if not (text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= timezone.localdate().year):
        raise Http404
    return int(text)


class PeriodForm(ListForm):
    """The choices above the figures. They stand in the address, so that a page can be kept and sent."""

    year = forms.ChoiceField(label=gettext_lazy("Year"))
    part = forms.ChoiceField(label=gettext_lazy("Period"))
    first = forms.DateField(label=gettext_lazy("Own dates: from"))
    last = forms.DateField(label=gettext_lazy("up to and with"))
    compare = forms.ChoiceField(label=gettext_lazy("Compared with"), choices=Compared.choices)

    def __init__(self, data, **kwargs):
        self.chosen_year = checked_year(data.get("year", ""))
        super().__init__({**data.dict(), "year": str(self.chosen_year)}, **kwargs)
        offered = years() if self.chosen_year in years() else [*years(), self.chosen_year]
        self.fields["year"].choices = [(str(each), str(each)) for each in offered]
        self.fields["part"].choices = parts()
        for code, narrowing in narrowings.items():
            choices = [("", _("The whole house")), *narrowing.choices()]
            if len(choices) > 2:
                self.fields[code] = forms.ChoiceField(label=narrowing.label, choices=choices, required=False)

    def clean(self):
        data = super().clean()
        if data.get("part") == OWN:
            for name in ("first", "last"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Give both days."))
            if data.get("first") and data.get("last") and data["last"] < data["first"]:
                self.add_error("last", _("A period cannot end before it begins."))
        return data


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: the period with its name, what it is compared with, and the state for other links."""

    form: PeriodForm
    period: Period
    name: str
    earlier: Period | None
    earlier_name: str
    state: str


def chosen(request) -> Chosen:
    """Read the address; where the form finds an error, it says so and the whole year stands instead."""
    form = PeriodForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"year": str(form.chosen_year)}
    within = {code: asked.get(code) for code in narrowings}
    period = period_of(form.chosen_year, asked).narrowed(**within)
    compare = asked.get("compare") or ""
    earlier = {Compared.YEAR: period.year_before, Compared.BEFORE: period.before}.get(compare, lambda: None)()
    return Chosen(
        form=form,
        period=period,
        name=name_of(period),
        earlier=earlier.cut_like(period) if earlier else None,
        earlier_name=name_of(earlier) if earlier else "",
        state=urlencode({name: str(value) for name, value in asked.items() if value}),
    )


def period_of(year: int, asked: dict) -> Period:
    part = asked.get("part") or ""
    if part == OWN:
        return Period(asked["first"], asked["last"])
    if part in MONTHS:
        return steps_from(date(year, MONTHS[part], 1), 1)
    if part in QUARTERS:
        return steps_from(date(year, QUARTERS[part] * 3 - 2, 1), 3)
    return Period.year(year)


def steps_from(first: date, months: int) -> Period:
    return Period(first, first + relativedelta(months=months) - DAY)


def name_of(period: Period) -> str:
    """2025, 2nd quarter of 2025, March 2025, or both days."""
    first = period.first
    if period.is_calendar_year:
        return str(first.year)
    if period.months == 1:
        return date_format(first, "F Y")
    if period.months == 3 and first.month % 3 == 1:
        return _("%(quarter)s of %(year)d") % {"quarter": quarter_name(first.month // 3 + 1), "year": first.year}
    return _("%(first)s to %(last)s") % {"first": short_day(first), "last": short_day(period.last)}


def series_by(text: str, period: Period) -> str:
    """The step in the address; by month without it, by year for a period of several years."""
    if text in By.values:
        return text
    if text:
        raise Http404
    return By.YEAR if (period.end - period.first).days > MOST * 31 else By.MONTH


def steps(period: Period, by: str) -> list[Period]:
    """The periods of a series, in order: those that the period touches, and so many before that a course shows.
    None that lies ahead."""
    months = LENGTHS[by]
    first = period.first.replace(day=1, month=(period.first.month - 1) // months * months + 1)
    last = min(period.last, period.today)
    found = []
    while first <= last:
        found.append(step(period, first, months))
        first += relativedelta(months=months)
    begin = found[0].first if found else first
    while len(found) < LEAST[by]:
        begin -= relativedelta(months=months)
        found.insert(0, step(period, begin, months))
    return found[-MOST:]


def step(period: Period, first: date, months: int) -> Period:
    return Period(first, first + relativedelta(months=months) - DAY, today=period.today, within=period.within)


def step_name(period: Period, by: str) -> str:
    if by == By.YEAR:
        return str(period.first.year)
    if by == By.QUARTER:
        return f"{period.first.year} · {(period.first.month - 1) // 3 + 1}"
    return date_format(period.first, "N y")
