"""A year of amounts: of everybody, of one volunteer, and as lists. Whatever the number of rows, in a few queries."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.questions import read
from volunteers.ceilings import Limits, Line, standing
from volunteers.models import Allowance, Cost, Volunteer
from volunteers.words import euros, kilometres

PROBLEMS = {
    "day": gettext_lazy("day ceiling passed"),
    "year": gettext_lazy("year ceiling passed"),
    "mixed": gettext_lazy("flat rate and real costs mixed"),
    "kilometres": gettext_lazy("too many kilometres beside a flat rate"),
}
NEAR = 0.9  # of the year's ceiling, from which it is told


def standings(year: int, limits: Limits) -> dict:
    """{volunteer id: Standing} of everybody with an amount in that year. One query."""
    lines = defaultdict(list)
    rows = Allowance.objects.of_year(year).values_list("volunteer", "day", "cost", "cents", "metres")
    for volunteer, day, cost, cents, metres in read("volunteers.standings", None, lambda: rows, year):
        lines[volunteer].append(Line(day, cost, cents, metres or 0))
    return {volunteer: standing(of, limits) for volunteer, of in lines.items()}


def overview(year: int) -> dict:
    """Everybody who volunteers, or had an amount in that year, with where they stand."""
    limits = Limits.of(year)
    found = standings(year, limits)
    people = read("volunteers.of_year", None, lambda: _named(Volunteer.objects.filter(pk__in=_of_year(year))), year)
    others = read("volunteers.without_amount", None, lambda: _without_amount(year), year)
    to_pay = Allowance.objects.to_pay().aggregate(cents=Sum("cents"))["cents"] or 0
    return {
        "year": year,
        "rows": [_row(each, found[each.pk], year) for each in people if each.pk in found],
        "day_ceiling": euros(limits.day),
        "year_ceiling": euros(limits.year),
        "total": euros(sum(each.total for each in found.values())),
        "to_pay": euros(to_pay) if to_pay else "",
        "others": others,
    }


def _of_year(year):
    return Allowance.objects.of_year(year).order_by().values("volunteer")


def _without_amount(year):
    return _named(Volunteer.objects.here().exclude(pk__in=_of_year(year)))[:200]


def _named(volunteers):
    return volunteers.only("name").order_by("name_key", "id")


def past_a_ceiling() -> list[str]:
    """Who has something to pay of a year in which they are past what the Act allows: name, year and what is passed.
    Three queries, and one for each further year of which something is to pay."""
    to_pay = Allowance.objects.to_pay().order_by().values_list("day__year", "volunteer").distinct()
    owed = set(read("volunteers.owed", None, lambda: to_pay))
    found = {
        (year, volunteer): stands.problems
        for year in {year for year, _volunteer in owed}
        for volunteer, stands in standings(year, Limits.of(year)).items()
        if stands.problems and (year, volunteer) in owed
    }
    names = dict(Volunteer.objects.filter(pk__in={who for _year, who in found}).values_list("pk", "name"))
    return [
        f"{names[who]} ({year}: {', '.join(str(PROBLEMS[code]) for code in codes)})"
        for (year, who), codes in sorted(found.items(), key=lambda each: (each[0][0], names[each[0][1]]))
    ]


def _row(volunteer, stands, year) -> dict:
    return {
        "volunteer": volunteer,
        "url": reverse("volunteers:allowances_of", args=[volunteer.pk, year]),
        **in_words(stands),
    }


def in_words(stands) -> dict:
    """The sums, and a chip for what is wrong or near."""
    state, tone = "", "plain"
    if stands.problems:
        state, tone = ", ".join(str(PROBLEMS[code]) for code in stands.problems), "late"
    elif stands.flat >= stands.limits.year * NEAR:
        state, tone = _("near the year ceiling"), "soon"
    return {
        "flat": euros(stands.flat),
        "real": euros(stands.real),
        "travel": euros(stands.travel),
        "kilometres": kilometres(stands.metres),
        "total": euros(stands.total),
        "left": euros(stands.left),
        "state": state,
        "tone": tone,
    }


def of_volunteer(volunteer, year: int) -> dict:
    rows = list(Allowance.objects.of_year(year).filter(volunteer=volunteer).order_by("-day", "-created_at"))
    limits = Limits.of(year)
    stands = standing([Line(row.day, row.cost, row.cents, row.metres or 0) for row in rows], limits)
    return {
        "volunteer": volunteer,
        "year": year,
        "rows": [(row, euros(row.cents), kilometres(row.metres) if row.metres else "") for row in rows],
        "sums": in_words(stands),
        "problems": bool(stands.problems),
        "ceiling": limits.year / 100,
        "used": min(stands.flat, limits.year) / 100,
        "day_ceiling": euros(limits.day),
        "year_ceiling": euros(limits.year),
        "has_statement": year <= timezone.localdate().year,
        **_beside(volunteer, year),
    }


def _beside(volunteer, year: int) -> dict:
    """The years to turn to, from the volunteer's first one to this one; None beyond."""
    this, first = timezone.localdate().year, _first_year(volunteer)
    return {
        "earlier": min(year - 1, this) if year > first else None,
        "later": max(year + 1, first) if year < this else None,
    }


def _first_year(volunteer) -> int:
    """That of the first day or of the first amount; of the record where there is neither."""
    days = [
        volunteer.engagements.aggregate(day=Min("starts_on"))["day"],
        Allowance.objects.filter(volunteer=volunteer).aggregate(day=Min("day"))["day"],
    ]
    return min((day for day in days if day), default=timezone.localdate(volunteer.created_at)).year


def left_in_words(volunteer, year: int) -> str:
    """What of the flat rate is left this year."""
    limits = Limits.of(year)
    rows = Allowance.objects.of_year(year).filter(volunteer=volunteer)
    stands = standing([Line(*row) for row in rows.values_list("day", "cost", "cents", "metres")], limits)
    return _("Flat rate: at most %(day)s a day; %(left)s of %(year)s are left in %(in)s.") % {
        "day": euros(limits.day), "left": euros(stands.left), "year": euros(limits.year), "in": year,
    }  # fmt: skip


def nominative_row(row) -> list:
    """One amount of one day."""
    return [
        row.volunteer.name,
        row.day,
        row.get_cost_display(),
        Decimal(row.metres).scaleb(-3) if row.cost == Cost.TRAVEL else "",
        amount(row.cents),
        _("yes") if row.is_elsewhere else _("no"),
        row.paid_on,
    ]


def payment_rows() -> list:
    """(name, account, sum) of what is to pay, one line a volunteer."""
    sums = dict(Allowance.objects.to_pay().order_by().values_list("volunteer").annotate(Sum("cents")))
    people = Volunteer.objects.filter(pk__in=sums).only("name", "bank_account", "name_key").order_by("name_key", "id")
    return [[each.name, each.bank_account, amount(sums[each.pk])] for each in people]


def amount(cents: int) -> str:
    """Euros with a comma, as spreadsheets here read it."""
    return f"{Decimal(cents).scaleb(-2):.2f}".replace(".", ",")
