"""The two papers of a volunteer: the agreement to sign, and the statement of a year. Drawn in the request, as letters
are (decision 17); no address, no bank account and no young person stands in them."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from refuge.parameters.registry import value_of
from refuge.pdf import pdf_from
from volunteers.ceilings import Limits, Line, standing
from volunteers.models import Allowance, Cost, SignUp
from volunteers.parameters import DAY_CEILING, INSURANCE, YEAR_CEILING, cents
from volunteers.words import euros, hours, kilometres

STYLE = Path(__file__).with_name("paper.css")


def agreement_of(volunteer, day, until=None) -> dict:
    """What the agreement says, in the language of now, with the settings of `day`."""
    return {
        "language": get_language(),
        "house": settings.SITE_NAME,
        "name": volunteer.name,
        "day": date_format(day, "DATE_FORMAT"),
        "until": date_format(until, "DATE_FORMAT") if until else "",
        "informed_on": date_format(volunteer.informed_on, "DATE_FORMAT") if volunteer.informed_on else "",
        "insurance": value_of(INSURANCE.code, day),
        "allowance": volunteer.allowance,
        "day_ceiling": euros(cents(value_of(DAY_CEILING.code, day))),
        "year_ceiling": euros(cents(value_of(YEAR_CEILING.code, day))),
    }


def statement_of(volunteer, year: int) -> dict:
    """The shifts held in a year and what was paid back for it, each with its sum, in the language of now. Http404 for
    a year to come."""
    if year > timezone.localdate().year:
        raise Http404
    shifts = SignUp.objects.done().filter(volunteer=volunteer, activity__starts_at__year=year)
    shifts = list(shifts.select_related("activity").order_by("activity__starts_at"))
    rows = list(Allowance.objects.of_year(year).here().filter(volunteer=volunteer).order_by("day", "created_at"))
    sums = standing([Line(row.day, row.cost, row.cents, row.metres or 0) for row in rows], Limits.of(year))
    return {
        "language": get_language(),
        "house": settings.SITE_NAME,
        "name": volunteer.name,
        "year": year,
        "day": date_format(timezone.localdate(), "DATE_FORMAT"),
        "shifts": [
            {
                "day": date_format(timezone.localtime(each.activity.starts_at), "SHORT_DATE_FORMAT"),
                "title": each.activity.title,
                "hours": hours(each.minutes),
            }
            for each in shifts
        ],
        "hours": hours(sum(each.minutes for each in shifts)),
        "amounts": [
            {
                "day": date_format(row.day, "SHORT_DATE_FORMAT"),
                "kind": f"{row.get_cost_display()} – {kilometres(row.metres)}"
                if row.cost == Cost.TRAVEL
                else str(row.get_cost_display()),
                "amount": euros(row.cents),
            }
            for row in rows
        ],
        "total": euros(sums.total),
        "flat": euros(sums.flat),
        "year_ceiling": euros(sums.limits.year),
        "day_ceiling": euros(sums.limits.day),
    }


def agreement_pdf(text: dict) -> bytes:
    return _drawn("volunteers/paper_agreement.html", text)


def statement_pdf(text: dict) -> bytes:
    return _drawn("volunteers/paper_statement.html", text)


def _drawn(template: str, text: dict) -> bytes:
    with override(text["language"]):
        return pdf_from(render_to_string(template, {"paper": text}), style_text())


@cache
def style_text() -> str:
    return STYLE.read_text()
