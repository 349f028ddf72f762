"""Figures against the same counted by plain Python on made-up data."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import mean, median

import pytest

from casework import operations as casework
from housing import nights
from housing import operations as housing
from housing.models.choices import GROUPS
from intake import operations as intake
from intake.models import Decision
from refuge import indicators
from refuge.indicators import Period
from refuge.parameters.models import ParameterValue
from reports.catalogue import ANNUAL
from reports.content import content_of, report_data
from reports.figures import allowed
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space
from tests.reports import made_up_year, nights_available, nights_held, one_stay

pytestmark = pytest.mark.django_db

YEAR = Period.year(2025)


def figure(code, period=None):
    return indicators.get(code).compute(period or Period.year(2025))


def rows(code):
    breakdown = indicators.get(code).breakdowns[0]
    return {row.code: row.figure.value for row in breakdown.compute(Period.year(2025))}


@pytest.fixture
def year():
    return made_up_year()


def in_the_year(slept):
    """Those that hold at least one night of 2025."""
    return [each for each in slept if nights_held([each], YEAR.first, YEAR.end)]


def left_in_the_year(slept):
    stays = [each.stay for each in slept if YEAR.first <= each.stay.departed_on <= YEAR.last]
    return [stay for stay in stays if stay.destination != "post_shelter_here"]


def test_nights_held_and_available(year):
    held, available = nights_held(year, YEAR.first, YEAR.end), nights_available(YEAR.first, YEAR.end)
    assert figure("nights_held").value == held > 0
    assert figure("nights_available").value == available > 0
    assert figure("occupancy_rate").value == held / available


def test_the_board_and_the_report_count_the_same_nights(year):
    assert figure("nights_held").value == nights.held(YEAR.first, YEAR.last).total
    assert figure("nights_available").value == nights.available(YEAR.first, YEAR.last).total


def test_occupancy_by_month(year):
    rates = rows("occupancy_rate")
    assert len(rates) == 12
    march = date(2025, 3, 1), date(2025, 4, 1)
    assert rates["2025-03"] == nights_held(year, *march) / nights_available(*march)


def test_people_accommodated_count_once(year):
    here = in_the_year(year)
    assert figure("accommodated").value == len({each.person_id for each in here})
    by_programme = Counter(programme for _person, programme in {(e.person_id, e.stay.programme) for e in here})
    assert rows("accommodated") == dict(by_programme)


def test_in_and_out_on_one_day_is_nobody_accommodated():
    by, space = make_user("coordinator"), make_space("S1")
    one_stay(make_person(by=by), space, date(2025, 5, 5), date(2025, 5, 5), by, "street")
    assert figure("accommodated").value == 0
    one_stay(make_person(by=by), space, date(2025, 5, 5), date(2025, 5, 6), by, "street")
    assert figure("accommodated").value == 1


def test_departures_and_lengths(year):
    left = left_in_the_year(year)
    lengths = [(stay.departed_on - stay.arrived_on).days for stay in left]
    assert figure("exits").value == len(left)
    assert figure("stay_mean").value == mean(lengths)
    assert figure("stay_median").value == median(lengths)
    assert figure("stay_within_three_months").value == sum(days <= 92 for days in lengths) / len(lengths)


def test_departures_by_destination(year):
    expected = {
        group.value: sum(stay.destination in members for stay in left_in_the_year(year))
        for group, members in GROUPS.items()
    }
    assert rows("exits") == expected
    assert sum(expected.values()) == figure("exits").value


def test_what_counts_as_three_months_is_a_dated_setting(year):
    """A value for next year leaves this year's figure as it was; one for this year changes it."""
    change = {"code": "housing.short_stay_days", "value": 10}
    first = figure("stay_within_three_months").value
    ParameterValue.objects.create(valid_from=date(2026, 1, 1), **change)
    assert figure("stay_within_three_months").value == first
    ParameterValue.objects.create(valid_from=date(2025, 1, 1), **change)
    assert figure("stay_within_three_months").value < first


def test_nights_to_come_do_not_count():
    by, space = make_user("coordinator"), make_space("S1")
    one_stay(make_person(by=by), space, date(2025, 5, 1), date(2025, 7, 1), by, "street")
    assert figure("nights_held", Period.year(2025, today=date(2025, 5, 11))).value == 10
    assert figure("nights_available", Period.year(2025, today=date(2025, 1, 11))).value == 10
    assert figure("occupancy_rate", Period.year(2025, today=date(2025, 1, 1))).value is None


def test_an_overstay_is_held():
    """Whoever stays beyond the date holds the space: agreed 80 days, left after 120."""
    by, space = make_user("coordinator"), make_space("S1")
    one_stay(make_person(by=by), space, date(2025, 1, 1), date(2025, 5, 1), by, "street")
    assert figure("nights_held").value == 120


def decided(request, by, moment, outcome="followed"):
    intake.decide(request=request, by=by, outcome=outcome, reason="Spoken through.")
    request.refresh_from_db()
    Decision.objects.filter(pk=request.decision_id).update(decided_at=moment)


