"""The figures about support, each against rows counted by hand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework import operations
from casework.models import Action, Goal, Plan, PlanCopy
from casework.operations import asylum
from housing.models.choices import Destination
from refuge import indicators
from refuge.indicators import Period
from refuge.partners.models import Referral
from tests.factories import make_person, make_user
from tests.housing import make_space
from tests.partners import make_organisation, make_sent
from tests.reports import one_stay

pytestmark = pytest.mark.django_db
YEAR = 2025
PERIOD = {"first": date(YEAR, 1, 1), "last": date(YEAR, 12, 31), "today": date(2026, 6, 1)}
LEFT = Destination.values[0]


@pytest.fixture
def by():
    return make_user("coordinator")


def figure(code):
    found = indicators.get(code).compute(Period(**PERIOD))
    return found.value, found.numerator, found.denominator


def rows(code):
    (breakdown,) = indicators.get(code).breakdowns
    found = {row.code: row.figure for row in breakdown.compute(Period(**PERIOD))}
    return {code: (each.numerator, each.denominator) for code, each in found.items() if each.denominator}


def a_plan(person, by, opened=date(YEAR, 1, 10), closed=None):
    plan = Plan.objects.create(person=person, kind="residential", opened_on=opened, opened_by=by)
    if closed:
        Plan.objects.filter(pk=plan.pk).update(closed_on=closed, closed_by=by)
    return plan


def note(person, by, day, domain="housing", **fields):
    operations.write_note(person=person, domain=domain, text="So.", happened_on=day, by=by, **fields)


def step(person, by, kind, day, right="income"):
    return operations.note_right(person=person, right=right, step=kind, happened_on=day, by=by)


def test_support_actions_and_their_mean(by):
    one, two = make_person(by=by), make_person(by=by)
    note(one, by, date(YEAR, 3, 1))
    note(one, by, date(YEAR, 12, 31))
    note(two, by, date(YEAR, 1, 1))
    note(two, by, date(YEAR, 5, 5), "work", kind="observed")
    note(two, by, date(YEAR + 1, 1, 1), "work")
    goal = operations.add_goal(plan=a_plan(one, by), domain="work", wording="A job", by=by)
    action = operations.add_action(goal=goal, text="Call", due_on=timezone.localdate(), responsible=by, by=by)
    operations.do_action(action=action, by=by)
    # Half past eleven in the evening of the last day, in Brussels.
    Action.objects.filter(pk=action.pk).update(done_at="2025-12-31T22:30:00Z")
    (breakdown,) = indicators.get("support_actions").breakdowns
    found = {row.code: row.figure.value for row in breakdown.compute(Period(**PERIOD)) if row.figure.value}
    assert found == {"housing": 3, "work": 1}
    assert figure("support_actions")[0] == 4
    assert figure("support_actions_each") == (2, 4, 2)


def test_goals_reached_of_those_that_ended(by):
    plan = a_plan(make_person(by=by), by)
    for domain, state, ended in (
        ("work", "reached", date(YEAR, 2, 2)),
        ("work", "dropped", date(YEAR, 2, 2)),
        ("housing", "reached", date(YEAR, 12, 31)),
        ("housing", "reached", date(YEAR + 1, 1, 1)),
        ("legal", "open", None),
    ):
        goal = operations.add_goal(plan=plan, domain=domain, wording="So", by=by)
        Goal.objects.filter(pk=goal.pk).update(state=state, ended_on=ended, set_on=date(YEAR, 1, 10))
    assert figure("goals_reached") == (2 / 3, 2, 3)
    assert rows("goals_reached") == {"work": (1, 2), "housing": (1, 1)}


def test_stays_with_a_plan_signed_in_time(by):
    arrived = date(YEAR, 3, 1)
    for number, (days, signed) in enumerate([(40, 21), (40, 22), (40, None), (15, 3), (14, 3)]):
        person = make_person(by=by)
        one_stay(person, make_space(f"S{number}"), arrived, arrived + timedelta(days=days), by, LEFT)
        if signed is not None:
            PlanCopy.objects.create(
                plan=a_plan(person, by, opened=arrived), content={"goals": 1}, made_by=by, made_on=arrived,
                signed_on=arrived + timedelta(days=signed),
            )  # fmt: skip
    assert figure("plans_signed") == (0.5, 2, 4)


def test_rights_opened_of_those_lacked_at_entry(by):
    one, two, before, gone, had = (make_person(by=by) for _number in range(5))
    for each in (one, two, before, had):
        a_plan(each, by)
    a_plan(gone, by, opened=date(2023, 1, 1), closed=date(2024, 1, 1))
    for each in (one, two, before, gone):
        step(each, by, "lacked", date(2024, 12, 1))
    step(one, by, "lacked", date(YEAR, 1, 1), "papers")
    step(one, by, "opened", date(YEAR, 4, 4))
    step(before, by, "opened", date(2024, 12, 31))
    step(gone, by, "opened", date(YEAR, 4, 4))
    step(had, by, "had", date(YEAR, 1, 10))
    operations.remove_right(step=step(two, by, "opened", date(YEAR, 4, 4)), by=by)
    assert rows("rights_opened") == {"income": (1, 2), "papers": (0, 1)}
    assert figure("rights_opened") == (0.5, 1, 2)


def test_life_areas_higher_at_the_exit(by):
    for entry, at_exit, on in (
        ({"housing": 2, "work": 3}, {"housing": 4, "work": 3}, date(YEAR, 6, 1)),
        ({"housing": 2}, {"housing": 2, "work": 5}, date(YEAR, 6, 1)),
        (None, {"housing": 5}, date(YEAR, 6, 1)),
        ({"housing": 1}, {"housing": 5}, date(2024, 12, 31)),
    ):
        person = make_person(by=by)
        if entry:
            operations.measure_areas(person=person, moment="entry", levels=entry, held_on=date(2024, 12, 1), by=by)
        operations.measure_areas(person=person, moment="exit", levels=at_exit, held_on=on, by=by)
    assert figure("areas_gained") == (0.5, 1, 2)
    assert rows("areas_gained") == {"housing": (1, 2), "work": (0, 1)}


def test_minors_supported_and_referred(by):
    saj, amo = make_organisation("SAJ de Bruxelles", type="saj", by=by), make_organisation("AMO", type="youth", by=by)
    day = timezone.localdate()
    child = {"birth_date": day.replace(day=1, year=day.year - 15)}
    for facts, organisation, status in (
        (child, saj, "sent"), (child, amo, "sent"), (child, None, ""), (child, saj, "withdrawn"),
        ({"birth_year": day.year - 20}, None, ""),
    ):  # fmt: skip
        person = make_person(by=by, **facts)
        note(person, by, day, "legal")
        if organisation:
            sent = make_sent(person, organisation, by=by, need="youth_care")
            if status == "withdrawn":
                Referral.objects.filter(pk=sent.pk).update(
                    status="withdrawn", withdrawn_at=timezone.now(), withdrawn_from="sent"
                )
    found = indicators.get("minors_referred").compute(Period.year(day.year))
    assert (found.numerator, found.denominator) == (1, 4)


def test_asylum(by):
    one, two, three = (make_person(by=by) for _number in range(3))
    ends = {one: (10, 16, 14), two: (16,), three: (14,)}
    days = {10: date(YEAR, 2, 1), 16: date(YEAR, 3, 1), 14: date(YEAR, 4, 1)}
    for person, kinds in ends.items():
        track = asylum.open_track(person=person, opened_on=date(2024, 6, 1), by=by)
        for kind in kinds:
            asylum.note_step(track=track, kind=kind, done_on=days[kind], by=by)
    one_stay(one, make_space("A1"), date(YEAR, 1, 1), date(YEAR, 2, 1), by, LEFT)
    one_stay(make_person(by=by), make_space("A2"), date(YEAR, 1, 1), date(YEAR, 2, 1), by, LEFT)
    one_stay(two, make_space("A3"), date(2024, 1, 1), date(2024, 2, 1), by, LEFT)
    assert figure("asylum_housed")[0] == 1
    assert figure("asylum_decided")[0] == 1
    assert figure("asylum_recognised") == (2 / 3, 2, 3)
