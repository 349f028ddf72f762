"""The emergency clock: three calendar months from arrival, to the day, whatever the calendar does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from housing import clock, nights, operations
from housing.models import Occupancy, Stay
from refuge.parameters.operations import set_value
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def later(time_machine):
    """A day after all of those in this file."""
    time_machine.move_to(datetime(2029, 1, 10, 12, tzinfo=BRUSSELS))


@pytest.mark.parametrize(
    ("arrived", "limit", "why"),
    [
        ("2026-08-23", "2026-11-23", "the same day of the month"),
        ("2026-08-30", "2026-11-30", "November has a 30th"),
        ("2026-08-31", "2026-11-30", "November has no 31st: its last day"),
        ("2026-11-28", "2027-02-28", "February has a 28th"),
        ("2026-11-29", "2027-02-28", "no 29th in 2027"),
        ("2026-11-30", "2027-02-28", "no 30th in February: out by the 28th, last night the 27th"),
        ("2027-11-29", "2028-02-29", "2028 is a leap year"),
        ("2027-11-30", "2028-02-29", "a leap year's February ends on the 29th"),
        ("2028-02-29", "2028-05-29", "from a leap day on"),
        ("2028-11-30", "2029-02-28", "the February after a leap year has 28 days again"),
        ("2026-12-31", "2027-03-31", "February lies between and has no 31st: it is passed over, not stopped at"),
        ("2027-02-28", "2027-05-28", "a month's last day counts as its number, not as the last day"),
        ("2026-10-01", "2027-01-01", "over New Year"),
        ("2026-10-25", "2027-01-25", "the night when clocks go back"),
        ("2026-12-28", "2027-03-28", "up to the day when clocks go forward"),
        ("2027-03-28", "2027-06-28", "the night when clocks go forward"),
        ("2026-07-31", "2026-10-31", "not chained month by month: 31, 31, 30 would lose a day"),
    ],
)
def test_three_calendar_months(arrived, limit, why):
    stay = make_stay(make_person(), make_space("A1"), on=date.fromisoformat(arrived))
    assert stay.limit_on == stay.agreed_until == date.fromisoformat(limit), why
    assert clock.limit_of(stay.clock_from) == stay.limit_on


@pytest.mark.parametrize("month", range(1, 13))
def test_database_and_preview_agree_on_every_month_end(month):
    last = (date(2027, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    stay = make_stay(make_person(), make_space("A1"), on=last)
    assert stay.limit_on == clock.limit_of(last)


def test_the_months_are_those_valid_on_arrival():
    by = make_user("management")
    set_value(code="housing.emergency_months", value=4, valid_from=date(2029, 1, 5), by=by)
    before = make_stay(make_person(), make_space("A1"), on=date(2029, 1, 4))
    after = make_stay(make_person(), make_space("A2"), on=date(2029, 1, 5))
    assert (before.limit_on, after.limit_on) == (date(2029, 4, 4), date(2029, 5, 5))


@pytest.mark.parametrize(
    ("away", "continued", "why"),
    [(0, True, "back the same day"), (29, True, "fewer than 30 nights"), (30, False, "30 nights start it anew")],
)
def test_readmission(away, continued, why):
    person, space, by = make_person(), make_space("A1"), make_user("coordinator")
    first = make_stay(person, space, on=date(2027, 1, 10))
    operations.depart(stay=first, on=date(2027, 2, 1), destination="friends_temp", exit_type="own", by=by)
    back = date(2027, 2, 1) + timedelta(days=away)
    second = make_stay(person, space, on=back)
    assert second.clock_from == (first.clock_from if continued else back), why
    assert second.previous == (first if continued else None)


def test_moving_never_restarts_it():
    stay = make_stay(make_person(), make_space("A1"), on=date(2027, 1, 10))
    operations.move(stay=stay, space=make_space("A2"), on=date(2027, 2, 3), by=make_user("coordinator"))
    stay.refresh_from_db()
    assert (stay.arrived_on, stay.limit_on) == (date(2027, 1, 10), date(2027, 4, 10))
    assert Stay.objects.count() == 1


@pytest.mark.parametrize(
    ("back", "clock_from", "why"),
    [
        (date(2027, 2, 20), date(2027, 1, 10), "19 nights out of emergency, though spent in post-shelter"),
        (date(2027, 9, 1), date(2027, 9, 1), "months later it is a new need"),
    ],
)
def test_back_from_post_shelter_to_emergency(back, clock_from, why):
    person, by, emergency = make_person(), make_user("coordinator"), make_space("A1")
    first = make_stay(person, emergency, on=date(2027, 1, 10))
    second = operations.move(stay=first, space=make_space("E1", programme="post"), on=date(2027, 2, 1), by=by)
    third = operations.move(stay=second, space=emergency, on=back, by=by)
    assert third.clock_from == clock_from, why


def test_a_clock_that_has_run_out_leaves_no_agreed_night():
    """Who comes back after the three months is let in; the stay stands at once among those beyond the date."""
    person, space, by = make_person(), make_space("A1"), make_user("coordinator")
    first = make_stay(person, space, on=date(2027, 1, 10))
    operations.depart(stay=first, on=date(2027, 4, 10), destination="street", exit_type="maximum", by=by)
    back = make_stay(person, space, on=date(2027, 4, 20))
    assert (back.agreed_until, back.limit_on) == (date(2027, 4, 10), date(2027, 4, 10))
    assert Stay.objects.beyond(date(2027, 4, 20)).get() == back


def test_an_approved_extension_goes_on_with_the_clock():
    person, space, by = make_person(), make_space("A1"), make_user("coordinator")
    first = make_stay(person, space, on=date(2027, 1, 10))
    extension = operations.ask_extension(stay=first, until=date(2027, 6, 1), reason="Waits for a lease.", by=by)
    operations.decide_extension(extension=extension, approved=True, by=make_user("management"))
    operations.depart(stay=first, on=date(2027, 4, 20), destination="friends_temp", exit_type="own", by=by)
    assert make_stay(person, space, on=date(2027, 4, 25)).agreed_until == date(2027, 6, 1)


class TestTheCeiling:
    """Six months over twelve."""

    def test_of_a_first_stay(self):
        stay = make_stay(make_person(), make_space("A1"), on=date(2026, 8, 30))
        assert clock.ceiling_of(stay) == date(2027, 2, 28)

    def test_nights_of_an_earlier_clock_within_the_twelve_months_count(self):
        person, space, by = make_person(), make_space("A1"), make_user("coordinator")
        earlier = make_stay(person, space, on=date(2027, 1, 1))
        operations.depart(stay=earlier, on=date(2027, 2, 10), destination="family_stable", exit_type="own", by=by)
        stay = make_stay(person, space, on=date(2027, 5, 1))
        assert clock.ceiling_of(stay) == date(2027, 11, 1) - timedelta(days=40)

    def test_beyond_it_an_extension_is_an_exception_never_refused(self):
        stay = make_stay(make_person(), make_space("A1"), on=date(2026, 8, 30))
        by, management = make_user("coordinator"), make_user("management")
        extension = operations.ask_extension(stay=stay, until=date(2027, 4, 1), reason="Permit due.", by=by)
        assert extension.is_exception
        operations.decide_extension(extension=extension, approved=True, reason="Ill since January.", by=management)
        stay.refresh_from_db()
        assert stay.agreed_until == date(2027, 4, 1)


class TestNights:
    @pytest.mark.parametrize(
        ("arrived", "departed", "count", "why"),
        [
            ("2026-10-24", "2026-10-26", 2, "the night of 25 hours is one night"),
            ("2027-03-27", "2027-03-29", 2, "the night of 23 hours is one night"),
            ("2028-02-28", "2028-03-01", 2, "a leap day has a night"),
            ("2027-02-28", "2027-03-01", 1, "no leap day, no night"),
            ("2027-01-05", "2027-01-05", 0, "in and out on one day"),
        ],
    )
    def test_held(self, arrived, departed, count, why):
        stay = make_stay(make_person(), make_space("A1"), on=date.fromisoformat(arrived))
        operations.depart(
            stay=stay, on=date.fromisoformat(departed), destination="unknown", exit_type="own",
            by=make_user("coordinator"),
        )  # fmt: skip
        assert nights.held(date(2026, 1, 1), date(2028, 12, 31)).total == count, why

    def test_a_period_cuts_what_lies_outside_and_counts_both_its_ends(self):
        make_stay(make_person(), make_space("A1"), on=date(2028, 12, 20))
        assert nights.held(date(2028, 12, 25), date(2028, 12, 31)).by_programme == {"emergency": 7}

    def test_nights_to_come_are_not_held_and_tonight_is(self):
        make_stay(make_person(), make_space("A1"), on=date(2029, 1, 8))
        assert nights.held(date(2029, 1, 1), date(2029, 1, 31)).total == 3

    def test_as_a_plain_count_has_it(self):
        by = make_user("coordinator")
        for number, (arrived, leaves) in enumerate([(1, 9), (4, 30), (10, 10), (12, None)]):
            stay = make_stay(make_person(), make_space(f"A{number}"), on=date(2028, 11, arrived))
            if leaves:
                operations.depart(
                    stay=stay, on=date(2028, 11, leaves), destination="unknown", exit_type="own", by=by
                )  # fmt: skip
        first, last = date(2028, 11, 3), date(2028, 11, 20)
        days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
        counted = sum(Occupancy.objects.on_night(each).count() for each in days)
        assert nights.held(first, last).total == counted == 6 + 17 + 0 + 9

    def test_available_nights_are_service_less_closures(self):
        by = make_user("coordinator")
        space = make_space("A1", in_service_from=date(2028, 1, 10))
        operations.close_space(
            space=space, starts_on=date(2028, 1, 28), ends_on=date(2028, 2, 3), reason="Paint", by=by
        )  # fmt: skip
        operations.end_service(space=space, on=date(2028, 2, 20), by=by)
        make_space("A2", in_service_from=None)
        assert nights.available(date(2028, 1, 1), date(2028, 1, 31)).total == 18
        assert nights.available(date(2028, 2, 1), date(2028, 2, 29)).total == 17
        assert nights.available(date(2028, 3, 1), date(2028, 3, 31)).total == 0
