"""What staff do with stays: rows, messages, ways back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from housing import nights, operations
from housing.models import Occupancy, SpaceClosure, Stay
from housing.models import Space as Spaces
from housing.operations import departures
from intake import operations as intake
from refuge.people import operations as people
from tests.factories import make_person, make_request, make_user
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
    return TODAY + timedelta(days=number)


def refused(code, operation, **kwargs) -> str:
    """The sentence with which the operation refuses, its code being as told."""
    with pytest.raises(ValidationError) as error:
        operation(**kwargs)
    by_field = getattr(error.value, "error_dict", None) or {"": error.value.error_list}
    assert [each.code for errors in by_field.values() for each in errors] == [code]
    return " ".join(error.value.messages)


def leave(stay, by, **fields):
    return operations.depart(stay=stay, by=by, **{"destination": "ais_svk", "exit_type": "achieved", **fields})


class TestFromCallToArrival:
    def test_an_offer_becomes_a_promise_becomes_a_stay_and_the_request_is_accommodated(self, coordinator):
        request = make_request(person=make_person())
        plan = operations.offer(
            person=request.person, space=make_space("A1"), request=request, starts_on=day(0), by=coordinator
        )  # fmt: skip
        operations.accept(occupancy=plan, by=coordinator)
        stay = operations.arrive(occupancy=plan, by=make_user("educator"))
        plan.refresh_from_db()
        request.refresh_from_db()
        assert (plan.status, plan.stay, stay.request) == ("arrived", stay, request)
        assert (request.state, request.decision.decided_by) == ("accommodated", coordinator)

    def test_somebody_on_the_waiting_list(self, coordinator):
        request = make_request(person=make_person())
        intake.decide(request=request, outcome="waiting", reason="Full.", by=coordinator)
        make_stay(request.person, make_space("A1"), request=request)
        request.refresh_from_db()
        assert request.state == "accommodated"

    def test_outside_the_usual_ages_a_reason_is_needed(self, coordinator):
        request = make_request(person=make_person(birth_year=1990))
        arrival = {"person": request.person, "space": make_space("A1"), "request": request, "by": coordinator}
        refused("exception_needed", operations.arrive, **arrival)
        assert not Stay.objects.exists()
        operations.arrive(exception="Nobody else takes them tonight.", **arrival)

    def test_undoing_an_arrival_gives_the_promise_and_the_open_request_back(self, coordinator):
        request = make_request(person=make_person())
        plan = operations.offer(
            person=request.person, space=make_space("A1"), request=request, starts_on=day(-1), by=coordinator
        )  # fmt: skip
        operations.undo_arrival(stay=operations.arrive(occupancy=plan, by=coordinator), by=coordinator)
        plan.refresh_from_db()
        request.refresh_from_db()
        assert (plan.status, plan.starts_on, plan.stay) == ("promised", day(-1), None)
        assert (request.state, Stay.objects.count()) == ("assessing", 0)

    def test_the_end_is_counted_from_the_arrival_where_the_promise_was_for_the_usual_length(self, coordinator):
        def arrived(code, **promise):
            space = make_space(code)
            promise = {"starts_on": day(-60), "space": space, "by": coordinator, **promise}
            plan = operations.offer(person=make_person(by=coordinator), **promise)
            if code == "A3":
                later = {"starts_on": plan.agreed_until, "space": space, "by": coordinator}
                operations.offer(person=make_person(by=coordinator), **later)
            return operations.arrive(occupancy=plan, by=coordinator), plan

        stay, _plan = arrived("A1")
        assert stay.agreed_until == stay.limit_on
        stay, _plan = arrived("A2", agreed_until=day(20))
        assert stay.agreed_until == day(20)
        stay, plan = arrived("A3")
        assert stay.agreed_until == plan.agreed_until < stay.limit_on

    def test_undoing_an_arrival_after_a_move_is_refused(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"))
        operations.move(stay=stay, space=make_space("A2"), by=coordinator)
        refused("more_happened", operations.undo_arrival, stay=stay, by=coordinator)

    def test_not_in_the_future(self, coordinator):
        arrival = {"person": make_person(), "space": make_space("A1"), "by": coordinator}
        refused("future", operations.arrive, on=day(1), **arrival)

    def test_a_second_stay_is_a_move(self, coordinator):
        person = make_person()
        make_stay(person, make_space("A1"))
        refused("already_here", operations.arrive, person=person, space=make_space("A2"), by=coordinator)

    def test_what_was_agreed_for_another_names_them(self, coordinator):
        space = make_space("A1")
        operations.offer(person=make_person(chosen_name="Dani"), space=space, starts_on=day(5), by=coordinator)
        arrival = {"person": make_person(), "space": space, "by": coordinator}
        assert "Dani" in refused("in_the_way", operations.arrive, **arrival)
        operations.arrive(agreed_until=day(5), **arrival)

    def test_a_name_the_reader_may_not_know_is_not_in_the_message(self, coordinator):
        space, person = make_space("A1"), make_person(chosen_name="Dani")
        operations.offer(person=person, space=space, starts_on=day(5), by=coordinator)
        people.close_file(person=person, user=coordinator, reason="Lived here.", by=make_user("management"))
        message = refused("in_the_way", operations.arrive, person=make_person(), space=space, by=coordinator)
        assert "Dani" not in message
        assert "A1" in message

    def test_a_withdrawn_plan_frees_the_space_and_can_come_back(self, coordinator):
        space = make_space("A1")
        plan = operations.offer(person=make_person(), space=space, starts_on=day(0), by=coordinator)
        assert not Spaces.objects.free(day(0)).exists()
        operations.withdraw_plan(occupancy=plan, by=coordinator)
        assert Spaces.objects.free(day(0)).get() == space
        operations.restore_plan(occupancy=plan, by=coordinator)
        refused("gone", operations.restore_plan, occupancy=plan, by=coordinator)

    def test_a_plan_of_somebody_who_has_died_does_not_come_back(self, coordinator):
        person = make_person()
        plan = operations.offer(person=person, space=make_space("A1"), starts_on=day(0), by=coordinator)
        operations.withdraw_plan(occupancy=plan, by=coordinator)
        people.record_death(person=person, source="Family.", by=make_user("management"))
        refused("deceased", operations.restore_plan, occupancy=plan, by=coordinator)


class TestTheRequestAndItsSpace:
    """A space is given on a request for the person it is about, as decided; and what was given holds them together."""

    @pytest.fixture
    def request_(self):
        return make_request(person=make_person())

    def test_not_for_somebody_else(self, request_, coordinator):
        gift = {"person": make_person(), "space": make_space("A1"), "request": request_, "by": coordinator}
        refused("other_person", operations.arrive, **gift)
        refused("other_person", operations.offer, starts_on=day(0), **gift)

    def test_not_against_another_decision(self, request_, coordinator):
        refusal = {"outcome": "declined", "reason": "No.", "space_was_free": "no", "offered_instead": "A list."}
        intake.decide(request=request_, by=coordinator, **refusal)
        gift = {"person": request_.person, "space": make_space("A1"), "request": request_, "by": coordinator}
        refused("decided", operations.arrive, **gift)
        request_.refresh_from_db()
        assert request_.state == "declined"
        assert not Stay.objects.exists()

    @pytest.mark.parametrize("take_back", [intake.revoke_decision, intake.reopen])
    def test_the_decision_stays_while_the_person_does(self, request_, coordinator, take_back):
        stay = make_stay(request_.person, make_space("A1"), request=request_)
        refused("space_given", take_back, request=request_, by=coordinator)
        leave(stay, coordinator)
        take_back(request=request_, by=coordinator)
        request_.refresh_from_db()
        assert request_.state == "assessing"

    def test_a_promise_keeps_the_request_with_its_file(self, request_, coordinator):
        promise = {"person": request_.person, "space": make_space("A1"), "starts_on": day(0), "by": coordinator}
        plan = operations.offer(request=request_, **promise)
        refused("space_given", intake.detach_person, request=request_, by=coordinator)
        operations.withdraw_plan(occupancy=plan, by=coordinator)
        intake.detach_person(request=request_, by=coordinator)


class TestBeyondTheDate:
    """Nobody disappears from the records because a date has passed."""

    @pytest.fixture
    def stay(self):
        return make_stay(make_person(chosen_name="Idris"), make_space("C3"), on=date(2026, 8, 20))

    def test_still_there_and_counted(self, stay):
        assert stay.agreed_until == date(2026, 11, 20)
        assert Stay.objects.beyond(TODAY).get() == stay
        assert Occupancy.objects.on_night(TODAY).get().stay == stay
        assert nights.held(date(2026, 11, 20), TODAY).total == 4

    def test_the_space_can_be_promised_and_the_promise_is_at_risk(self, stay, coordinator):
        space = Spaces.objects.get()
        plan = operations.offer(person=make_person(), space=space, starts_on=day(-1), by=coordinator)
        assert Occupancy.objects.with_risk(TODAY).get(at_risk=True) == plan
        assert "Idris" in refused("still_there", operations.arrive, occupancy=plan, by=coordinator)

    def test_who_reads_in_discreet_mode_is_told_initials(self, stay, coordinator):
        plan = operations.offer(person=make_person(), space=Spaces.objects.get(), starts_on=day(-1), by=coordinator)
        coordinator.discreet = True
        said = refused("still_there", operations.arrive, occupancy=plan, by=coordinator)
        assert "C3, ID (" in said
        assert "Idris" not in said

    def test_a_late_departure_is_recorded_and_the_promise_kept(self, stay, coordinator):
        plan = operations.offer(person=make_person(), space=Spaces.objects.get(), starts_on=day(-1), by=coordinator)
        leave(stay, coordinator, on=day(0))
        assert nights.held(date(2026, 11, 20), TODAY).total == 3
        assert not Occupancy.objects.with_risk(TODAY).filter(at_risk=True).exists()
        operations.arrive(occupancy=plan, by=coordinator)
        assert Occupancy.objects.on_night(TODAY).get().person == plan.person

    def test_a_departure_noted_late_has_its_real_day(self, stay, coordinator):
        leave(stay, coordinator, on=date(2026, 11, 18))
        assert nights.held(date(2026, 11, 1), TODAY).total == 17

    def test_the_space_is_not_free(self, stay):
        assert not Spaces.objects.free(TODAY).exists()


class TestMoves:
    def test_the_night_belongs_to_the_new_space(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"), on=day(-5))
        operations.move(stay=stay, space=make_space("A2"), on=day(-2), by=coordinator)
        held = Occupancy.objects.order_by("starts_on").values_list("space__code", "starts_on", "ended_on")
        assert list(held) == [("A1", day(-5), day(-2)), ("A2", day(-2), None)]

    def test_into_an_occupied_space_names_who_is_there(self, coordinator):
        make_stay(make_person(chosen_name="Farid"), make_space("A2"))
        stay = make_stay(make_person(), make_space("A1"))
        message = refused(
            "still_there", operations.move, stay=stay, space=Spaces.objects.get(code="A2"), by=coordinator
        )
        assert "Farid" in message

    def test_a_ring_of_three(self, coordinator):
        spaces = [make_space(f"A{number}") for number in range(3)]
        stays = [make_stay(make_person(), space, on=day(-5)) for space in spaces]
        operations.exchange(moves=list(zip(stays, [*spaces[1:], spaces[0]], strict=True)), by=coordinator)
        now = [stay.occupancies.get(status="arrived").space for stay in stays]
        assert now == [*spaces[1:], spaces[0]]

    def test_an_exchange_into_the_space_promised_to_the_very_person_keeps_the_promise(self, coordinator):
        spaces = [make_space("A1"), make_space("A2")]
        stays = [make_stay(make_person(), space, on=day(-5), agreed_until=day(-1)) for space in spaces]
        promised = {"person": stays[0].person, "space": spaces[1], "starts_on": day(-1), "agreed_until": day(9)}
        plan = operations.offer(**promised, promised=True, by=coordinator)
        operations.exchange(moves=[(stays[0], spaces[1]), (stays[1], spaces[0])], by=coordinator)
        plan.refresh_from_db()
        assert (plan.status, plan.cancelled_because) == ("cancelled", "kept")
        assert stays[0].occupancies.get(status="arrived").space == spaces[1]

    def test_an_exchange_is_whole_or_not_at_all(self, coordinator):
        first, second = make_space("A1"), make_space("A2")
        stays = [make_stay(make_person(), space, on=day(-5)) for space in (first, second)]
        make_stay(make_person(), make_space("A3"))
        third = Spaces.objects.get(code="A3")
        refused("still_there", operations.exchange, moves=[(stays[0], third), (stays[1], first)], by=coordinator)
        assert Occupancy.objects.filter(status="ended").count() == 0

    def test_to_post_shelter_is_a_stay_of_its_own(self, coordinator):
        first = make_stay(make_person(), make_space("A1"), on=day(-5))
        second = operations.move(stay=first, space=make_space("E1", programme="post"), by=coordinator)
        first.refresh_from_db()
        assert (first.departed_on, first.destination) == (TODAY, "post_shelter_here")
        assert (second.programme, second.previous, second.limit_on) == ("post", first, None)
        assert second.agreed_until == date(2027, 11, 23)

    def test_into_the_space_promised_to_the_very_person(self, coordinator):
        person, post = make_person(), make_space("E1", programme="post")
        stay = make_stay(person, make_space("A1"), on=day(-5), agreed_until=day(3))
        operations.offer(person=person, space=post, starts_on=day(3), agreed_until=day(90), by=coordinator)
        moved = operations.move(stay=stay, space=post, by=coordinator)
        assert moved.agreed_until == day(90)
        assert Occupancy.objects.get(status="cancelled").cancelled_because == "kept"


class TestExtensions:
    @pytest.fixture
    def stay(self):
        return make_stay(make_person(), make_space("A1"), on=date(2026, 8, 30))

    def ask(self, stay, by, **fields):
        return operations.ask_extension(stay=stay, by=by, **{"until": day(30), "reason": "Lease.", **fields})

    def test_approved_moves_the_date_and_can_be_taken_back(self, stay, coordinator):
        management = make_user("management")
        extension = self.ask(stay, coordinator)
        operations.decide_extension(extension=extension, approved=True, by=management)
        stay.refresh_from_db()
        assert (stay.agreed_until, stay.occupancies.get().agreed_until) == (day(30), day(30))
        operations.revoke_decision(extension=extension, by=management)
        stay.refresh_from_db()
        assert stay.agreed_until == date(2026, 11, 30)

    def test_not_by_who_asked(self, stay):
        both = make_user("coordinator", "management")
        extension = self.ask(stay, both)
        refused("housing_extension_by_two", operations.decide_extension, extension=extension, approved=True, by=both)

    def test_a_promise_in_the_way_is_named(self, stay, coordinator):
        operations.offer(
            person=make_person(chosen_name="Nour"), space=Spaces.objects.get(), starts_on=day(8), by=coordinator
        )  # fmt: skip
        extension = self.ask(stay, coordinator)
        decision = {"extension": extension, "approved": True, "by": make_user("management")}
        assert "Nour" in refused("in_the_way", operations.decide_extension, **decision)
        extension.refresh_from_db()
        assert extension.approved is None

    def test_a_refusal_needs_its_reason_and_changes_no_date(self, stay, coordinator):
        decision = {"extension": self.ask(stay, coordinator), "approved": False, "by": make_user("management")}
        refused("reason_needed", operations.decide_extension, next_step="partner", **decision)
        operations.decide_extension(reason="A space waits for them.", next_step="partner", **decision)
        stay.refresh_from_db()
        assert stay.agreed_until == date(2026, 11, 30)

    def test_one_at_a_time(self, stay, coordinator):
        self.ask(stay, coordinator)
        refused("housing_one_extension_waiting", self.ask, stay=stay, by=coordinator)

    def test_none_for_who_turned_out_to_be_under_age(self, stay, coordinator):
        people.change_identity(person=stay.person, birth_date=date(2009, 1, 5), birth_year=None, by=coordinator)
        refused("housing_given_to_adults", self.ask, stay=stay, by=coordinator)


class TestDepartures:
    def test_undone_the_stay_goes_on(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"), on=day(-5))
        leave(stay, coordinator, note="Lease signed.")
        operations.undo_departure(stay=stay, by=coordinator)
        stay.refresh_from_db()
        assert (stay.departed_on, stay.destination, stay.departure_note) == (None, "", "")
        assert stay.occupancies.get().status == "arrived"

    def test_not_undone_once_somebody_else_is_in_the_space(self, coordinator):
        space = make_space("A1")
        stay = make_stay(make_person(), space, on=day(-5))
        leave(stay, coordinator)
        make_stay(make_person(chosen_name="Zoé"), space)
        assert "Zoé" in refused("still_there", operations.undo_departure, stay=stay, by=coordinator)

    def test_before_a_recorded_move_cancels_the_move_and_undone_brings_it_back(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"), on=day(-9))
        operations.move(stay=stay, space=make_space("A2"), on=day(-2), by=coordinator)
        leave(stay, coordinator, on=day(-4))
        rows = Occupancy.objects.order_by("starts_on").values_list("space__code", "status", "ended_on")
        assert list(rows) == [("A1", "ended", day(-4)), ("A2", "cancelled", None)]
        operations.undo_departure(stay=stay, by=coordinator)
        assert list(rows.all()) == [("A1", "ended", day(-2)), ("A2", "arrived", None)]

    def test_not_undone_for_who_turned_out_to_be_under_age(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"), on=day(-5))
        leave(stay, coordinator)
        people.change_identity(person=stay.person, birth_date=date(2009, 1, 5), birth_year=None, by=coordinator)
        refused("housing_given_to_adults", operations.undo_departure, stay=stay, by=coordinator)
        assert not Occupancy.objects.current().exists()

    def test_not_undone_on_what_changed_before_the_lock(self, coordinator, monkeypatch):
        """While this waits for its lock, somebody else takes the same departure back and records it anew."""
        stay = make_stay(make_person(), make_space("A1"), on=day(-9))
        operations.move(stay=stay, space=make_space("A2"), on=day(-2), by=coordinator)
        leave(stay, coordinator, on=day(-4))
        lock_stay = departures.lock_stay

        def late(stay, **kwargs):
            monkeypatch.undo()
            operations.undo_departure(stay=stay, by=coordinator)
            leave(stay, coordinator, on=day(-1))
            return lock_stay(stay, **kwargs)

        monkeypatch.setattr(departures, "lock_stay", late)
        refused("gone", operations.undo_departure, stay=stay, by=coordinator)

    def test_before_the_arrival_is_a_slip(self, coordinator):
        stay = make_stay(make_person(), make_space("A1"), on=day(-5))
        with pytest.raises(ValidationError) as error:
            leave(stay, coordinator, on=day(-6))
        assert "on" in error.value.error_dict


class TestSpaces:
    def test_a_closure_names_who_must_move_first_with_the_dates(self, coordinator):
        space = make_space("A1")
        make_stay(make_person(chosen_name="Salomé"), space, on=date(2026, 8, 30))
        closure = {"space": space, "starts_on": day(2), "reason": "Heating", "by": coordinator}
        message = refused("in_the_way", operations.close_space, **closure)
        assert "Salomé" in message
        assert "30/11/2026" in message

    def test_nor_over_somebody_beyond_their_date(self, coordinator):
        space = make_space("A1")
        make_stay(make_person(), space, on=date(2026, 8, 20))
        refused("in_the_way", operations.close_space, space=space, starts_on=day(0), reason="Paint", by=coordinator)

    def test_service_ends_once_nobody_is_to_sleep_there(self, coordinator):
        space = make_space("A1")
        stay = make_stay(make_person(chosen_name="Salomé"), space, agreed_until=day(5))
        assert "Salomé" in refused("in_the_way", operations.end_service, space=space, on=day(3), by=coordinator)
        operations.end_service(space=space, on=day(5), by=coordinator)
        leave(stay, coordinator)
        assert Spaces.objects.in_service(day(4)).exists()
        assert not Spaces.objects.in_service(day(5)).exists()

    def test_reopened_before_it_began_a_closure_never_was(self, coordinator):
        space = make_space("A1")
        closure = operations.close_space(space=space, starts_on=day(5), reason="Paint", by=coordinator)
        operations.reopen_space(closure=closure, on=day(0), by=coordinator)
        assert not SpaceClosure.objects.exists()

    def test_a_closure_of_the_past_stays_as_it_was(self, coordinator):
        past = {"starts_on": day(-10), "ends_on": day(-5), "reason": "Paint", "by": coordinator}
        closure = operations.close_space(space=make_space("A1"), **past)
        refused("open_by_then", operations.reopen_space, closure=closure, on=day(0), by=coordinator)
        refused("was_closed", operations.reopen_space, closure=closure, on=day(-10), by=coordinator)
        refused("gone", operations.undo_reopening, closure=closure, by=coordinator)
        closure.refresh_from_db()
        assert (closure.starts_on, closure.ends_on) == (day(-10), day(-5))

    def test_an_address_is_not_stored_in_plain(self, coordinator):
        site = operations.open_site(alias="North", address="12 rue Haute", by=coordinator)
        assert type(site).objects.get().address == "12 rue Haute"
        assert not type(site).objects.extra(where=["address = convert_to('12 rue Haute', 'UTF8')"]).exists()

    def test_the_programme_stays_once_somebody_was_there(self, coordinator):
        space = make_space("A1")
        make_stay(make_person(), space)
        refused("programme_in_use", operations.change_space, space=space, programme="post", by=coordinator)
