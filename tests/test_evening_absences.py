"""Absences: the space held or freed while the stay and its clock go on; and leaving without news."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from housing import nights
from housing import operations as housing
from housing.models import Absence, Mark, Stay
from housing.operations import absences as operations
from refuge.people import operations as people
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.fixture(autouse=True)
def clock(time_machine):
    move(time_machine, 0)
    return time_machine


def move(clock, number, hour=18):
    at = day(number)
    clock.move_to(datetime(at.year, at.month, at.day, hour, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def coordinator():
    return make_user("coordinator", language="en")


@pytest.fixture
def space():
    return make_space("A1")


@pytest.fixture
def stay(space, coordinator):
    return make_stay(make_person(by=coordinator), space, by=coordinator, on=day(-20))


def away(stay, by, start=0, end=None, **more):
    return operations.note_absence(
        stay=stay, kind="hospital", starts_on=day(start), ends_on=end and day(end), by=by, **more
    )


def refused(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    told = error.value
    return told.code if hasattr(told, "code") else next(iter(told.error_dict.values()))[0].code


def now(stay):
    return Stay.objects.get(pk=stay.pk)


def spaces(stay):
    return list(stay.occupancies.order_by("starts_on", "created_at").values_list("space__code", "status", "ended_on"))


def test_a_held_space_stays_theirs_and_the_clock_goes_on(stay, coordinator):
    before = now(stay)
    away(stay, coordinator, end=5)
    assert spaces(stay) == [("A1", "arrived", None)]
    assert (now(stay).limit_on, now(stay).agreed_until) == (before.limit_on, before.agreed_until)
    assert nights.held(day(0), day(0)).total == 1


def test_a_freed_space_is_for_others_and_the_stay_goes_on(stay, space, coordinator):
    before = now(stay)
    operations.free_space(absence=away(stay, coordinator), by=coordinator)
    assert spaces(stay) == [("A1", "ended", day(0))]
    assert now(stay).is_open
    assert now(stay).limit_on == before.limit_on
    make_stay(make_person(by=coordinator, chosen_name="Kai"), space, by=coordinator)


def test_nights_that_the_space_was_held_stay_theirs_when_it_is_freed_later(stay, coordinator, clock):
    absence = away(stay, coordinator)
    move(clock, 4)
    operations.free_space(absence=absence, by=coordinator)
    assert spaces(stay) == [("A1", "ended", day(4))]
    assert nights.held(day(0), day(9)).total == 4


def test_coming_back_gives_a_space_again_and_the_clock_never_stopped(stay, coordinator, clock):
    limit = now(stay).limit_on
    absence = away(stay, coordinator)
    operations.free_space(absence=absence, by=coordinator)
    move(clock, 6)
    assert refused(operations.come_back, absence=absence, by=coordinator) == "space_needed"
    operations.come_back(absence=absence, space=make_space("A2"), by=coordinator)
    assert spaces(stay) == [("A1", "ended", day(0)), ("A2", "arrived", None)]
    assert (now(stay).limit_on, Absence.objects.get().ends_on) == (limit, day(6))
    assert refused(operations.come_back, absence=absence, space=make_space("A3"), by=coordinator) == "gone"


def test_nobody_comes_back_into_a_space_that_is_taken_promised_or_of_the_other_programme(stay, space, coordinator):
    absence = operations.free_space(absence=away(stay, coordinator), by=coordinator)
    make_stay(make_person(by=coordinator), space, by=coordinator)
    promised, post = make_space("A2"), make_space("P1", programme="post")
    housing.offer(person=make_person(by=coordinator), space=promised, starts_on=day(1), promised=True, by=coordinator)
    codes = [refused(operations.come_back, absence=absence, space=each, by=coordinator) for each in (space, promised)]
    assert codes == ["still_there", "in_the_way"]
    assert refused(operations.come_back, absence=absence, space=post, by=coordinator) == "other_programme"


def test_nobody_not_certainly_adult_is_given_a_space_again(stay, coordinator):
    absence = operations.free_space(absence=away(stay, coordinator), by=coordinator)
    people.change_identity(person=stay.person, birth_year=None, stated_age=16, stated_on=day(0), by=coordinator)
    with pytest.raises(RuleBroken) as broken:
        operations.come_back(absence=absence, space=make_space("A2"), by=coordinator)
    assert broken.value.code == "housing_given_to_adults"


def test_back_on_the_very_day_there_was_no_absence(stay, coordinator):
    operations.come_back(absence=away(stay, coordinator), by=coordinator)
    assert not Absence.objects.exists()


def test_a_space_is_freed_while_they_are_away_and_not_before(stay, coordinator):
    assert refused(operations.free_space, absence=away(stay, coordinator, start=2), by=coordinator) == "not_away"


def test_who_is_away_without_a_space_may_leave_be_extended_and_the_departure_taken_back(stay, space, coordinator):
    operations.free_space(absence=away(stay, coordinator), by=coordinator)
    make_stay(make_person(by=coordinator), space, by=coordinator)
    housing.agree_until(stay=stay, until=day(30), by=coordinator)
    extension = housing.ask_extension(
        stay=stay, until=now(stay).limit_on + timedelta(days=5), reason="A.", by=coordinator
    )
    housing.decide_extension(extension=extension, approved=True, by=make_user("management"))
    housing.depart(stay=stay, destination="hospital", exit_type="referral", by=coordinator)
    assert not now(stay).is_open
    housing.undo_departure(stay=stay, by=coordinator)
    assert now(stay).is_open
    assert spaces(stay) == [("A1", "ended", day(0))]


def test_who_is_away_without_a_space_cannot_arrive_a_second_time(stay, coordinator):
    operations.free_space(absence=away(stay, coordinator), by=coordinator)
    assert refused(housing.arrive, person=stay.person, space=make_space("A2"), by=coordinator) == "already_here"


def test_what_a_stay_that_is_over_or_begins_later_refuses(stay, coordinator):
    assert refused(away, stay=stay, by=coordinator, start=-30) == "before_arrival"
    housing.depart(stay=stay, destination="unknown", exit_type="own", by=coordinator)
    assert refused(away, stay=stay, by=coordinator) == "gone"


def test_two_absences_of_one_night_are_refused_and_so_is_one_without_a_night(stay, coordinator):
    away(stay, coordinator, end=5)
    with pytest.raises(RuleBroken) as broken:
        away(stay, coordinator, start=4)
    assert broken.value.code == "housing_one_absence_at_a_time"
    with pytest.raises(RuleBroken) as broken:
        away(stay, coordinator, start=8, end=8)
    assert broken.value.code == "housing_absence_has_a_night"


def test_the_database_keeps_the_rules_of_absences(stay, coordinator):
    absence = away(stay, coordinator, end=5)
    for wrong, rule in (
        ({"freed_on": day(-1)}, "housing_space_freed_while_away"),
        ({"ends_on": day(0)}, "housing_absence_has_a_night"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Absence.objects.filter(pk=absence.pk).update(**wrong)


def test_noted_by_mistake_it_never_was_unless_the_space_is_gone(stay, coordinator):
    operations.remove_absence(absence=away(stay, coordinator), by=coordinator)
    assert not Absence.objects.exists()
    absence = operations.free_space(absence=away(stay, coordinator), by=coordinator)
    assert refused(operations.remove_absence, absence=absence, by=coordinator) == "freed"


def test_an_educator_notes_an_absence_and_the_coordinator_alone_frees_the_space(stay, coordinator, client):
    client.force_login(make_user("educator"))
    client.post(reverse("housing:absence", args=[stay.pk]), {"kind": "elsewhere", "starts_on": "2026-11-23"})
    absence = Absence.objects.get()
    assert client.post(reverse("housing:free_space", args=[absence.pk])).status_code == 404
    client.force_login(coordinator)
    client.post(reverse("housing:free_space", args=[absence.pk]))
    make_space("A2")
    page = client.get(reverse("housing:back", args=[absence.pk])).content.decode()
    assert "A2" in page
    space = make_space("A3")
    client.post(reverse("housing:back", args=[absence.pk]), {"on": "2026-11-23", "space": space.pk})
    assert spaces(stay)[-1][:2] == ("A3", "arrived")


def test_who_is_away_without_a_space_stands_on_the_page_of_the_evening(stay, coordinator, client):
    operations.free_space(absence=away(stay, coordinator, end=2), by=coordinator)
    client.force_login(coordinator)
    for name in ("tonight", "round"):
        page = client.get(reverse(f"housing:{name}")).content.decode()
        assert stay.person.chosen_name in page
        assert "no space held" in page


# Leaving without news


def seen(stay, by, *numbers):
    for number in numbers:
        Mark.objects.create(
            stay=stay, night=day(number), presence="present", made_by=by, made_at=datetime.now(tz=ZoneInfo("UTC"))
        )


def proposed(client, stay):
    return client.get(reverse("housing:without_news", args=[stay.pk])).context["form"].initial["on"]


def test_the_day_after_the_last_night_seen_is_proposed_and_nothing_where_nobody_looked(stay, coordinator, client):
    client.force_login(coordinator)
    assert proposed(client, stay) is None
    seen(stay, coordinator, -6, -4)
    assert proposed(client, stay) == day(-3)


def test_the_clock_never_ends_a_stay_a_person_does(stay, coordinator, client, clock):
    seen(stay, coordinator, -4)
    move(clock, 60)
    assert now(stay).is_open
    client.force_login(make_user("educator"))
    client.post(reverse("housing:without_news", args=[stay.pk]), {"on": "2026-11-20"})
    left = now(stay)
    assert (left.departed_on, left.destination, left.exit_type) == (day(-3), "unknown", "abandoned")
    assert stay.occupancies.get().to_confirm
    housing.undo_departure(stay=stay, by=coordinator)
    assert now(stay).is_open
