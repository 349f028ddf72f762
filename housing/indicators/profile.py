"""Who was accommodated, as they were when they came (DOMAIN.md 8, indicators 29 to 31, 33 and 35 to 37).

Each is a count of everybody accommodated within the period, by one fact; what is not known stands there as such. The
stay that tells is the first one of the period, the request the one it came from. Two queries for all of them.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from housing.counted import had_a_night
from housing.indicators.questions import BEGAN, rows_of
from housing.narrowing import NARROWS
from intake.models.choices import Ethos, PlaceOfStay, Reason
from refuge.counting import records
from refuge.indicators import PERSONS, PLAIN, SENSITIVE, Breakdown, Figure, Indicator, Period, Row, declare, tell
from refuge.people.age import whole_years
from refuge.people.choices import GenderIdentity, Orientation
from refuge.people.counted import people
from refuge.people.models import Consent, Person

UNKNOWN = "unknown"
UNKNOWN_NAME = pgettext_lazy("profile", "Unknown")
INTIMATE = "people.view_intimate"

# Everybody accommodated, with the first stay of the period.
ASKED = """
    asked AS (
        SELECT DISTINCT ON (slept.person_id) slept.person_id, slept.stay_id
        FROM housing_occupancy AS slept
        WHERE slept.status IN ('arrived', 'ended') AND slept.starts_on < %(end)s
          AND (slept.ended_on IS NULL OR slept.ended_on > %(first)s AND slept.ended_on > slept.starts_on) /* nights */
        ORDER BY slept.person_id, slept.starts_on
    ),
