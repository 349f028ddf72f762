"""Income, and work, studies or training: on arrival among those accommodated, and at departure against arrival
(DOMAIN.md 8, indicators 34, 38, 51 and 52); and earlier care (39), which stays in the house.

On arrival is the day on which somebody came into the house: a move within it asks nothing again.
"""

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.counted import left, nights_of, stays
from housing.indicators.profile import ASKED, UNKNOWN, UNKNOWN_NAME, by, entries, profile
from housing.indicators.questions import BEGAN, rows_of
from housing.models import EarlierCare
from housing.models.situation import INCOMES, NEET, OCCUPIED, PLACES, Care, Income, Occupation
from housing.narrowing import NARROWS, narrow
from refuge.counting import records, told
from refuge.indicators import PERSONS, SHARE, STAYS, Breakdown, Figure, Indicator, Period, Row, declare, tell
from refuge.people.counted import people

CARE = "housing.view_earlier_care"
OCCUPATIONS = (
    "WITH RECURSIVE"  # noqa: S608 (all of it stands here, in ASKED and in BEGAN)
    + ASKED
    + BEGAN
    + """
    SELECT coalesce(occupation, ''), count(*) FROM began GROUP BY 1
    """
)
COMPARED = (
    """
    WITH RECURSIVE asked AS (
        SELECT stay.id AS stay_id
        FROM housing_stay AS stay
        WHERE stay.departed_on >= %(first)s AND stay.departed_on < %(end)s
          AND stay.destination <> 'post_shelter_here' AND NOT EXISTS (
            SELECT FROM housing_stay AS following
            WHERE following.person_id = stay.person_id AND following.arrived_on = stay.departed_on
              AND following.programme <> stay.programme
        ) /* departures */
    ),
    """  # noqa: S608 (all of it stands here and in BEGAN)
    + BEGAN
    + """
    SELECT began.stay_id, coalesce(began.income, ''), coalesce(ended.income, ''),
           coalesce(began.occupation, ''), coalesce(ended.occupation, '')
    FROM began LEFT JOIN housing_situation AS ended ON ended.stay_id = began.stay_id AND ended.moment = 'exit'
    """
)
NO_ANSWER = ("", "unsaid", "unknown")
INCOME_NAMES = {each.value: each.label for each in Income if each.value not in NO_ANSWER}
OCCUPATION_NAMES = {each.value: each.label for each in Occupation if each.value not in NO_ANSWER}
CARE_NAMES = {each.value: each.label for each in PLACES} | {
    "several": pgettext_lazy("earlier care", "Several of these"),
    Care.NONE.value: Care.NONE.label,
}
GAINED, KEPT, LOST, WITHOUT = "gained", "kept", "lost", "without"
BECAME = {(False, True): GAINED, (True, True): KEPT, (True, False): LOST, (False, False): WITHOUT}
OF_INCOME = {
    GAINED: pgettext_lazy("income", "None on arrival, one at departure"),
    KEPT: pgettext_lazy("income", "One at both"),
    LOST: pgettext_lazy("income", "One on arrival, none at departure"),
    WITHOUT: pgettext_lazy("income", "None at either"),
}
OF_OCCUPATION = {
    GAINED: pgettext_lazy("occupation", "Not on arrival, at departure"),
    KEPT: pgettext_lazy("occupation", "At both"),
    LOST: pgettext_lazy("occupation", "On arrival, not at departure"),
    WITHOUT: pgettext_lazy("occupation", "At neither"),
}


# On arrival


def occupations(period: Period) -> dict[str, int]:
    """How many said what on arrival: asked alone, as `entries` asks for much more of everybody."""
    return dict(rows_of(OCCUPATIONS, period)) if period.nights_end > period.first else {}


def neet(period: Period) -> Figure:
    said = period.once(occupations)
    known = {answer: number for answer, number in said.items() if answer in OCCUPATION_NAMES}
    return Figure.share(sum(said.get(answer, 0) for answer in NEET), sum(known.values()))


def said_one_of(answers) -> Callable[[Period], Q]:
    """Who was accommodated and said one of these on arrival."""
    return lambda period: Q(pk__in=[each.person for each in period.once(entries) if each.occupation in answers])


def cared(period: Period) -> list[list]:
    """Where everybody accommodated was before: encrypted, so read one by one, of those who were asked."""
    if period.nights_end <= period.first:
        return []
    known = [care.places for care in records(_cared, period)]
    return known + [[]] * (len(period.once(entries)) - len(known))


def _cared(period: Period):
    return EarlierCare.objects.filter(Exists(nights_of(period, person=OuterRef("person")))).only("places")


def care(places: list) -> str:
    known = [place for place in places if place in PLACES]
    if len(known) > 1:
        return "several"
    return known[0] if known else Care.NONE.value if Care.NONE in places else UNKNOWN


