"""The figures of capacity, stays and exits in a small world counted by hand."""

from datetime import date

import pytest
from django.utils import timezone

from housing.models import AfterCare, Extension, SafetyEntry, SpaceClosure
from refuge import indicators
from refuge.indicators import Period
from refuge.parameters.models import ParameterValue
from reports.numbers import show, unit_word
from tests.factories import make_person, make_user
from tests.housing import make_space
from tests.reports import one_stay

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 1), date(2025, 6, 30)


def spring_of(today=date(2026, 1, 15)) -> Period:
    """A new one: a period remembers its answers."""
    return Period(*SPRING, today=today)


def figure(code, period=None):
    return indicators.get(code).compute(period or spring_of())


def share(code, period=None):
    found = figure(code, period)
    return found.numerator, found.denominator


def rows(code, breakdown, period=None):
    (found,) = [each for each in indicators.get(code).breakdowns if each.code == breakdown]
    return {row.code: row.figure.value for row in found.compute(period or spring_of()) if row.figure.value}


@pytest.fixture
def by():
    return make_user("coordinator")


def left(person, space, arrived, departed, by, destination="flatshare", exit_type="own"):
    slept = one_stay(person, space, arrived, departed, by, destination)
    slept.stay.exit_type = exit_type
    slept.stay.save(update_fields=["exit_type"])
    return slept.stay


@pytest.fixture
def house(by):
    """Three spaces: 91 nights of spring each, less ten for a closure of the reserved one."""
    spaces = {
        "E1": make_space("E1"),
        "R1": make_space("R1", reserved_asylum=True),
        "P1": make_space("P1", programme="post"),
    }
    SpaceClosure.objects.create(
        space=spaces["R1"], starts_on=date(2025, 5, 1), ends_on=date(2025, 5, 11), reason="Paint", closed_by=by
    )
    return spaces


@pytest.fixture
def spring(house, by):
    """Ada: emergency 10 March to 20 April, then post-shelter until 10 June, to a flat share. Bo: the reserved space
    from 1 April to 1 May, to the street, excluded. Cy: emergency from 1 May, gone without news on 15 May; back on
    1 June until July."""
    ada, bo, cy = (make_person(by=by, chosen_name=name) for name in ("Ada", "Bo", "Cy"))
    left(ada, house["E1"], date(2025, 3, 10), date(2025, 4, 20), by, "post_shelter_here", "achieved")
    left(ada, house["P1"], date(2025, 4, 20), date(2025, 6, 10), by, "flatshare", "achieved")
    left(bo, house["R1"], date(2025, 4, 1), date(2025, 5, 1), by, "street", "exclusion")
    left(cy, house["E1"], date(2025, 5, 1), date(2025, 5, 15), by, "unknown", "abandoned")
    left(cy, house["E1"], date(2025, 6, 1), date(2025, 7, 4), by, "ais_svk", "achieved")


def test_nights_and_places_by_kind(spring):
    assert rows("nights_held", "kind") == {"emergency": 19 + 14 + 30, "asylum": 30, "post": 51}
    assert rows("nights_available", "kind") == {"emergency": 91, "asylum": 81, "post": 91}
    assert rows("occupancy_rate", "kind") == {"emergency": 63 / 91, "asylum": 30 / 81, "post": 51 / 91}
    assert figure("places").value == (91 + 81 + 91) / 91
    assert rows("places", "kind") == {"emergency": 1, "asylum": 81 / 91, "post": 1}


def test_arrivals_departures_and_who_is_there(spring):
    assert figure("entries").value == 3  # Bo, and Cy twice; Ada moved within the house
    assert rows("entries", "programme") == {"emergency": 3}
    assert figure("exits").value == 3
    assert rows("exits", "exit_type") == {"achieved": 1, "exclusion": 1, "abandoned": 1}
    assert rows("exits", "programme") == {"emergency": 2, "post": 1}
    assert figure("residents_first_night").value == 2  # Ada and Bo
    assert rows("residents_last_night", "programme") == {"emergency": 1}  # Cy
    assert figure("turnover").value == 3 / ((91 + 81 + 91) / 91)


def test_outcomes_leave_the_unknown_out_of_the_denominator(spring):
    assert share("positive_exits") == (1, 2)
    assert share("exits_to_homelessness") == (1, 2)
    assert share("exits_unknown") == (1, 3)
    assert figure("exclusions").value == 1


def test_transfers_and_readmissions(spring):
    assert share("transfer_rate") == (1, 3)  # of Ada, Bo and Cy out of emergency
    assert share("readmission_rate") == (0, 0)
    second_half = Period(date(2025, 5, 20), date(2025, 12, 31), today=date(2026, 1, 15))
    assert share("readmission_rate", second_half) == (1, 2)  # Bo and Cy left before; Cy came back


def test_a_move_back_to_emergency_is_no_departure(house, by):
    person = make_person(by=by)
    left(person, house["P1"], date(2025, 4, 1), date(2025, 5, 1), by, "emergency", "referral")
    left(person, house["E1"], date(2025, 5, 1), date(2025, 6, 1), by, "ais_svk", "achieved")
    assert (figure("exits").value, figure("entries").value) == (1, 1)
    assert share("exits_to_homelessness") == (0, 1)


def test_readmission_counts_twelve_months_and_no_day_more(house, by):
    for number, again in enumerate((date(2025, 6, 10), date(2025, 6, 11))):
        person = make_person(by=by)
        space = make_space(f"X{number}")
        left(person, space, date(2024, 5, 1), date(2024, 6, 10), by)
        left(person, space, again, date(2025, 6, 20), by)
    assert share("readmission_rate") == (1, 2)
    ParameterValue.objects.create(code="housing.readmission_months", valid_from=date(2025, 1, 1), value=1)
    assert share("readmission_rate") == (0, 0)


