"""What the yearly round finds missing in the records of a year."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from housing import operations as housing
from intake import operations as intake
from refuge.checks import found_for
from refuge.indicators import Period
from refuge.people import operations as people
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def by():
    return make_user("coordinator", "management", language="en")


def missing(user, year=2026):
    """{check: who it names}; what it counts is as many."""
    with translation.override("en"):
        found = {each.check.code: each for each in found_for(user, Period.year(year))}
    assert all(each.count == len(each.gaps) for each in found.values())
    return {code: [gap.title for gap in each.gaps] for code, each in found.items() if each.gaps}


def stayed(name, by, until=date(2026, 4, 1), **departure):
    stay = make_stay(make_person(by=by, chosen_name=name), make_space(name), by=by, on=date(2026, 3, 1))
    if until:
        facts = {"destination": "flatshare", "exit_type": "achieved", **departure}
        housing.depart(stay=stay, on=until, by=by, **facts)
    return stay


def test_stays_longer_than_a_night_that_no_night_is_counted_of(by):
    stayed("Housed", by)
    stayed("Still", by, until=None)
    nowhere, left_at_once = stayed("Nowhere", by), stayed("Left", by, until=date(2026, 3, 1))
    for stay in (nowhere, left_at_once):
        stay.occupancies.all().delete()
    found = missing(by)
    assert found["no_space"] == ["Nowhere · Emergency"]
    assert "no_space" not in missing(by, 2025)


def test_an_occupancy_without_a_night_is_no_space(by):
    stay = stayed("Moved", by, until=None)
    assert "no_space" not in missing(by)
    housing.move(stay=stay, space=make_space("B1"), on=date(2026, 3, 1), by=by)
    assert "no_space" not in missing(by)
    stay.occupancies.filter(ended_on__isnull=True).delete()
    assert missing(by)["no_space"] == ["Moved · Emergency"]


@pytest.mark.parametrize(("left", "is_missing"), [(2, False), (3, True)])
def test_a_single_night_without_a_space_is_not_asked_for(by, left, is_missing):
    stayed("Night", by, until=date(2026, 3, left)).occupancies.all().delete()
    assert ("no_space" in missing(by)) == is_missing


def test_stays_past_their_day_and_departures_to_nobody_knows_where(by):
    stayed("Late", by, until=None)
    stayed("Gone", by, destination="unknown")
    found = missing(by)
    assert found["beyond"] == ["Late · Emergency"]
    assert found["no_destination"] == ["Gone · Emergency"]


def test_requests_without_a_decision_or_a_need(by):
    waits = make_request(person=make_person(by=by, chosen_name="Whole"), by=by, needs=["listening"])
    intake.decide(request=waits, outcome="waiting", reason="No space.", by=by)
    make_request(person=make_person(by=by, chosen_name="Open"), by=by, needs=["listening"])
    make_request(person=None, by=by, needs=[])
    found = missing(by)
    assert found["no_decision"] == ["Open", "Anonymous call"]
    assert found["no_need"] == ["Anonymous call"]


def test_a_closed_file_is_named_to_nobody_it_is_closed_to(by):
    stay = stayed("Late", by, until=None)
    people.close_file(person=stay.person, user=by, reason="Family.", by=make_user("management"))
    assert "beyond" not in missing(by)
