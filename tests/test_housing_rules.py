"""The rules of housing that stand in the database, gone round with plain SQL (DESIGN.md, rules 1 to 5 and 12)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from housing import operations
from housing.models import Extension, Occupancy, SpaceClosure, Stay
from refuge.violations import UNKNOWN, rule_broken
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def coordinator():
    return make_user("coordinator")


def day(number):
    """The 23rd of November plus so many days."""
    return TODAY + timedelta(days=number)


def broken(write, *args, **kwargs) -> str:
    """The name of the rule that refuses the write; the message of a rule is never the general one."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(*args, **kwargs)
    said = rule_broken(refused.value)
    assert UNKNOWN not in said.messages
    return said.code


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def insert(person, space, status, starts_on, agreed_until, by, **fields):
    """A row as somebody with a database console would write it."""
    stay = fields.pop("stay", None)
    if status in ("arrived", "ended") and stay is None:
        stay = Stay.objects.create(
            person=person, programme=space.programme, arrived_on=starts_on, clock_from=starts_on,
            agreed_until=agreed_until, created_by=by,
        )  # fmt: skip
        if status == "ended":
            stay.departed_on, stay.destination, stay.exit_type = fields["ended_on"], "unknown", "own"
            stay.save()
    Occupancy.objects.bulk_create(
        [Occupancy(person=person, space=space, status=status, starts_on=starts_on, agreed_until=agreed_until,
                   created_by=by, stay=stay, **fields)]
    )  # fmt: skip


class TestOnePersonASpace:
    """Rule 1."""

    @pytest.mark.parametrize("first", ["offered", "promised", "arrived"])
    @pytest.mark.parametrize("second", ["offered", "promised", "arrived"])
    def test_two_agreements_over_one_night(self, coordinator, first, second):
        space = make_space("A1")
        insert(make_person(), space, first, day(0), day(10), coordinator)
        rule = broken(insert, make_person(), space, second, day(9), day(20), coordinator)
        assert rule in {"housing_space_agreed_once", "housing_space_slept_in_by_one"}

    def test_one_may_begin_on_the_day_the_other_ends(self, coordinator):
        space = make_space("A1")
        insert(make_person(), space, "arrived", day(0), day(10), coordinator)
        insert(make_person(), space, "promised", day(10), day(20), coordinator)
        assert Occupancy.objects.count() == 2

    def test_nobody_else_arrives_while_somebody_is_there_beyond_the_date(self, coordinator):
        space = make_space("A1")
        insert(make_person(), space, "arrived", day(-30), day(-3), coordinator)
        insert(make_person(), space, "promised", day(-1), day(20), coordinator)
        assert broken(sql, "UPDATE housing_occupancy SET status = 'arrived', stay_id = "
                      "(SELECT id FROM housing_stay LIMIT 1) WHERE status = 'promised'") == (
            "housing_space_slept_in_by_one")  # fmt: skip

    def test_two_past_occupancies_of_one_night(self, coordinator):
        space = make_space("A1")
        insert(make_person(), space, "ended", day(-30), day(-20), coordinator, ended_on=day(-10))
        rule = broken(insert, make_person(), space, "ended", day(-11), day(-5), coordinator, ended_on=day(-5))
        assert rule == "housing_space_slept_in_by_one"

    def test_out_and_in_on_one_day(self, coordinator):
        space = make_space("A1")
        insert(make_person(), space, "ended", day(-30), day(-20), coordinator, ended_on=day(-10))
        insert(make_person(), space, "ended", day(-10), day(-10), coordinator, ended_on=day(-10))
        insert(make_person(), space, "arrived", day(-10), day(10), coordinator)
        assert Occupancy.objects.count() == 3