"""
ENTRIES = (
    "WITH RECURSIVE"  # noqa: S608 (all of it stands here and in BEGAN)
    + ASKED
    + BEGAN
    + """
    SELECT stay.arrived_on, person.birth_date, person.birth_year, person.stated_age, person.stated_on,
           person.residence, coalesce(nullif(stay.ethos_entry, ''), request.ethos, ''),
           coalesce(request.place_of_stay, ''), coalesce(request.main_reason, ''),
           asked.person_id, coalesce(began.income, ''), coalesce(began.occupation, '')
    FROM asked
    JOIN housing_stay AS stay ON stay.id = asked.stay_id
    JOIN people_person AS person ON person.id = asked.person_id
    JOIN began ON began.stay_id = asked.stay_id
    LEFT JOIN LATERAL (
        SELECT ethos, place_of_stay, main_reason
        FROM intake_request AS call
        WHERE call.person_id = asked.person_id
          AND (call.id = stay.request_id OR call.received_at < stay.arrived_on + 1)
        ORDER BY call.id = stay.request_id DESC NULLS LAST, call.received_at DESC
        LIMIT 1
    ) AS request ON true
    """
)


class Entry(NamedTuple):
    """One person accommodated, as they came."""

    arrived_on: date
    birth_date: date | None
    birth_year: int | None
    stated_age: int | None
    stated_on: date | None
    residence: str
    ethos: str = ""
    place: str = ""
    reason: str = ""
    person: UUID | None = None
    income: str = ""
    occupation: str = ""


def entries(period: Period) -> list[Entry]:
    if period.nights_end <= period.first:
        return []
    return list(map(Entry._make, rows_of(ENTRIES, period)))


def selves(period: Period) -> list[tuple[list, list]]:
    """(gender identity, orientation) of everybody accommodated, as they said it and agreed to its being recorded:
    encrypted, so read one by one, of those who agreed."""
    if period.nights_end <= period.first:
        return []
    known = [said(person) for person in records(_selves, period)]
    return known + [([], [])] * (len(period.once(entries)) - len(known))


def _selves(period: Period):
    agreed = Consent.objects.standing().filter(person=OuterRef("pk"), purpose=Consent.Purpose.SOGI)
    return Person.objects.filter(had_a_night(period), Exists(agreed)).only("gender_identity", "orientation")


def said(person) -> tuple[list, list]:
    return person.gender_identity or [], person.orientation or []


def age(entry: Entry) -> int | None:
    """The age on arrival. Whoever gave a year alone is taken to be born in the middle of it."""
    if entry.birth_date or entry.birth_year:
        born = entry.birth_date or date(entry.birth_year, 7, 1)
        return whole_years(born, entry.arrived_on)
    if entry.stated_age is None:
        return None
    return entry.stated_age + whole_years(entry.stated_on, entry.arrived_on)


BANDS = (
    ("-17", _("Under 18"), 0, 17),
    ("18-19", "18–19", 18, 19),
    ("20-21", "20–21", 20, 21),
    ("22-23", "22–23", 22, 23),
    ("24-25", "24–25", 24, 25),
    ("26+", _("26 and over"), 26, 200),
)
BAND_OF = {years: code for code, _name, first, last in BANDS for years in range(first, last + 1)}
GENDERS = {
    GenderIdentity.WOMAN: _("Woman"),
    GenderIdentity.MAN: _("Man"),
    "other": _("Non-binary, or in other words"),
}
TRANS = {"yes": _("Trans experience told"), "no": _("None told")}
ORIENTATIONS = {
    each.value: each.label for each in Orientation if each not in (Orientation.UNSAID, Orientation.OTHER)
} | {"other": Orientation.OTHER.label, "several": _("Several")}
RESIDENCES = {each.value: each.label for each in Person.Residence if each.value not in ("", "unsaid")}
LIVING = {each.value: each.label for each in Ethos if each not in (Ethos.NOT_ASKED, Ethos.UNKNOWN)}
PLACES = {each.value: each.label for each in PlaceOfStay if each != PlaceOfStay.NOT_ASKED}
REASONS = {each.value: each.label for each in Reason if each != Reason.UNSAID}


def band(entry: Entry) -> str:
    years = age(entry)
    return UNKNOWN if years is None else BAND_OF[years]


def gender(said: list) -> str:
    """Woman or man where that is what was said, trans or not; other words stand together, so that nobody stands
    alone."""
    known = {each for each in said if each not in (GenderIdentity.UNSAID, GenderIdentity.TRANS)}
    if not known:
        return "other" if GenderIdentity.TRANS in said else UNKNOWN
    only = next(iter(known)) if len(known) == 1 else ""
    return only if only in (GenderIdentity.WOMAN, GenderIdentity.MAN) else "other"


def trans(said: list) -> str:
    if GenderIdentity.TRANS in said:
        return "yes"
    return "no" if set(said) - {GenderIdentity.UNSAID} else UNKNOWN


def orientation(said: list) -> str:
    known = [each for each in said if each != Orientation.UNSAID]
    return ("several" if len(known) > 1 else known[0]) if known else UNKNOWN


def everybody(period: Period) -> Figure:
    return Figure(len(period.once(entries)))


def by(question: Callable, fact: Callable, names: dict) -> Callable[[Period], list[Row]]:
    """Rows that count everybody by one fact; what is not among `names` is unknown."""

    def rows(period: Period) -> list[Row]:
        numbers = Counter(map(fact, period.once(question)))
        known = [Row(code, name, Figure(numbers.pop(code, 0))) for code, name in names.items()]
        return [*known, Row(UNKNOWN, UNKNOWN_NAME, Figure(sum(numbers.values())))]

    return rows


def profile(code, name, how, rows, order, reads="", inside=False) -> None:
    """Declare one count of everybody accommodated, by one fact, and tell who is in it."""
    declare(
        Indicator(
            code=f"profile_{code}",
            name=name,
            definition=how,
            unit=PERSONS,
            compute=everybody,
            breakdowns=(Breakdown(code, name, rows),),
            order=order,
            narrows=NARROWS,
            is_profile=True,
            sensitivity=SENSITIVE if reads else PLAIN,
            reads=reads,
            inside=inside,
        )
    )
    tell(f"profile_{code}", people(had_a_night))


profile(
    "age",
    _("Young people accommodated, by age on arrival"),
    _(
        "Everybody accommodated within the period, by their age in full years on the day they came for the first stay "
        "of the period. Whoever gave only a year is taken to be born in the middle of it; a stated age is counted on "
        "from the day it was told."
    ),
    by(entries, band, {code: name for code, name, _first, _last in BANDS}),
    110,
)
profile(
    "gender",
    _("Young people accommodated, by gender identity"),
    _(
        "Everybody accommodated within the period, by the gender identity they told, trans or not. Non-binary, "
        "genderfluid, agender, questioning, several and own words stand together. Not told, or told without a "
        "consent to record it, is unknown."
    ),
    by(selves, lambda said: gender(said[0]), GENDERS),
    111,
    INTIMATE,
)
profile(
    "trans",
    _("Young people accommodated, by trans experience"),
    _(
        "Everybody accommodated within the period: who told of a trans experience, who told a gender identity without "
        "one, and of whom neither is known."
    ),
    by(selves, lambda said: trans(said[0]), TRANS),
    112,
    INTIMATE,
)
profile(
    "orientation",
    _("Young people accommodated, by orientation"),
    _(
        "Everybody accommodated within the period, by the orientation they told; whoever told more than one stands "
        "under several. Not told, or told without a consent to record it, is unknown."
    ),
    by(selves, lambda said: orientation(said[1]), ORIENTATIONS),
    113,
    INTIMATE,
)
profile(
    "residence",
    _("Young people accommodated, by residence status"),
    _("Everybody accommodated within the period, by the residence status that stands in their file."),
    by(entries, attrgetter("residence"), RESIDENCES),
    114,
)
profile(
    "living",
    _("Young people accommodated, by where they slept before"),
    _(
        "Everybody accommodated within the period, by where they slept the night before they came, in the categories "
        "of ETHOS Light; where the stay does not say, as the call for help told it."
    ),
    by(entries, attrgetter("ethos"), LIVING),
    115,
)
profile(
    "place",
    _("Young people accommodated, by where they lived last"),
    _("Everybody accommodated within the period, by the region where they lived last, as the call for help told it."),
    by(entries, attrgetter("place"), PLACES),
    116,
)
profile(
    "reason",
    _("Young people accommodated, by main reason"),
    _(
        "Everybody accommodated within the period, by the reason that weighed most when they had to leave or feared "
        "to, as the call for help or its assessment told it."
    ),
    by(entries, attrgetter("reason"), REASONS),
    117,
    "intake.view_reasons",
)
