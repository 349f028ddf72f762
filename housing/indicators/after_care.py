"""Still housed some months after leaving, and how many of those who left were reached (DOMAIN.md 8, 54)."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from housing.counted import stays
from housing.models import AfterCare, Outcome
from housing.models.after_care import REACHED
from housing.parameters import STILL_HOUSED_MONTHS
from refuge.counting import rows
from refuge.indicators import SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare, tell
from refuge.parameters.registry import value_of


def due(period: Period):
    """Contacts due in the period and by today, answered or still of use: not those of who died, came back or wished no
    contact before the day came."""
    within = Q(due_on__gte=period.first, due_on__lt=period.end, due_on__lte=period.today)
    still_of_use = AfterCare.objects.open().filter(within).values("pk")
    return AfterCare.objects.filter(within, ~Q(outcome="") | Q(pk__in=still_of_use))


def contacts(period: Period) -> dict:
    """{months after the departure: {outcome: number}}; the outcome is empty where nobody has answered yet."""
    found = defaultdict(dict)
    for months, outcome, number in rows(_contacts, period):
        found[months][outcome] = number
    return dict(found)


def _contacts(period: Period):
    return due(period).order_by().values_list("months", "outcome").annotate(Count("pk"))


def months_of(period: Period) -> int:
    return value_of(STILL_HOUSED_MONTHS.code, period.last)


def _housed(outcomes) -> Figure:
    return Figure.share(outcomes.get(Outcome.HOUSED, 0), _reached(outcomes))


def _contacted(outcomes) -> Figure:
    return Figure.share(_reached(outcomes), sum(outcomes.values()))


def _reached(outcomes) -> int:
    return sum(outcomes.get(each, 0) for each in REACHED)


def still_housed(period: Period) -> Figure:
    return _housed(period.once(contacts).get(months_of(period), {}))


def contact_rate(period: Period) -> Figure:
    return _contacted(period.once(contacts).get(months_of(period), {}))


def housed_by_months(period: Period) -> list[Row]:
    return _by_months(period, _housed)


def contacted_by_months(period: Period) -> list[Row]:
    return _by_months(period, _contacted)


def _by_months(period, figure) -> list[Row]:
    found = period.once(contacts)
    return [
        Row(str(months), ngettext("%(n)d month after", "%(n)d months after", months) % {"n": months}, figure(outcomes))
        for months, outcomes in sorted(found.items())
    ]


declare(
    Indicator(
        code="still_housed",
        name=_("Still housed after six months"),
        definition=_(
            "Of those who were reached six months after they left, those who were still housed: by the contacts due "
            "within the period. Who was not reached is left out, and counted by itself. The house’s settings may say "
            "another number of months."
        ),
        unit=SHARE,
        of=STAYS,
        compute=still_housed,
        numerator=_("still housed"),
        denominator=_("reached"),
        breakdowns=(Breakdown("months", _("Still housed, by months since"), housed_by_months, adds_up=False),),
        order=73,
    )
)
declare(
    Indicator(
        code="contact_rate",
        name=_("Reached after six months"),
        definition=_(
            "Of the contacts due six months after a departure, within the period and by today, those in which the "
            "person was reached. Left out is who died, came back to the house or wished no contact before the day came."
        ),
        unit=SHARE,
        of=STAYS,
        compute=contact_rate,
        numerator=_("reached"),
        denominator=_("contacts due"),
        breakdowns=(Breakdown("months", _("Reached, by months since"), contacted_by_months, adds_up=False),),
        order=74,
    )
)


def left_with(**outcome):
    """Stays with a contact that is counted, and came to that."""

    def condition(period) -> Q:
        asked = due(period).filter(stay=OuterRef("pk"), months=months_of(period), **outcome)
        return Q(Exists(asked))

    return condition


tell(
    "still_housed",
    stays(left_with(outcome=Outcome.HOUSED), code="part", name=_("Still housed")),
    stays(left_with(outcome__in=REACHED), code="whole", name=_("Reached")),
)
tell(
    "contact_rate",
    stays(left_with(outcome__in=REACHED), code="part", name=_("Reached")),
    stays(left_with(), code="whole", name=_("Contacts due")),
)