class TestOneSpaceAPerson:
    """Rule 2."""

    def test_two_spaces_promised_for_one_night(self, coordinator):
        person = make_person()
        insert(person, make_space("A1"), "promised", day(1), day(10), coordinator)
        rule = broken(insert, person, make_space("A2"), "promised", day(9), day(11), coordinator)
        assert rule == "housing_person_agreed_once"

    def test_two_spaces_slept_in_on_one_night(self, coordinator):
        person = make_person()
        insert(person, make_space("A1"), "arrived", day(-10), day(-5), coordinator)
        stay = Stay.objects.get()
        rule = broken(insert, person, make_space("A2"), "arrived", day(-1), day(1), coordinator, stay=stay)
        assert rule == "housing_person_in_one_space"

    def test_two_stays_at_a_time(self, coordinator):
        person = make_person()
        make_stay(person, make_space("A1"), on=day(-10), by=coordinator)
        rule = broken(
            Stay.objects.create, person=person, programme="post", arrived_on=day(-2), clock_from=day(-2),
            agreed_until=day(2), created_by=coordinator,
        )  # fmt: skip
        assert rule == "housing_one_stay_at_a_time"


class TestNobodyUnderAge:
    """Rule 3."""

    @pytest.mark.parametrize("status", ["offered", "promised", "arrived"])
    @pytest.mark.parametrize("age", [{"birth_date": date(2008, 11, 24)}, {"birth_year": 2008}, {"stated_age": 17}])
    def test_under_18_or_not_certain(self, coordinator, status, age):
        if "stated_age" in age:
            age |= {"stated_on": TODAY}
        rule = broken(insert, make_person(**age), make_space("A1"), status, day(0), day(9), coordinator)
        assert rule == "housing_given_to_adults"

    def test_age_unknown(self, coordinator):
        person = make_person()
        sql("UPDATE people_person SET birth_year = NULL")
        assert broken(insert, person, make_space("A1"), "offered", day(0), day(9), coordinator) == (
            "housing_given_to_adults"
        )

    def test_a_promise_from_the_birthday_on(self, coordinator):
        person = make_person(birth_date=date(2008, 11, 30))
        insert(person, make_space("A1"), "promised", date(2026, 11, 30), day(20), coordinator)
        assert broken(sql, "UPDATE housing_occupancy SET starts_on = starts_on - 1") == "housing_given_to_adults"

    def test_a_past_night_under_age_is_entered_with_its_mark_alone(self, coordinator):
        person = make_person(birth_date=date(2008, 11, 24))
        past = (person, make_space("A1"), "ended", day(-9), day(-5), coordinator)
        assert broken(insert, *past, ended_on=day(-5)) == "housing_given_to_adults"
        insert(*past, ended_on=day(-5), under_age=True)
        assert Occupancy.objects.get().under_age

    @pytest.mark.parametrize("correction", ["birth_year = NULL", "birth_year = NULL, birth_date = '2009-01-05'"])
    def test_a_correction_is_accepted_marks_nights_and_cancels_promises(self, coordinator, correction):
        person, other = make_person(), make_space("A2")
        make_stay(person, make_space("A1"), on=day(-10), agreed_until=day(5), by=coordinator)
        insert(person, other, "promised", day(5), day(20), coordinator)
        sql(f"UPDATE people_person SET {correction}")
        there, promise = Occupancy.objects.order_by("starts_on")
        assert (there.status, there.under_age) == ("arrived", True)
        assert (promise.status, promise.cancelled_because) == ("cancelled", "age")

    def test_promises_from_the_new_birthday_on_stay(self, coordinator):
        person = make_person()
        insert(person, make_space("A1"), "promised", day(30), day(60), coordinator)
        sql("UPDATE people_person SET birth_year = NULL, birth_date = %s", date(2008, 12, 1))
        assert Occupancy.objects.get().status == "promised"

    def test_no_further_night_after_a_correction_but_the_departure_always(self, coordinator):
        person = make_person()
        stay = make_stay(person, make_space("A1"), on=day(-10), agreed_until=day(5), by=coordinator)
        sql("UPDATE people_person SET birth_year = NULL, birth_date = '2009-01-05'")
        assert broken(sql, "UPDATE housing_occupancy SET agreed_until = agreed_until + 1") == "housing_given_to_adults"
        assert broken(insert, person, make_space("A2"), "arrived", day(0), day(5), coordinator, stay=stay) == (
            "housing_given_to_adults"
        )
        sql("UPDATE housing_occupancy SET agreed_until = agreed_until - 1")
        operations.depart(stay=stay, destination="youth_care", exit_type="referral", by=coordinator)
        assert Occupancy.objects.get().under_age

    def test_the_mark_is_no_way_round_to_a_night_to_come(self, coordinator):
        person, space = make_person(birth_date=date(2009, 1, 5)), make_space("A1", programme="post")
        marked = {"ended_on": date(2100, 1, 1), "under_age": True}
        rule = broken(insert, person, space, "ended", day(0), date(2100, 1, 1), coordinator, **marked)
        assert rule == "housing_given_to_adults"

    def test_nor_is_what_ended_a_way_to_be_here(self, coordinator):
        person, space = make_person(birth_date=timezone.now().date() - timedelta(days=17 * 365)), make_space("A1")
        insert(person, space, "ended", day(-9), day(-5), coordinator, ended_on=day(-5), under_age=True)
        sql("UPDATE housing_stay SET departed_on = NULL, destination = '', exit_type = ''")
        for write in (
            "UPDATE housing_occupancy SET status = 'arrived', ended_on = NULL",
            "UPDATE housing_occupancy SET ended_on = '2100-01-01'",
        ):
            assert broken(sql, write) == "housing_given_to_adults"

    def test_a_mark_goes_when_the_correction_is_corrected(self, coordinator):
        person = make_person()
        make_stay(person, make_space("A1"), on=day(-10), by=coordinator)
        sql("UPDATE people_person SET birth_year = 2009")
        sql("UPDATE people_person SET birth_year = 2005")
        assert not Occupancy.objects.get().under_age


