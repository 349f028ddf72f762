"""A made-up year of nights, the same figures counted by plain Python, day by day, and a report of it."""

import random
from datetime import date, timedelta

from django.utils import timezone

from housing.models import Occupancy, ServicePeriod, SpaceClosure, Stay
from housing.models.choices import Destination
from reports import operations
from reports.models import Report
from tests.factories import make_person, make_user
from tests.housing import make_space

DESTINATIONS = list(Destination.values)


def made_up_year(year=2025, *, spaces=4, people=8, seed=7) -> list:
    """Stays one after the other in each space, gaps and closures between them; returns their occupancies."""
    chance = random.Random(seed)
    by = make_user("coordinator")
    residents = [make_person(chosen_name=f"Resident {number}", by=by) for number in range(people)]
    kinds = ["emergency", "post"]
    places = [
        make_space(f"S{number}", programme=kinds[number % 2], in_service_from=date(year - 1, 11, 1))
        for number in range(spaces)
    ]
    slept = []
    for number, space in enumerate(places):
        day = date(year - 1, 11, 10) + timedelta(days=chance.randint(0, 20))
        turn = residents[number::spaces]
        while day < date(year + 1, 1, 15):
            left = day + timedelta(days=chance.randint(0, 75))
            slept.append(one_stay(chance.choice(turn), space, day, left, by, chance.choice(DESTINATIONS)))
            day = left + timedelta(days=chance.randint(0, 12))
    SpaceClosure.objects.create(
        space=places[0], starts_on=date(year, 3, 3), ends_on=date(year, 3, 20), reason="Paint", closed_by=by
    )
    ServicePeriod.objects.filter(space=places[1]).update(ends_on=date(year, 9, 1))
    ServicePeriod.objects.create(space=places[1], starts_on=date(year, 10, 5))
    return slept


def one_stay(person, space, arrived, left, by, destination) -> Occupancy:
    """A stay of the past, in one space from end to end."""
    agreed = min(left, arrived + timedelta(days=80))
    stay = Stay.objects.create(
        person=person, programme=space.programme, arrived_on=arrived, clock_from=arrived, agreed_until=agreed,
        departed_on=left, destination=destination, exit_type="own", created_by=by,
    )  # fmt: skip
    return Occupancy.objects.create(
        person=person, space=space, stay=stay, status="ended", starts_on=arrived, agreed_until=agreed, ended_on=left,
        created_by=by,
    )  # fmt: skip


def days(first, end) -> list[date]:
    return [first + timedelta(days=number) for number in range((end - first).days)]


def nights_held(slept, first, end) -> int:
    return sum(each.starts_on <= day and (each.ended_on is None or each.ended_on > day)
               for each in slept for day in days(first, end))  # fmt: skip


def nights_available(first, end) -> int:
    services, closures = list(ServicePeriod.objects.all()), list(SpaceClosure.objects.all())

    def covers(period, day):
        return period.starts_on <= day and (period.ends_on is None or period.ends_on > day)

    open_on = [
        (service.space_id, day)
        for day in days(first, end)
        for service in services
        if covers(service, day)
        and not any(closed.space_id == service.space_id and covers(closed, day) for closed in closures)
    ]
    return len(set(open_on))


def building_report(year=2025) -> Report:
    day = timezone.localdate()
    return operations.ask(
        template="annual",
        first=day.replace(year, 1, 1),
        last=day.replace(year, 12, 31),
        language="fr",
        build_here=True,
    )
