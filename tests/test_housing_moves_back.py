"""A change of space taken back: by whom, what goes on, and what refuses it. And the board's way there and back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from housing import operations
from housing.models import Occupancy, Stay
from intake.models.choices import State
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DIALOG = {"HX-Request": "true", "HX-Target": "board-menu"}


def day(number):
    return TODAY + timedelta(days=number)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


@pytest.fixture
def client(client, by):
    client.force_login(by)
    return client


def resident(code, by, name="Nour", **fields):
    person = make_person(chosen_name=name, by=by)
    return make_stay(person, make_space(code), on=day(-20), by=by, **fields)


def rows_of(stay):
    return list(stay.occupancies.order_by("starts_on", "created_at").values_list("space__code", "status", "ended_on"))


def code_of(operation, **kwargs):
    with pytest.raises(ValidationError) as error:
        operation(**kwargs)
    return error.value.code


class TestTheOperation:
    def test_the_person_is_where_they_were_and_the_new_space_is_free(self, by):
        stay, other = resident("A1", by), make_space("A2")
        before = rows_of(stay)
        operations.move(stay=stay, space=other, by=by)
        operations.undo_move(stay=stay, by=by)
        assert rows_of(stay) == before
        operations.offer(person=make_person(by=by), space=other, starts_on=TODAY, by=by)

    def test_only_the_last_of_two_moves_on_a_day(self, by):
        stay = resident("A1", by)
        for code in ("A2", "A3"):
            operations.move(stay=stay, space=make_space(code), by=by)
        operations.undo_move(stay=stay, by=by)
        assert [row[0] for row in rows_of(stay) if row[1] == "arrived"] == ["A2"]

    def test_a_date_agreed_since_holds(self, by):
        stay = resident("A1", by)
        operations.move(stay=stay, space=make_space("A2"), by=by)
        operations.agree_until(stay=stay, until=day(10), by=by)
        operations.undo_move(stay=stay, by=by)
        assert stay.occupancies.get().agreed_until == day(10)

    def test_refused_for_whoever_changed_no_space_or_has_left(self, by):
        stay = resident("A1", by)
        assert code_of(operations.undo_move, stay=stay, by=by) == "gone"
        operations.move(stay=stay, space=make_space("A2"), by=by)
        operations.depart(stay=stay, destination="unknown", exit_type="own", by=by)
        assert code_of(operations.undo_move, stay=stay, by=by) == "gone"

    def test_somebody_in_the_space_since_is_named(self, by):
        stay = resident("A1", by)
        before = stay.occupancies.get().space
        operations.move(stay=stay, space=make_space("A2"), by=by)
        make_stay(make_person(chosen_name="Milo", by=by), before, by=by)
        with pytest.raises(ValidationError, match="Milo"):
            operations.undo_move(stay=stay, by=by)
        assert [row[:2] for row in rows_of(stay)] == [("A1", "ended"), ("A2", "arrived")]

    def test_an_exchange_is_taken_back_as_a_whole(self, by):
        stays = [resident(f"A{number}", by, f"Person {number}") for number in range(3)]
        spaces = [stay.occupancies.get().space for stay in stays]
        moves = list(zip(stays, [*spaces[1:], spaces[0]], strict=True))
        operations.exchange(moves=moves, by=by)
        assert code_of(operations.undo_move, stay=stays[1], by=by, rings=False) == "exchange"
        operations.undo_move(stay=stays[1], by=by)
        assert [stay.occupancies.get().space for stay in stays] == spaces

    def test_two_moves_one_after_the_other_are_no_exchange(self, by):
        first, second = resident("A1", by), resident("A2", by, "Milo")
        empty, left = make_space("A3"), first.occupancies.get().space
        operations.move(stay=first, space=empty, by=by)
        operations.move(stay=second, space=left, by=by)
        with pytest.raises(ValidationError, match="Milo"):
            operations.undo_move(stay=first, by=by)
        operations.undo_move(stay=second, by=by)
        operations.undo_move(stay=first, by=by)
        assert [row[0] for row in rows_of(first) + rows_of(second)] == ["A1", "A2"]

    def test_after_a_transfer_the_stay_before_goes_on_and_its_promise_waits_again(self, by):
        stay, space = resident("A1", by), make_space("P1", programme="post")
        plan = operations.offer(
            person=stay.person, space=space, starts_on=stay.agreed_until, agreed_until=day(200), promised=True, by=by
        )  # fmt: skip
        later = operations.move(stay=stay, space=space, by=by)
        assert later.pk != stay.pk
        assert operations.undo_move(stay=later, by=by) == [stay]
        stay.refresh_from_db()
        plan.refresh_from_db()
        assert (stay.is_open, stay.destination, plan.status) == (True, "", "promised")
        assert Stay.objects.filter(person=stay.person).count() == 1

    def test_a_transfer_after_which_more_happened_stands(self, by):
        stay, space = resident("A1", by), make_space("P1", programme="post")
        later = operations.move(stay=stay, space=space, by=by)
        operations.ask_extension(stay=later, until=later.agreed_until + timedelta(days=9), reason="Keys.", by=by)
        assert code_of(operations.undo_move, stay=later, by=by) == "more_happened"


class TestFromTheBoard:
    def test_whatever_is_done_in_the_dialog_the_board_is_drawn_anew(self, client, by):
        stay, other = resident("A1", by), resident("A2", by, "Milo")
        ring = {"first": stay.pk, "second": other.pk, "on": TODAY}
        said = {"person": make_person(by=by).reference, "space": make_space("A3").pk, "how": "promise"}
        acts = [
            (reverse("housing:exchange"), ring),
            (reverse("housing:undo_move", args=[stay.pk]), {}),
            (reverse("housing:agree", args=[stay.pk]), {"until": day(9)}),
            (reverse("housing:give"), said | {"starts_on": TODAY}),
        ]
        for url, data in acts:
            answer = client.post(url, data, headers=DIALOG)
            assert (answer.status_code, answer.headers.get("HX-Trigger")) == (204, "board-changed"), url
        assert stay.occupancies.get().agreed_until == day(9)

    @pytest.mark.parametrize("name", ["give", "exchange"])
    def test_give_and_exchange_are_asked_for_alone_and_refused_there(self, client, by, name):
        url = reverse(f"housing:{name}")
        for answer in (client.get(url, headers=DIALOG), client.post(url, {"on": "x"}, headers=DIALOG)):
            said = answer.content.decode()
            assert "<html" not in said
            assert 'id="board-menu-title"' in said
            assert f'hx-post="{url}"' in said
        assert "error-summary" in said

    def test_the_board_drawn_anew_says_what_was_done_and_holds_the_parts_in_view(self, client, by):
        stay = resident("A1", by)
        client.post(reverse("housing:agree", args=[stay.pk]), {"until": day(9)}, headers=DIALOG)
        board = client.get("/housing/?part=1-999", headers={"HX-Request": "true", "HX-Target": "board-now"})
        said = board.content.decode()
        assert "<html" not in said
        assert 'hx-swap-oob="innerHTML:.messages"' in said
        assert f"{reverse('housing:agree', args=[stay.pk])}?until=" in said
        assert 'data-space="A1"' in said

    def test_the_agreed_date_has_a_way_back(self, client, by):
        stay = resident("A1", by)
        before, url = stay.agreed_until, reverse("housing:agree", args=[stay.pk])
        client.post(url, {"until": day(9)})
        client.post(f"{url}?until={before}")
        stay.refresh_from_db()
        assert stay.agreed_until == before

    def test_a_way_back_that_is_refused_says_why_on_the_page_of_the_stay(self, client, by):
        stay = resident("A1", by)
        answer = client.post(f"{reverse('housing:agree', args=[stay.pk])}?until=1999-01-01", follow=True)
        assert answer.redirect_chain[0][0] == reverse("housing:stay", args=[stay.pk])
        assert [each.level_tag for each in answer.context["messages"]] == ["error"]

    def test_the_menu_offers_the_way_back_of_the_last_act(self, client, by):
        def menu(occupancy):
            return client.get(reverse("housing:board_menu", args=[occupancy.pk])).content.decode()

        stay = make_stay(make_person(by=by), make_space("A1"), by=by)
        undo = {name: reverse(f"housing:{name}", args=[stay.pk]) for name in ("undo_arrival", "undo_move")}
        assert undo["undo_arrival"] in menu(stay.occupancies.get())
        operations.move(stay=stay, space=make_space("A2"), by=by)
        said = menu(stay.occupancies.get(status="arrived"))
        assert undo["undo_move"] in said
        assert undo["undo_arrival"] not in said
        gone = resident("A3", by, "Milo")
        operations.depart(stay=gone, destination="unknown", exit_type="own", by=by)
        assert reverse("housing:undo_departure", args=[gone.pk]) in menu(gone.occupancies.get())

    def test_an_educator_takes_back_a_move_and_no_exchange(self, client, by):
        stays = [resident("A1", by), resident("A2", by, "Milo")]
        spaces = [stay.occupancies.get().space for stay in stays]
        operations.exchange(moves=list(zip(stays, reversed(spaces), strict=True)), by=by)
        client.force_login(make_user("educator", language="en"))
        menu = reverse("housing:board_menu", args=[stays[0].occupancies.get(status="arrived").pk])
        url = reverse("housing:undo_move", args=[stays[0].pk])
        assert url not in client.get(menu).content.decode()
        assert "the coordinator takes it back" in client.post(url, follow=True).content.decode()


class TestGivingByName:
    def test_a_name_is_answered_with_the_references_that_it_may_mean(self, client, by):
        person = make_person(chosen_name="Ophélie", by=by)
        said = {"person": "ophelie", "space": make_space("A1").pk, "how": "promise", "starts_on": TODAY}
        page = client.post(reverse("housing:give"), said).content.decode()
        assert f"By that name: {person.reference} Ophélie" in page
        assert 'value="ophelie"' in page
        assert not Occupancy.objects.exists()
        offered = client.post(reverse("people:suggest"), {"person": "ophelie"}).content.decode()
        assert f'<option value="{person.reference}">Ophélie' in offered

    def test_discreet_the_choices_are_initials(self, client, by):
        person = make_person(chosen_name="Ophélie", by=by)
        by.discreet = True
        by.save()
        offered = client.post(reverse("people:suggest"), {"person": "ophelie"}).content.decode()
        assert person.reference in offered
        assert "Ophélie" not in offered

    def test_the_call_that_waits_is_answered_by_a_space_given_from_the_board(self, client, by):
        request = make_request(person=make_person(by=by))
        said = {"person": request.person.reference, "space": make_space("A1").pk, "how": "arrive", "starts_on": TODAY}
        client.post(reverse("housing:give"), said)
        request.refresh_from_db()
        assert request.state == State.ACCOMMODATED
        assert Stay.objects.get().request == request

    def test_of_two_calls_neither_is_guessed(self, client, by):
        person = make_person(by=by)
        for _call in range(2):
            make_request(person=person)
        said = {"person": person.reference, "space": make_space("A1").pk, "how": "promise", "starts_on": TODAY}
        client.post(reverse("housing:give"), said)
        assert Occupancy.objects.get().request is None