class TestTheLongestStay:
    """Rule 4."""

    @pytest.fixture
    def stay(self, coordinator):
        return make_stay(make_person(), make_space("A1"), on=date(2026, 8, 30), by=coordinator)

    def test_beyond_the_limit(self, stay):
        assert stay.limit_on == stay.agreed_until == date(2026, 11, 30)
        assert broken(sql, "UPDATE housing_stay SET agreed_until = '2026-12-01'") == "housing_within_limit"

    def test_the_limit_cannot_be_written(self, stay):
        sql("UPDATE housing_stay SET limit_on = '2027-12-01'")
        stay.refresh_from_db()
        assert stay.limit_on == date(2026, 11, 30)

    def test_beyond_it_with_an_approved_extension_alone(self, stay, coordinator):
        extension = operations.ask_extension(stay=stay, until=day(30), reason="Waits for a lease.", by=coordinator)
        assert broken(sql, "UPDATE housing_stay SET agreed_until = %s", day(30)) == "housing_within_limit"
        operations.decide_extension(extension=extension, approved=True, by=make_user("management"))
        assert broken(sql, "UPDATE housing_stay SET agreed_until = %s", day(31)) == "housing_within_limit"

    def test_nor_on_the_occupancy_alone(self, stay):
        write = "UPDATE housing_occupancy SET agreed_until = agreed_until + 1"
        assert broken(sql, write) == "housing_as_the_stay"

    def test_nor_by_the_name_of_the_other_programme(self, stay, coordinator):
        post = {"programme": "post", "arrived_on": day(0), "clock_from": day(0), "agreed_until": day(400)}
        other = Stay.objects.create(person=make_person(), created_by=coordinator, **post)
        place = (other.person, make_space("A2"), "arrived", day(0), day(400), coordinator)
        assert broken(insert, *place, stay=other) == "housing_as_the_stay"
        write = "UPDATE housing_stay SET programme = 'post', agreed_until = %s WHERE id = %s"
        assert broken(sql, write, day(400), stay.pk) == "housing_same_programme"

    @pytest.mark.parametrize(
        "write",
        [
            "UPDATE housing_extension SET approved = false, next_step = 'talk', decision_reason = '\\x01'",
            "UPDATE housing_extension SET until = until - 1",
            "DELETE FROM housing_extension",
        ],
    )
    def test_an_approval_that_carries_a_date_cannot_go(self, stay, coordinator, write):
        extension = operations.ask_extension(stay=stay, until=day(30), reason="Waits for a lease.", by=coordinator)
        operations.decide_extension(extension=extension, approved=True, by=make_user("management"))
        assert broken(sql, write) == "housing_extension_still_needed"

    def test_post_shelter_has_no_limit(self, coordinator):
        stay = make_stay(make_person(), make_space("E1", programme="post"), on=day(0), by=coordinator)
        sql("UPDATE housing_stay SET agreed_until = '2029-12-01'")
        stay.refresh_from_db()
        assert (stay.limit_on, stay.agreed_until) == (None, date(2029, 12, 1))