profile(
    "income",
    _("Young people accommodated, by income on arrival"),
    _(
        "Everybody accommodated within the period, by what they lived on in the main when they came into the house for "
        "the first stay of the period. A move between emergency and post-shelter is no new arrival."
    ),
    by(entries, attrgetter("income"), INCOME_NAMES),
    118,
)
profile(
    "occupation",
    _("Young people accommodated, by work or studies on arrival"),
    _(
        "Everybody accommodated within the period, by what their weeks were made of in the main when they came into "
        "the house for the first stay of the period: work, studies, training, or none of these."
    ),
    by(entries, attrgetter("occupation"), OCCUPATION_NAMES),
    119,
)
declare(
    Indicator(
        code="neet_rate",
        name=_("Neither in work, studies nor training on arrival"),
        definition=_(
            "Of the people accommodated within the period of whom it is known, those who were in neither work, studies "
            "nor training (NEET) when they came, looking for work included. Who was not asked or did not say is left "
            "out here and stands as unknown in the profile."
        ),
        unit=SHARE,
        of=PERSONS,
        compute=neet,
        numerator=_("neither in work, studies nor training"),
        denominator=_("persons of whom it is known"),
        order=52,
        narrows=NARROWS,
    )
)
tell(
    "neet_rate",
    people(said_one_of(NEET), code="part", name=_("Neither in work, studies nor training")),
    people(said_one_of(OCCUPATION_NAMES), code="whole", name=_("Of whom it is known")),
)
profile(
    "earlier_care",
    _("Young people accommodated, by earlier care"),
    _(
        "Everybody accommodated within the period: who was in youth care, in psychiatry or in prison before, in "
        "several of these or in none. Who was not asked or did not say is unknown. For the house alone: in no report "
        "and no export that leaves it."
    ),
    by(cared, care, CARE_NAMES),
    120,
    CARE,
    inside=True,
)


# At departure against arrival


class Compared(NamedTuple):
    """A departure: what was so when they came into the house and when they left it."""

    stay: UUID
    income_before: str
    income: str
    occupation_before: str
    occupation: str


def compared(period: Period) -> list[Compared]:
    """Of every departure of the period."""
    return [Compared(*row) for row in told(narrow(COMPARED, period), period)]


def income_of(row: Compared) -> str:
    return change(row.income_before, row.income, INCOME_NAMES, INCOMES)


def occupation_of(row: Compared) -> str:
    return change(row.occupation_before, row.occupation, OCCUPATION_NAMES, OCCUPIED)


def change(before: str, after: str, known, having) -> str:
    """What became of it; unknown where one of the two is."""
    if before not in known or after not in known:
        return UNKNOWN
    return BECAME[before in having, after in having]


def departures(period: Period) -> Figure:
    return Figure(len(period.once(compared)))


def gained(fact: Callable) -> Callable[[Period], Figure]:
    """Of those who had it not on arrival, who has it at departure."""

    def figure(period: Period) -> Figure:
        became = [fact(row) for row in period.once(compared)]
        return Figure.share(became.count(GAINED), became.count(GAINED) + became.count(WITHOUT))

    return figure


def parts(fact: Callable, names: dict) -> Callable[[Period], list[Row]]:
    """Rows that count every departure by one fact; what is not among `names` is unknown."""

    def rows(period: Period) -> list[Row]:
        facts = Counter(map(fact, period.once(compared)))
        known = [Row(code, name, Figure(facts.pop(code, 0))) for code, name in names.items()]
        return [*known, Row(UNKNOWN, UNKNOWN_NAME, Figure(sum(facts.values())))]

    return rows


def departures_that(fact: Callable, *became) -> Callable[[Period], Q]:
    return lambda period: Q(pk__in=[row.stay for row in period.once(compared) if fact(row) in became])


declare(
    Indicator(
        code="exit_income",
        name=_("Departures, by income"),
        definition=_(
            "Departures of the period: whether the person had an income when they came into the house and when they "
            "left it. Every income counts, support by the family and a scholarship too. Where one of the two is not "
            "known, the change is unknown."
        ),
        unit=STAYS,
        compute=departures,
        breakdowns=(
            Breakdown("change", _("Income at departure against arrival"), parts(income_of, OF_INCOME)),
            Breakdown("income", _("Income at departure"), parts(attrgetter("income"), INCOME_NAMES)),
        ),
        order=75,
        narrows=NARROWS,
    )
)
declare(
    Indicator(
        code="income_gained",
        name=_("Income gained during the stay"),
        definition=_(
            "Of the departures of people who had no income when they came into the house, and of whom it is known at "
            "departure, those who left with one. Departures of which one of the two is not known are left out here and "
            "stand as unknown in the departures by income."
        ),
        unit=SHARE,
        of=STAYS,
        compute=gained(income_of),
        numerator=_("left with an income"),
        denominator=_("departures of people who came without one"),
        order=76,
        narrows=NARROWS,
    )
)
declare(
    Indicator(
        code="exit_occupation",
        name=_("Departures, by work or studies"),
        definition=_(
            "Departures of the period: whether the person was in work, studies or training when they came into the "
            "house and when they left it. Looking for work is not counted as work. Where one of the two is not known, "
            "the change is unknown."
        ),
        unit=STAYS,
        compute=departures,
        breakdowns=(
            Breakdown(
                "change", _("Work, studies or training at departure against arrival"),
                parts(occupation_of, OF_OCCUPATION),
            ),
            Breakdown(
                "occupation", _("Work, studies or training at departure"),
                parts(attrgetter("occupation"), OCCUPATION_NAMES),
            ),
        ),
        order=77,
        narrows=NARROWS,
    )
)  # fmt: skip
declare(
    Indicator(
        code="occupation_gained",
        name=_("Work, studies or training begun during the stay"),
        definition=_(
            "Of the departures of people who were in neither work, studies nor training when they came into the house, "
            "and of whom it is known at departure, those who left with one of these. Departures of which one of the "
            "two is not known are left out here and stand as unknown in the departures by work or studies."
        ),
        unit=SHARE,
        of=STAYS,
        compute=gained(occupation_of),
        numerator=_("left in work, studies or training"),
        denominator=_("departures of people who came without"),
        order=78,
        narrows=NARROWS,
    )
)
for code, fact in (("income", income_of), ("occupation", occupation_of)):
    tell(f"exit_{code}", stays(left, name=_("Departures counted")))
    tell(
        f"{code}_gained",
        stays(departures_that(fact, GAINED), code="part", name=_("Gained during the stay")),
        stays(departures_that(fact, GAINED, WITHOUT), code="whole", name=_("Came without")),
    )