def test_extensions_of_those_who_reach_their_longest_day(by):
    """Longest day 1 May. Left the day before: never reached it. On the day, or later with an extension: reached."""
    stays = []
    for number, gone in enumerate((date(2025, 4, 30), date(2025, 5, 1), date(2025, 6, 1))):
        stays.append(left(make_person(by=by), make_space(f"X{number}"), date(2025, 2, 1), gone, by))
    for stay, approved in ((stays[1], False), (stays[2], True)):
        Extension.objects.create(
            stay=stay, until=date(2025, 6, 1), reason="Lease.", asked_by=by, approved=approved,
            decided_by=make_user("management"), decided_at="2025-04-20T10:00Z",
            **({} if approved else {"decision_reason": "Ready to leave.", "next_step": "leave"}),
        )  # fmt: skip
    assert share("extension_rate") == (1, 2)
    before = spring_of(date(2025, 4, 30))
    assert share("extension_rate", before) == (0, 0)


def test_incidents_by_thousand_nights(spring, by):
    kinds = ("threat", "threat", "police")
    for kind in kinds:
        SafetyEntry.objects.create(happened_on=date(2025, 4, 2), type=kind, what="A call.", recorded_by=by)
    SafetyEntry.objects.create(
        happened_on=date(2025, 4, 2), type="threat", what="Twice.", recorded_by=by, withdrawn_at="2025-04-03T10:00Z"
    )
    SafetyEntry.objects.create(happened_on=date(2025, 7, 1), type="threat", what="Later.", recorded_by=by)
    assert figure("incidents").value == 3
    assert rows("incidents", "type") == {"threat": 2, "police": 1}
    assert figure("incidents_per_1000_nights").value == 3000 / 144
    assert rows("incidents_per_1000_nights", "type") == {"threat": 2000 / 144, "police": 1000 / 144}


def test_a_rate_of_few_incidents_tells_of_few_people(spring, by):
    SafetyEntry.objects.create(happened_on=date(2025, 4, 2), type="threat", what="A call.", recorded_by=by)
    rate, turnover = (indicators.get(code) for code in ("incidents_per_1000_nights", "turnover"))
    assert rate.telling_number(rate.compute(spring_of())) == 1
    assert turnover.telling_number(turnover.compute(spring_of())) == 3


def test_the_cost_of_a_night_rests_on_a_dated_amount(spring):
    assert figure("cost_per_night").value is None
    ParameterValue.objects.create(code="housing.yearly_costs", valid_from=date(2025, 1, 1), value=365_000)
    ParameterValue.objects.create(code="housing.yearly_costs", valid_from=date(2025, 6, 1), value=730_000)
    expected = (61 * 1000 + 30 * 2000) / 144
    assert figure("cost_per_night").value == expected
    assert show(expected, "euros").replace("\xa0", "").replace("\u202f", "") == "840,28"
    assert unit_word(expected, "euros") == "€"


@pytest.mark.parametrize(("role", "sees"), [("management", True), ("coordinator", False), ("psychologist", False)])
def test_costs_are_managements(role, sees):
    from reports.figures import allowed

    codes = {each.code for each in allowed(make_user(role))}
    assert ("cost_per_night" in codes) is sees
    assert "positive_exits" in codes


def test_an_empty_house_has_no_rate_and_no_error():
    for indicator in indicators.declared():
        if indicator.app == "housing":
            found = indicator.compute(spring_of())
            assert found.value in (0, None), indicator.code
            for breakdown in indicator.breakdowns:
                assert all(row.figure.value in (0, None) for row in breakdown.compute(spring_of())), indicator.code


def test_a_period_to_come_has_no_nights(house):
    ahead = Period.year(2030, today=date(2026, 1, 1))
    assert figure("nights_available", ahead).value == 0
    assert figure("places", ahead).value is None
    assert figure("residents_first_night", ahead).value is None


def contact(stay, months, due_on, outcome="", **more):
    """As it is when the departure planned it, answered or not."""
    done = {"outcome": outcome, "done_on": due_on, "done_by": stay.created_by, "recorded_at": timezone.now()}
    values = (done if outcome else {}) | more
    asked, _made = AfterCare.objects.update_or_create(
        stay=stay, months=months, defaults={"due_on": due_on, "next_on": due_on, **values}
    )
    return asked


def test_still_housed_of_those_who_were_reached(by):
    stays = [
        left(make_person(by=by), make_space(f"X{number}"), date(2024, 10, 1), date(2024, 11, 1 + number), by)
        for number in range(5)
    ]
    outcomes = ("housed", "housed", "not_housed", "not_reached", "")
    for stay, outcome in zip(stays, outcomes, strict=True):
        contact(stay, 6, date(2025, 5, 2), outcome)
        contact(stay, 3, date(2025, 2, 2), "housed")
    contact(stays[0], 12, date(2025, 6, 2), "not_housed")
    assert share("still_housed") == (2, 3)
    assert share("contact_rate") == (3, 5)
    assert rows("still_housed", "months") == {"6": 2 / 3}
    winter = Period(date(2025, 1, 1), date(2025, 3, 31), today=date(2026, 1, 15))
    assert share("still_housed", winter) == (0, 0)
    assert rows("contact_rate", "months", winter) == {"3": 1.0}


def test_whoever_came_back_is_not_due(by):
    person = make_person(by=by)
    stay = left(person, make_space("X1"), date(2024, 10, 1), date(2024, 11, 1), by)
    contact(stay, 6, date(2025, 5, 1))
    assert share("contact_rate") == (0, 1)
    left(person, make_space("X2"), date(2025, 3, 1), date(2025, 4, 1), by)
    assert share("contact_rate") == (0, 0)
