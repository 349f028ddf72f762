"""The same figures over random stays, against a model in plain Python that goes through the nights one by one."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from housing.models import Extension, Occupancy, SafetyEntry, ServicePeriod, SpaceClosure, Stay
from housing.models.choices import GROUPS, Destination, ExitType
from refuge import indicators
from refuge.indicators import DAY, Period
from tests.factories import make_person, make_user
from tests.housing import make_space

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)
PERIODS = [
    Period.year(2025, today=TODAY),
    Period(date(2025, 2, 1), date(2025, 4, 30), today=TODAY),
    Period.year(2025, today=date(2025, 8, 17)),
    Period.year(2026, today=TODAY),
]


class World:
    """People who come, move on, leave and come back, each between spaces of their own."""

    def __init__(self, seed):
        self.chance, self.by = random.Random(seed), make_user("coordinator")
        self.manager = make_user("management")
        for number in range(7):
            self.person = make_person(by=self.by, chosen_name=f"Resident {number}")
            self.spaces = {
                "emergency": make_space(f"{number}E", reserved_asylum=number % 3 == 0, in_service_from=self.some_day()),
                "post": make_space(f"{number}P", programme="post", in_service_from=self.some_day()),
            }
            self.live()
        self.close_some()
        for _each in range(9):
            SafetyEntry.objects.create(
                happened_on=self.some_day() + timedelta(days=400),
                type=self.chance.choice(["threat", "police", "other"]),
                what="Something.",
                recorded_by=self.by,
            )

    def some_day(self) -> date:
        return date(2024, 1, 1) + timedelta(days=self.chance.randint(0, 120))

    def live(self):
        day, programme = self.some_day() + timedelta(days=130), "emergency"
        while day < TODAY:
            end = day + timedelta(days=self.chance.choice([0, 3, 20, 60, 89, 95, 130, 200]))
            if end >= TODAY:
                return self.stay(day, None, programme, "", "")
            moves = programme == "emergency" and self.chance.random() < 0.35
            back = programme == "post" and self.chance.random() < 0.2
            destination = "post_shelter_here" if moves else "emergency" if back else self.chance.choice(OUTSIDE)
            self.stay(day, end, programme, destination, self.chance.choice(list(ExitType.values)))
            if moves or back:
                day, programme = end, "post" if moves else "emergency"
            else:
                day, programme = end + timedelta(days=self.chance.choice([1, 12, 90, 300, 366])), "emergency"
        return None

    def stay(self, arrived, departed, programme, destination, exit_type):
        agreed = min(departed or date.max, arrived + timedelta(days=80))
        stay = Stay.objects.create(
            person=self.person, programme=programme, arrived_on=arrived, clock_from=arrived, agreed_until=agreed,
            departed_on=departed, destination=destination, exit_type=exit_type, created_by=self.by,
        )  # fmt: skip
        Occupancy.objects.create(
            person=self.person, space=self.spaces[programme], stay=stay, starts_on=arrived, agreed_until=agreed,
            status="ended" if departed else "arrived", ended_on=departed, created_by=self.by,
        )  # fmt: skip
        if programme == "emergency" and self.chance.random() < 0.5:
            approved = self.chance.random() < 0.6
            refusal = {} if approved else {"decision_reason": "Ready to leave.", "next_step": "leave"}
            Extension.objects.create(
                stay=stay, until=arrived + timedelta(days=150), reason="Lease.", asked_by=self.by, approved=approved,
                decided_by=self.manager, decided_at="2025-04-20T10:00Z", **refusal,
            )  # fmt: skip

    def close_some(self):
        for service in ServicePeriod.objects.order_by("space__code"):
            ended = not Occupancy.objects.current().filter(space=service.space_id).exists()
            if ended and self.chance.random() < 0.4:
                starts = date(2025, self.chance.randint(1, 9), self.chance.randint(1, 28))
                SpaceClosure.objects.create(
                    space_id=service.space_id, starts_on=starts, ends_on=starts + timedelta(days=40), reason="Paint",
                    closed_by=self.by,
                )  # fmt: skip
            if ended and self.chance.random() < 0.3:
                ServicePeriod.objects.filter(pk=service.pk).update(ends_on=date(2025, 10, 3))


OUTSIDE = [value for value in Destination.values if value != "post_shelter_here"]


class Model:
    """What the figures should be, from the rows alone."""

    def __init__(self, period):
        self.period = period
        self.stays = list(Stay.objects.all())
        self.occupancies = list(Occupancy.objects.select_related("space", "stay"))
        self.services, self.closures = list(ServicePeriod.objects.select_related("space")), SpaceClosure.objects.all()
        self.nights = [period.first + n * DAY for n in range((period.nights_end - period.first).days)]

    def in_period(self, day):
        return day is not None and self.period.first <= day <= self.period.last

    @staticmethod
    def kind(space):
        return "asylum" if space.reserved_asylum else space.programme

    def held(self):
        return Counter(
            self.kind(each.space) for night in self.nights for each in self.occupancies
            if each.starts_on <= night and (each.ended_on is None or each.ended_on > night)
        )  # fmt: skip

    @staticmethod
    def covers(row, night):
        return row.starts_on <= night and (row.ends_on is None or row.ends_on > night)

    def available(self):
        closures = list(self.closures)
        return Counter(
            self.kind(each.space) for night in self.nights for each in self.services
            if self.covers(each, night)
            and not any(shut.space_id == each.space_id and self.covers(shut, night) for shut in closures)
        )  # fmt: skip

    def moved_on(self, stay):
        return stay.destination == "post_shelter_here" or any(
            other.person_id == stay.person_id and other.arrived_on == stay.departed_on
            and other.programme != stay.programme for other in self.stays
        )  # fmt: skip

    def moved_in(self, stay):
        return any(
            other.person_id == stay.person_id and other.departed_on == stay.arrived_on
            and other.programme != stay.programme for other in self.stays
        )  # fmt: skip

    def exits(self):
        return [each for each in self.stays if self.in_period(each.departed_on) and not self.moved_on(each)]

    def entries(self):
        return [each for each in self.stays if self.in_period(each.arrived_on) and not self.moved_in(each)]

    def there(self, night):
        return {
            each.person_id for each in self.stays
            if each.arrived_on <= night and (each.departed_on is None or each.departed_on > night)
        }  # fmt: skip

    def transfers(self):
        ended = [each for each in self.stays if self.in_period(each.departed_on) and each.programme == "emergency"]
        return sum(each.destination == "post_shelter_here" for each in ended), len(ended)

    def limits(self):
        approved = {each.stay_id for each in Extension.objects.filter(approved=True)}
        reached = [
            each for each in self.stays
            if each.limit_on and self.in_period(each.limit_on) and each.limit_on <= self.period.today
            and each.arrived_on <= each.limit_on and (each.departed_on is None or each.departed_on >= each.limit_on)
        ]  # fmt: skip
        return sum(each.pk in approved for each in reached), len(reached)

    def readmissions(self):
        since = self.period.first - relativedelta(months=12)
        gone = [
            each for each in self.stays
            if each.departed_on and since <= each.departed_on < self.period.first and not self.moved_on(each)
        ]  # fmt: skip
        again = {
            each.person_id for each in gone for other in self.stays
            if other.person_id == each.person_id and other.pk != each.pk and not self.moved_in(other)
            and each.departed_on <= other.arrived_on <= each.departed_on + relativedelta(months=12)
            and other.arrived_on <= self.period.last
        }  # fmt: skip
        return len(again), len({each.person_id for each in gone})

    def outcomes(self):
        groups = Counter(
            group.value for each in self.exits() for group, members in GROUPS.items() if each.destination in members
        )  # fmt: skip
        known = groups["P"] + groups["T"] + groups["N"]
        return (groups["P"], known), (groups["N"], known), (groups["X"], known + groups["X"])

    def incidents(self):
        return sum(each.happened_on in set(self.nights) for each in SafetyEntry.objects.all())


def rows(code, breakdown, period):
    (found,) = [each for each in indicators.get(code).breakdowns if each.code == breakdown]
    return {row.code: row.figure.value for row in found.compute(period) if row.figure.value}


def share(code, period):
    found = indicators.get(code).compute(period)
    return found.numerator, found.denominator


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_the_models(seed):
    World(seed)
    for asked in PERIODS:
        period = Period(asked.first, asked.last, today=asked.today)
        model = Model(period)
        held, available = model.held(), model.available()
        assert rows("nights_held", "kind", period) == held
        assert rows("nights_available", "kind", period) == available
        assert indicators.get("nights_held").compute(period).value == held.total()
        assert indicators.get("nights_available").compute(period).value == available.total()
        assert indicators.get("places").compute(period).value == available.total() / len(model.nights)
        assert indicators.get("entries").compute(period).value == len(model.entries())
        assert indicators.get("exits").compute(period).value == len(model.exits())
        assert rows("exits", "exit_type", period) == Counter(each.exit_type for each in model.exits())
        assert indicators.get("residents_first_night").compute(period).value == len(model.there(model.nights[0]))
        assert indicators.get("residents_last_night").compute(period).value == len(model.there(model.nights[-1]))
        assert share("transfer_rate", period) == model.transfers()
        assert share("extension_rate", period) == model.limits()
        assert share("readmission_rate", period) == model.readmissions()
        assert (share("positive_exits", period), share("exits_to_homelessness", period),
                share("exits_unknown", period)) == model.outcomes()  # fmt: skip
        assert indicators.get("incidents").compute(period).value == model.incidents()
        for code in ("nights_held", "exits"):
            indicator = indicators.get(code)
            assert indicator.figures([period])[0].value == indicator.compute(period).value


@pytest.mark.parametrize("seed", [11, 12])
def test_who_is_there_at_the_end_is_who_was_there_with_those_who_came_and_without_those_who_left(seed):
    World(seed)
    before = Model(Period.year(2025, today=TODAY)).there(date(2024, 12, 31))
    period = Period.year(2025, today=TODAY)
    came, went = (indicators.get(code).compute(period).value for code in ("entries", "exits"))
    assert indicators.get("residents_last_night").compute(period).value == len(before) + came - went
