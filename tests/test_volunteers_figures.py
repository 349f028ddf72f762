"""Figures of volunteers and activities against the same counted by plain Python."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from refuge import indicators
from refuge.indicators import Period
from tests.factories import make_person, make_user
from tests.volunteers import make_volunteer
from volunteers import operations
from volunteers.models import Activity, SignUp

pytestmark = pytest.mark.django_db

# Day, kind, who was there, minutes each, young people, level, people reached, projects, called off.
HELD = [
    (date(2023, 12, 31), "shop", "AB", 120, 3, "", None, [], False),
    (date(2024, 1, 1), "shop", "ABC", 120, 4, "", None, [], False),
    (date(2024, 6, 5), "cultural", "CD", 90, 7, "", None, [], False),
    (date(2024, 9, 9), "awareness", "A", 60, None, "region", 40, ["RainboWelcome"], False),
    (date(2025, 1, 1), "cultural", "AE", 150, 5, "", None, [], False),
    (date(2025, 3, 3), "awareness", "B", 60, None, "municipality", 25, ["RainboWelcome", "Pride"], False),
    (date(2025, 4, 4), "awareness", "C", 60, None, "eu", 300, [], True),
    (date(2025, 12, 31), "awareness", "", 60, None, "", 10, [], False),
]  # fmt: skip


@pytest.fixture
def lived():
    by = make_user("volunteers")
    volunteers = {name: make_volunteer(name=name, by=by, since=1500) for name in "ABCDE"}
    for day, kind, there, minutes, young, level, reached, labels, off in HELD:
        starts_at = timezone.make_aware(datetime.combine(day, time(0, 30)))
        activity = Activity.objects.create(
            kind=kind, title=kind, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), places=9,
            young_people=young, level=level, people_reached=reached, labels=labels, created_by=by,
            cancelled_at=timezone.now() if off else None,
        )  # fmt: skip
        SignUp.objects.bulk_create(
            SignUp(activity=activity, volunteer=volunteers[name], seat="place", number=place, attended="yes",
                   minutes=minutes, signed_by=by)
            for place, name in enumerate(there, 1)
        )  # fmt: skip
    return volunteers


def figure(code, year):
    return indicators.get(code).compute(Period.year(year)).value


def in_year(year, *kinds):
    return [row for row in HELD if row[0].year == year and not row[8] and (not kinds or row[1] in kinds)]


def active(year):
    return {name for row in in_year(year) for name in row[2]}


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_volunteers_hours_and_who_stayed(lived, year):
    minutes = sum(len(row[2]) * row[3] for row in in_year(year))
    assert figure("volunteers_active", year) == len(active(year))
    assert figure("volunteer_hours", year) == minutes / 60
    assert figure("volunteer_fte", year) == minutes / 60 / 1976
    before = active(year - 1)
    assert figure("volunteer_retention", year) == (len(before & active(year)) / len(before) if before else None)


@pytest.mark.parametrize("year", [2024, 2025])
def test_activities_and_participations(lived, year):
    assert figure("activities_held", year) == len(in_year(year))
    assert figure("activity_participations", year) == sum(row[4] or 0 for row in in_year(year))


@pytest.mark.parametrize("year", [2024, 2025])
def test_awareness_by_level_and_project(lived, year):
    actions = in_year(year, "awareness")
    assert figure("awareness_events", year) == len(actions)
    assert figure("awareness_reached", year) == sum(row[6] for row in actions)
    level, project = indicators.get("awareness_events").breakdowns
    rows = {row.code: row.figure.value for row in level.compute(Period.year(year)) if row.figure.value}
    assert rows == {row[5]: sum(other[5] == row[5] for other in actions) for row in actions}
    labels = [label for row in actions for label in row[7]]
    assert {row.code: row.figure.value for row in project.compute(Period.year(year))} == {
        label: labels.count(label) for label in labels
    }


def test_participants_count_once(lived):
    by, person = make_user("coordinator"), make_person()
    for activity in Activity.objects.filter(starts_at__year=2024)[:2]:
        operations.name_young_person(activity=activity, person=person, by=by)
    assert (figure("activity_participants", 2024), figure("activity_participants", 2025)) == (1, 0)
