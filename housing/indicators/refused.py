"""Nights refused for lack of a space, from the number noted each evening (DOMAIN.md 8, 27).

Apart from unmet demand, which counts requests decided: whoever asks on three evenings is refused three nights.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from housing.indicators.kinds import nights_of
from refuge.counting import told
from refuge.indicators import NIGHTS, SHARE, Breakdown, Figure, Indicator, Period, Row, declare

NOTED = """
    SELECT date_trunc('month', night::timestamp)::date, sum(people), count(*)
    FROM housing_turnedaway
    WHERE night >= %(first)s AND night < %(nights_end)s
    GROUP BY 1
    ORDER BY 1
"""


def noted(period: Period) -> list[tuple]:
    """(first day of the month, people turned away, nights noted), of the nights that are over."""
    return told(NOTED, period)


def refused(period: Period) -> Figure:
    """None where no night was noted: that is no zero."""
    months = period.once(noted)
    return Figure(sum(people for _month, people, _nights in months) if months else None)


def refused_by_month(period: Period) -> list[Row]:
    return [
        Row(f"{month:%Y-%m}", date_format(month, "N"), Figure(people)) for month, people, _nights in period.once(noted)
    ]


def share_noted(period: Period) -> Figure:
    return Figure.share(sum(nights for _month, _people, nights in period.once(noted)), nights_of(period))


declare(
    Indicator(
        code="nights_refused",
        name=_("Nights refused for lack of a space"),
        definition=_(
            "People who asked for a place to sleep that night and were turned away because no space was free, as noted "
            "each evening, added up over the nights that are over. Whoever asks again on another evening is counted "
            "again. No names are kept; nights that nobody noted are left out, and the share noted stands beside."
        ),
        unit=NIGHTS,
        compute=refused,
        breakdowns=(Breakdown("month", _("Nights refused, by month"), refused_by_month, chart="months"),),
        order=47,
    )
)
declare(
    Indicator(
        code="nights_refused_noted",
        name=_("Nights on which refusals were noted"),
        definition=_(
            "Of the nights of the period that are over, those on which somebody noted how many people were turned "
            "away, nobody included: so much of the year the nights refused speak for."
        ),
        unit=SHARE,
        of=NIGHTS,
        compute=share_noted,
        numerator=_("nights noted"),
        denominator=_("nights of the period"),
        order=48,
    )
)