def test_requests_processed_count_once_by_their_last_decision():
    by = make_user("coordinator")
    twice, once, before, revoked, _open = (make_request(by=by) for _each in range(5))
    decided(twice, by, datetime(2025, 2, 1, tzinfo=UTC))
    intake.reopen(request=twice, by=by)
    twice.refresh_from_db()
    decided(twice, by, datetime(2025, 3, 1, tzinfo=UTC), outcome="withdrawn")
    # Half past eleven at night of 31 December, in London: the new year in Brussels.
    decided(once, by, datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    decided(before, by, datetime(2024, 12, 31, 22, 30, tzinfo=UTC))
    decided(revoked, by, datetime(2025, 4, 1, tzinfo=UTC))
    intake.revoke_decision(request=revoked, by=by)
    assert figure("requests_processed").value == 2
    assert {code: n for code, n in rows("requests_processed").items() if n} == {"withdrawn": 1, "followed": 1}


def test_people_supported_by_a_note_or_a_step():
    by = make_user("coordinator")
    talked, helped, seen, nobody = (make_person(by=by) for _each in range(4))
    note = {"by": by, "text": "Spoke.", "domain": "legal", "happened_on": date(2025, 5, 5)}
    casework.write_note(person=talked, kind="talk", **note)
    casework.write_note(person=talked, kind="call", **{**note, "domain": "housing"})
    casework.write_note(person=seen, kind="observed", **note)
    taken_back = casework.write_note(person=nobody, kind="talk", **note)
    casework.withdraw_note(note=taken_back, by=by)
    step_done(helped, by, datetime(2025, 6, 1, tzinfo=UTC))
    assert figure("supported").value == 2
    assert {code: n for code, n in rows("supported").items() if n} == {"legal": 1, "housing": 2}


def step_done(person, by, moment):
    plan = casework.open_plan(person=person, kind="upstream", by=by)
    goal = casework.add_goal(plan=plan, domain="housing", wording="A room", by=by)
    step = casework.add_action(goal=goal, text="Call", due_on=date(2025, 6, 1), responsible=by, by=by)
    casework.do_action(action=step, by=by)
    type(step).objects.filter(pk=step.pk).update(done_at=moment)


def test_every_figure_says_how_it_is_counted():
    assert len(indicators.declared()) >= 10
    for indicator in indicators.declared():
        assert len(str(indicator.definition)) > 40, indicator.code
        assert str(indicator.name), indicator.code


def test_an_empty_house_has_figures():
    data = report_data(content_of(ANNUAL), Period.year(2025))
    values = {each["code"]: each["value"] for section in data["sections"] for each in section["indicators"]}
    assert values["accommodated"] == 0
    assert values["occupancy_rate"] is None
    assert values["stay_mean"] is None


@pytest.mark.parametrize(("role", "sees"), [("coordinator", True), ("psychologist", True), ("educator", False)])
def test_figures_are_for_those_who_may_see_them(role, sees):
    assert bool(allowed(make_user(role))) is sees


def test_the_number_of_queries_does_not_grow(year, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        report_data(content_of(ANNUAL), Period.year(2025))


def asked(by, day, **fields):
    """A call of a day of 2025, with a file of its own unless told otherwise."""
    fields = {"person": make_person(by=by), "needs": ["accommodation"]} | fields
    return make_request(by=by, received_at=datetime(2025, *day, 12, tzinfo=UTC), **fields)


def test_demand_is_counted_by_channel_caller_and_need():
    by, twice = make_user("coordinator"), make_person()
    asked(by, (1, 5), person=twice, channel="phone", caller="self", needs=["accommodation", "support"])
    asked(by, (2, 5), person=twice, channel="email", caller="service", needs=["support"])
    asked(by, (3, 5), person=None, channel="phone", caller="anonymous", needs=[])
    make_request(by=by, received_at=datetime(2024, 12, 31, 22, 30, tzinfo=UTC), person=make_person(by=by))
    assert (figure("requests_received").value, figure("requesters").value) == (3, 1)
    by_code = {each.code: dict(_counted(each)) for each in indicators.get("requests_received").breakdowns}
    assert by_code == {
        "channel": {"phone": 2, "email": 1},
        "caller": {"self": 1, "service": 1, "anonymous": 1},
        "need": {"accommodation": 1, "support": 2},
    }


def _counted(breakdown):
    return [(row.code, row.figure.value) for row in breakdown.compute(Period.year(2025)) if row.figure.value]


def test_acceptance_unmet_demand_and_refusals():
    by, moment = make_user("coordinator"), datetime(2025, 6, 1, tzinfo=UTC)
    outcomes = ["accommodated", "waiting", "followed", "declined", "declined", "withdrawn", "unreachable"]
    requests = [asked(by, (5, 1)) for _each in outcomes]
    information = asked(by, (5, 1), needs=["information"])
    for request, outcome in zip(requests, outcomes, strict=True):
        why = "no_place" if request == requests[3] else "safety"
        refusal = {"refusal_reason": why, "space_was_free": "no", "offered_instead": "A list."}
        intake.decide(request=request, outcome=outcome, reason="Spoken through.", by=by, **refusal)
    intake.decide(request=information, outcome="followed", reason="Told.", by=by)
    Decision.objects.update(decided_at=moment)
    accepted, unmet = figure("acceptance_rate"), figure("unmet_demand")
    assert (accepted.numerator, accepted.denominator) == (1, 6)
    assert (unmet.numerator, unmet.denominator) == (1, 6)
    assert figure("refusals").value == 4
    reasons = {code: n for code, n in rows("refusals").items() if n}
    assert reasons == {"no_place": 1, "safety": 1, "withdrew": 1, "lost_contact": 1}


def test_days_waited_from_the_first_decision_to_the_arrival():
    by = make_user("coordinator")
    for number, days in enumerate((0, 4, 11)):
        request = asked(by, (6, 1))
        intake.decide(request=request, outcome="waiting", reason="No space yet.", by=by)
        Decision.objects.filter(request=request).update(decided_at=datetime(2025, 6, 2, 12, tzinfo=UTC))
        space, on = make_space(f"W{number}"), date(2025, 6, 2) + timedelta(days=days)
        housing.arrive(person=request.person, space=space, request=request, on=on, by=by)
    assert (figure("waiting_days").value, figure("waiting_days").denominator) == (4, 3)