class TestWithinService:
    """Rule 5, from each of its sides."""

    def test_before_service_and_after_it(self, coordinator):
        space = make_space("A1", in_service_from=day(-5))
        operations.end_service(space=space, on=day(20), by=coordinator)
        for start, end in [(-6, 3), (10, 21), (30, 40)]:
            assert broken(insert, make_person(), space, "promised", day(start), day(end), coordinator) == (
                "housing_in_service"
            )

    def test_over_two_periods_that_touch(self, coordinator):
        space = make_space("A1", in_service_from=day(0))
        operations.end_service(space=space, on=day(5), by=coordinator)
        operations.put_in_service(space=space, starts_on=day(5), by=coordinator)
        insert(make_person(), space, "promised", day(1), day(9), coordinator)
        assert Occupancy.objects.count() == 1

    def test_never_in_service(self, coordinator):
        space = make_space("A1", in_service_from=None)
        rule = broken(insert, make_person(), space, "offered", day(0), day(1), coordinator)
        assert rule == "housing_in_service"

    def test_on_a_closure(self, coordinator):
        space = make_space("A1")
        operations.close_space(space=space, starts_on=day(5), ends_on=day(8), reason="Heating", by=coordinator)
        assert broken(insert, make_person(), space, "promised", day(0), day(6), coordinator) == "housing_not_closed"
        insert(make_person(), space, "promised", day(0), day(5), coordinator)
        insert(make_person(), space, "promised", day(8), day(9), coordinator)

    @pytest.mark.parametrize(
        "write",
        [
            "UPDATE housing_serviceperiod SET ends_on = %s",
            "UPDATE housing_serviceperiod SET starts_on = %s",
            "DELETE FROM housing_serviceperiod WHERE %s::date IS NOT NULL",
        ],
    )
    def test_service_that_somebody_needs(self, coordinator, write):
        insert(make_person(), make_space("A1"), "promised", day(0), day(10), coordinator)
        assert broken(sql, write, day(5)) == "housing_service_still_needed"

    def test_a_closure_over_somebody(self, coordinator):
        space = make_space("A1")
        insert(make_person(), space, "promised", day(0), day(10), coordinator)
        closure = {"space": space, "reason": "Paint", "closed_by": coordinator}
        assert broken(SpaceClosure.objects.create, starts_on=day(9), **closure) == "housing_closure_over_agreement"
        SpaceClosure.objects.create(starts_on=day(10), **closure)
        assert broken(sql, "UPDATE housing_spaceclosure SET starts_on = starts_on - 1") == (
            "housing_closure_over_agreement"
        )

    def test_who_is_beyond_the_date_can_leave_though_the_space_is_closed(self, coordinator):
        space = make_space("A1")
        stay = make_stay(make_person(), space, on=day(-30), agreed_until=day(-3), by=coordinator)
        SpaceClosure.objects.create(space=space, starts_on=day(-1), reason="Leak", closed_by=coordinator)
        operations.depart(stay=stay, destination="unknown", exit_type="own", by=coordinator)
        assert Occupancy.objects.get().ended_on == day(0)


def test_an_extension_is_not_decided_by_who_asked(coordinator):
    """Rule 12."""
    stay = make_stay(make_person(), make_space("A1"), on=day(-10), by=coordinator)
    extension = operations.ask_extension(stay=stay, until=day(100), reason="Waits for a lease.", by=coordinator)
    rule = broken(
        Extension.objects.filter(pk=extension.pk).update,
        approved=True, decided_by=coordinator, decided_at=timezone.now(),
    )  # fmt: skip
    assert rule == "housing_extension_by_two"
