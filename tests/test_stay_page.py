"""The page of a stay: its road, the chain it is part of, the clock in words; absences that free the space; and who
would live with whom."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from housing import operations
from housing.fitting import fitting
from housing.models import Absence, Space, Stay, Unit
from housing.operations import absences
from refuge.audit.models import Opening
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.fixture(autouse=True)
def clock(time_machine):
    move_to(time_machine, MONDAY)
    return time_machine


def move_to(clock, on):
    clock.move_to(datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def by():
    return make_user("coordinator", name="Camille", language="en")


@pytest.fixture
def client(client, by):
    client.force_login(by)
    client.reader = by
    return client


def resident(code, by, name="Nour", **fields):
    return make_stay(make_person(chosen_name=name, by=by), make_space(code), by=by, **{"on": day(-20), **fields})


def page(client, stay) -> str:
    client.force_login(client.reader)  # days may have passed since
    text = client.get(reverse("housing:stay", args=[stay.pk])).content.decode()
    return " ".join(text.split())


def refused(function, **kwargs) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    return error.value


class TestTheRoad:
    def test_from_the_offer_to_the_departure(self, client, by, clock):
        person, first = make_person(by=by), make_space("A1")
        plan = operations.offer(person=person, space=first, starts_on=day(5), by=by)
        move_to(clock, day(2))
        operations.accept(occupancy=plan, by=by)
        move_to(clock, day(6))
        stay = operations.arrive(occupancy=plan, by=by)
        move_to(clock, day(20))
        operations.move(stay=stay, space=make_space("A2"), by=by)
        asked = operations.ask_extension(stay=stay, until=stay.agreed_until + timedelta(days=9), reason="Keys.", by=by)
        said = page(client, stay)
        steps = ["Offered", "Promised", "Arrival", "Moved", "Extension asked", "Leaves by"]
        assert [step for step in steps if f"<b>{step}" not in said] == []
        places = [said.index(f"<b>{step}") for step in steps]
        assert places == sorted(places)
        manager = make_user("management")
        refusal = {"reason": "A room waits.", "next_step": "partner", "next_step_note": "Visit on Monday."}
        operations.decide_extension(extension=asked, approved=False, by=manager, **refusal)
        said = page(client, stay)
        assert "Extension refused" in said
        assert "Another house or partner is asked" in said
        assert "Visit on Monday." in said
        operations.depart(stay=stay, destination="ais_svk", exit_type="achieved", by=by)
        assert "<b>Departed</b>" in page(client, stay)

    def test_a_space_freed_and_given_again_stands_on_it(self, client, by):
        stay = resident("A1", by)
        away = absences.note_absence(stay=stay, kind="hospital", starts_on=day(-2), free=True, by=by)
        absences.come_back(absence=away, space=make_space("A2"), by=by)
        assert "<b>Back</b>" in page(client, stay)

    def test_emergency_then_post_shelter_is_one_chain_with_its_lengths(self, client, by, clock):
        stay = resident("A1", by)
        post = operations.move(stay=stay, space=make_space("P1", programme="post"), by=by)
        move_to(clock, day(10))
        for each in (stay, post):
            said = page(client, each)
            assert "20 nights" in said
            assert "10 nights" in said
            assert "30 nights" in said

    def test_a_stay_alone_is_no_chain(self, client, by):
        assert "In all" not in page(client, resident("A1", by))


class TestTheClockInWords:
    def test_the_day_of_leaving_and_the_last_night(self, client, by):
        said = page(client, resident("A1", by, on=date(2026, 11, 23)))
        assert "leaves by 23 Feb. 2027, the last night is that of 22 Feb. 2027" in said

    def test_thirty_november_is_out_by_the_last_of_february(self, client, by, clock):
        move_to(clock, date(2026, 11, 30))
        said = page(client, resident("A1", by, on=date(2026, 11, 30)))
        assert "30 Nov. + 3 months = 28 Feb. 2027 (that month has no 30)" in said
        assert "the last night is that of 27 Feb. 2027" in said

    def test_earlier_stays_within_the_year_are_taken_off_the_ceiling_and_it_says_so(self, client, by):
        person = make_person(by=by)
        earlier = make_stay(person, make_space("A1"), by=by, on=day(-150))
        operations.depart(stay=earlier, on=day(-130), destination="flatshare", exit_type="own", by=by)
        stay = make_stay(person, Space.objects.get(), by=by, on=MONDAY)
        said = page(client, stay)
        assert (
            "ceiling of 6 months on 3 May 2027 (23 May 2027 less 20 nights of earlier stays within 12 months)" in said
        )
        until = date(2027, 5, 4)
        asked = operations.ask_extension(stay=stay, until=until, reason="The permit is on its way.", by=by)
        assert asked.is_exception
        operations.decide_extension(extension=asked, approved=True, reason="Seen.", by=make_user("management"))
        assert Stay.objects.get(pk=stay.pk).agreed_until == until


def test_spaces_that_fit_tonight_are_those_that_are_free(by):
    """The question for those that fit has the rule of `Space.objects.free` in words of its own."""
    resident("A1", by)
    for code, starts, until in (("A2", 0, 9), ("A3", 5, 30), ("A4", -9, 0)):
        space = make_space(code)
        operations.offer(person=make_person(by=by), space=space, starts_on=day(starts), agreed_until=day(until), by=by)
    operations.close_space(space=make_space("A5"), starts_on=MONDAY, reason="Paint", by=by)
    make_space("A6")
    fits = [fit.space.code for fit in fitting(MONDAY, limit=None) if fit.free_from is None]
    assert sorted(fits) == sorted(Space.objects.free(MONDAY).values_list("code", flat=True)) == ["A3", "A4", "A6"]


class TestAbsences:
    def test_held_or_freed_by_choice_while_noting_it(self, client, by):
        stay = resident("A1", by)
        url = reverse("housing:absence", args=[stay.pk])
        said = {"kind": "hospital", "starts_on": MONDAY, "ends_on": "", "note": ""}
        client.post(url, said | {"free": "on"})
        stay.refresh_from_db()
        assert Absence.objects.get().freed_on == MONDAY
        assert stay.is_open
        assert [fit.space.code for fit in fitting(MONDAY)] == ["A1"]

    def test_not_yet_begun_it_is_not_freed(self, by):
        stay = resident("A1", by)
        error = refused(
            absences.note_absence, stay=stay, kind="holiday", starts_on=day(3), ends_on=day(9), free=True, by=by
        )
        assert error.code == "not_away"
        assert not Absence.objects.exists()

    def test_an_educator_is_not_asked(self, client, by):
        stay = resident("A1", by)
        client.force_login(make_user("educator", language="en"))
        assert 'name="free"' not in client.get(reverse("housing:absence", args=[stay.pk])).content.decode()

    def test_a_return_into_the_very_space_that_was_promised_for_it(self, by, clock):
        stay = resident("A1", by)
        away = absences.note_absence(stay=stay, kind="hospital", starts_on=MONDAY, free=True, by=by)
        space = make_space("A2")
        promise = operations.offer(person=stay.person, space=space, starts_on=day(5), promised=True, by=by)
        move_to(clock, day(6))
        absences.come_back(absence=away, space=space, by=by)
        promise.refresh_from_db()
        assert promise.cancelled_because == "kept"

    def test_freed_by_mistake_it_is_held_as_if_it_always_had_been(self, client, by):
        stay = resident("A1", by)
        away = absences.note_absence(stay=stay, kind="hospital", starts_on=MONDAY, free=True, by=by)
        client.post(reverse("housing:hold_space", args=[away.pk]))
        row = stay.occupancies.get()
        assert (row.status, row.ended_on, row.agreed_until) == ("arrived", None, stay.agreed_until)

    def test_taken_since_it_is_not_and_they_are_named(self, by):
        stay = resident("A1", by)
        away = absences.note_absence(stay=stay, kind="hospital", starts_on=MONDAY, free=True, by=by)
        make_stay(make_person(chosen_name="Milo", by=by), Space.objects.get(), by=by)
        assert "Milo" in str(refused(absences.hold_space, absence=away, by=by).messages)

    def test_a_departure_taken_back_gives_the_nights_before_the_space_was_freed(self, by):
        stay = resident("A1", by)
        absences.note_absence(stay=stay, kind="hospital", starts_on=day(-1), free=True, by=by)
        operations.depart(stay=stay, on=day(-3), destination="hospital", exit_type="arrest_hospital", by=by)
        assert stay.occupancies.get().ended_on == day(-3)
        operations.undo_departure(stay=stay, by=by)
        assert stay.occupancies.get().ended_on == MONDAY

    def test_the_clock_does_not_stop(self, by):
        stay = resident("A1", by)
        before = (stay.limit_on, stay.agreed_until)
        absences.note_absence(stay=stay, kind="hospital", starts_on=MONDAY, free=True, by=by)
        stay.refresh_from_db()
        assert (stay.limit_on, stay.agreed_until) == before


class TestLivingTogether:
    @pytest.fixture
    def two(self, by):
        first, second = (
            resident("A1", by),
            make_stay(make_person(chosen_name="Milo", by=by), make_space("B1", unit="Flat B"), by=by, on=day(-9)),
        )
        lou = make_stay(make_person(chosen_name="Lou", by=by), make_space("B2", unit="Flat B"), by=by, on=day(-9))
        conflict = {"reason": "A quarrel.", "ends_on": day(60)}
        operations.note_conflict(person=first.person, other=lou.person, by=by, **conflict)
        operations.note_conflict(person=first.person, other=second.person, by=by, **conflict)
        return first, second

    def test_the_exchange_tells_the_flat_as_it_will_be(self, client, two):
        first, second = two
        url = reverse("housing:exchange_flats")
        said = client.get(url, {"first": first.pk, "second": second.pk}).content.decode()
        assert said.count("a known conflict") == 1  # Lou stays; Milo goes the other way
        assert "Lou" in said
        assert Opening.objects.filter(detail="together").count() == 2

    def test_and_refuses_nothing(self, client, two):
        first, second = two
        client.post(reverse("housing:exchange"), {"first": first.pk, "second": second.pk, "on": MONDAY})
        assert second.occupancies.get(status="arrived").space.code == "A1"

    def test_on_the_page_of_a_plan(self, client, two, by):
        person = two[0].person
        plan = operations.offer(person=person, space=make_space("B3", unit="Flat B"), starts_on=day(200), by=by)
        said = client.get(reverse("housing:plan", args=[plan.pk])).content.decode()
        asked = f"{reverse('housing:flat')}?person={person.reference}&amp;space={plan.space_id}"
        assert asked in said


class TestARing:
    def test_of_six(self, client, by):
        stays = [resident(f"A{number}", by, f"Person {number}") for number in range(6)]
        url = reverse("housing:exchange")
        names = ["first", "second", "third", "fourth", "number5"]
        chosen = {name: stay.pk for name, stay in zip(names, stays, strict=False)} | {"on": MONDAY}
        longer = client.post(url, chosen | {"more": "1"}).content.decode()
        assert 'name="number6"' in longer
        assert longer.count("selected") >= 5
        assert not Absence.objects.exists()
        client.post(url, chosen | {"number6": stays[5].pk})
        codes = [stay.occupancies.get(status="arrived").space.code for stay in stays]
        assert codes == ["A1", "A2", "A3", "A4", "A5", "A0"]

    def test_its_page_asks_no_more_for_a_longer_ring(self, client, by, django_assert_max_num_queries):
        for number in range(6):
            resident(f"A{number}", by, f"Person {number}")
        url = reverse("housing:exchange")
        client.get(url)
        with django_assert_max_num_queries(12):
            client.get(url)


class TestFromTheBoard:
    DIALOG = {"HX-Request": "true", "HX-Target": "board-menu"}

    @pytest.mark.parametrize("name", ["move", "extend", "agree", "depart"])
    def test_a_form_is_asked_for_alone(self, client, by, name):
        stay = resident("A1", by)
        said = client.get(reverse(f"housing:{name}", args=[stay.pk]), headers=self.DIALOG).content.decode()
        assert "hx-post" in said
        assert "<html" not in said
        assert 'id="board-menu-title"' in said

    def test_done_the_board_is_drawn_anew_where_it_stands(self, client, by):
        stay = resident("A1", by)
        url = reverse("housing:move", args=[stay.pk])
        said = {"space": make_space("A2").pk, "on": MONDAY}
        answer = client.post(url, said, headers=self.DIALOG)
        assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "board-changed")
        assert stay.occupancies.get(status="arrived").space.code == "A2"

    def test_refused_it_says_so_in_the_dialog(self, client, by):
        stay = resident("A1", by)
        taken = resident("A2", by, "Milo").occupancies.get().space
        said = {"space": taken.pk, "on": MONDAY}
        answer = client.post(reverse("housing:move", args=[stay.pk]), said, headers=self.DIALOG)
        assert answer.status_code in (200, 422)
        assert "Milo" in answer.content.decode()


def test_a_unit_is_corrected_and_moves_to_another_site(client, by):
    make_space("A1")
    other = operations.open_site(alias="South", by=by)
    unit = Unit.objects.get()
    client.post(reverse("housing:unit_change", args=[unit.pk]), {"name": "Lilac", "site": other.pk})
    unit.refresh_from_db()
    assert (unit.name, unit.site) == ("Lilac", other)
    taken = operations.open_unit(site=other, name="Elm", by=by)
    said = client.post(reverse("housing:unit_change", args=[taken.pk]), {"name": "Lilac", "site": other.pk})
    assert "already a unit of this name" in said.content.decode()


def test_the_hand_over_tells_of_the_appointments_of_the_day_after(client, by):
    from casework import operations as casework

    stay = resident("A1", by)
    at = timezone.now() + timedelta(days=1)
    casework.make_appointment(
        person=stay.person, kind="talk", title="At the hospital", starts_at=at, minutes=30, worker=by, by=by
    )
    said = client.get(reverse("housing:handover")).content.decode()
    assert "Appointments of the day after" in said
    assert "Nour" in said
    assert "At the hospital" not in said


def test_who_said_what_of_an_extension_and_all_that_a_refusal_misses_at_once(client, by):
    stay = resident("A1", by, agreed_until=day(5))
    asked = operations.ask_extension(stay=stay, until=day(30), reason="Lease in May.", by=by)
    decide = {"extension": asked, "approved": False, "by": make_user("management", name="Mona")}
    assert set(refused(operations.decide_extension, **decide).error_dict) == {"reason", "next_step"}
    operations.decide_extension(reason="A room waits.", next_step="partner", **decide)
    said = page(client, stay)
    assert said.index("asked by Camille") < said.index("Lease in May.</span></small>") < said.index("decided by Mona")
    assert said.index("decided by Mona") < said.rindex("A room waits.</span></small>")


def test_the_day_that_counts_is_told_where_it_is_earlier_than_the_limit(client, by, clock):
    stay = resident("A1", by, agreed_until=day(5))
    assert "agreed earlier than the limit: this day counts" in page(client, stay)
    move_to(clock, day(8))
    assert "day 29, agreed for 25" in page(client, stay)
