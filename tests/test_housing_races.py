"""Two people at once, each on a connection of their own: the rules hold, nobody waits for ever, everybody is told."""

import os
import threading
from collections import Counter
from datetime import timedelta
from functools import partial
from time import monotonic

import pytest
from django.db import connection
from django.utils import timezone

from housing import operations
from housing.models import Occupancy, ServicePeriod, Space, SpaceClosure
from refuge.people.models import Person
from tests.connections import at_once, refusal
from tests.factories import make_person, make_user
from tests.housing import make_space

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_connections")]
CONNECTIONS, ATTEMPTS = 40, 1000


def night(number):
    return timezone.localdate() + timedelta(days=number)


def crowding() -> float:
    """How many processes share a core here: five seconds are meant for a machine that does nothing else."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


def test_a_thousand_attempts_at_one_space_for_one_night():
    space, by = make_space("A1"), make_user("coordinator")
    people = [make_person(chosen_name=f"Person {number}", by=by) for number in range(CONNECTIONS)]
    numbers, outcomes = iter(range(ATTEMPTS)), []

    def attempt():
        while (number := next(numbers, None)) is not None:
            plan = {"person": people[number % CONNECTIONS], "starts_on": night(0), "agreed_until": night(1)}
            outcomes.append(refusal(lambda plan=plan: operations.offer(space=space, by=by, **plan)))
        connection.close()

    attempts = [threading.Thread(target=attempt) for _ in range(CONNECTIONS)]
    start = monotonic()
    for thread in attempts:
        thread.start()
    for thread in attempts:
        thread.join()
    assert (monotonic() - start) / crowding() < 5
    assert Counter(outcomes) == {"in_the_way": ATTEMPTS - 1, None: 1}
    assert Occupancy.objects.count() == 1


def test_one_person_two_spaces():
    person, by = make_person(), make_user("coordinator")
    spaces = [make_space("A1"), make_space("A2")]
    outcomes = at_once(
        *(lambda space=space: operations.arrive(person=person, space=space, by=by) for space in spaces)
    )  # fmt: skip
    assert outcomes.count(None) <= 1
    assert Occupancy.objects.current().count() == 1


def promise(person, space, by):
    """A row written past the operations, so that the triggers alone stand in the way."""
    return lambda: Occupancy.objects.bulk_create(
        [
            Occupancy(
                person=person, space=space, status="promised", starts_on=night(0), agreed_until=night(9), created_by=by
            )
        ]
    )  # fmt: skip


@pytest.mark.parametrize("first", [0, 1])
class TestOnlyOneOfTwo:
    """Each pair from both sides: whichever writes first, the other is refused by name, and never do both stand."""

    @pytest.fixture
    def by(self):
        return make_user("coordinator")

    def race(self, first, promising, other):
        writes = [promising, other]
        return at_once(*(writes if not first else reversed(writes)))

    def test_closure_and_occupancy(self, first, by):
        space = make_space("A1")

        def close():
            SpaceClosure.objects.create(space=space, starts_on=night(2), reason="Paint", closed_by=by)

        outcomes = self.race(first, promise(make_person(), space, by), close)
        assert set(outcomes) in ({None, "housing_not_closed"}, {None, "housing_closure_over_agreement"})
        assert Occupancy.objects.count() + SpaceClosure.objects.count() == 1

    def test_end_of_service_and_occupancy(self, first, by):
        space = make_space("A1")
        outcomes = self.race(
            first, promise(make_person(), space, by), lambda: ServicePeriod.objects.update(ends_on=night(2))
        )  # fmt: skip
        assert set(outcomes) in ({None, "housing_in_service"}, {None, "housing_service_still_needed"})
        cut = ServicePeriod.objects.filter(ends_on__isnull=False).count()
        assert Occupancy.objects.count() + cut == 1

    def test_birth_date_and_promise(self, first, by):
        """The correction always goes through: a promise that came before it is cancelled by it."""
        person = make_person()
        born = night(0).replace(year=night(0).year - 17, day=1)

        def correct():
            Person.objects.filter(pk=person.pk).update(birth_year=None, birth_date=born)

        outcomes = self.race(first, promise(person, make_space("A1"), by), correct)
        assert set(outcomes) in ({None}, {None, "housing_given_to_adults"})
        assert outcomes[1 - first] is None
        assert not Occupancy.objects.agreed().exists()
        person.refresh_from_db()
        assert person.birth_date == born

    def test_birth_date_and_arrival(self, first, by):
        """An arrival that came before the correction stays, marked."""
        person, space = make_person(), make_space("A1")
        born = night(0).replace(year=night(0).year - 17, day=1)

        def correct():
            Person.objects.filter(pk=person.pk).update(birth_year=None, birth_date=born)

        outcomes = self.race(
            first, lambda: operations.arrive(person=person, space=space, by=by), correct
        )  # fmt: skip
        assert outcomes[1 - first] is None
        assert not Occupancy.objects.filter(under_age=False).exists()


def test_an_approval_goes_while_its_date_is_being_used():
    """Rule 4 from both sides at once: a stay agreed beyond its limit never stands without its extension."""
    by, management, space = make_user("coordinator"), make_user("management"), make_space("A1")
    stay = operations.arrive(person=make_person(), space=space, on=night(-80), by=by)
    extension = operations.ask_extension(stay=stay, until=night(60), reason="Lease.", by=by)
    operations.decide_extension(extension=extension, approved=True, by=management)
    operations.agree_until(stay=stay, until=stay.limit_on, by=by)

    def agree():
        type(stay).objects.filter(pk=stay.pk).update(agreed_until=night(50))

    outcomes = at_once(agree, lambda: type(extension).objects.filter(pk=extension.pk).delete())
    assert set(outcomes) in ({None, "housing_within_limit"}, {None, "housing_extension_still_needed"})


def test_exchanges_of_the_same_spaces_in_both_directions():
    """Spaces are locked in id order: neither exchange waits for the other for ever."""
    by = make_user("coordinator")
    spaces = [make_space(f"A{number}") for number in range(4)]
    stays = [operations.arrive(person=make_person(), space=space, on=night(-5), by=by) for space in spaces]

    def swap(one, other):
        def run():
            here, there = (stay.occupancies.get(status="arrived").space for stay in (one, other))
            operations.exchange(moves=[(one, there), (other, here)], by=by)

        return run

    start = monotonic()
    outcomes = at_once(swap(stays[0], stays[1]), swap(stays[2], stays[3]), swap(stays[3], stays[2]))
    assert (monotonic() - start) / crowding() < 5
    assert "40P01" not in outcomes
    held = Occupancy.objects.current().values_list("space", flat=True)
    assert set(held) == set(Space.objects.values_list("pk", flat=True))


RING, MOVES = 10, 100


def ring_of(by, people):
    """Ten spaces in a ring, and so many people in the first of them."""
    spaces = [make_space(f"A{number}") for number in range(RING)]
    stays = [
        operations.arrive(person=make_person(by=by), space=space, on=night(-5), by=by) for space in spaces[:people]
    ]
    return spaces, stays


def many_at_once(attempts, connections=20):
    """What became of each, on so many connections."""
    numbers, outcomes = iter(range(len(attempts))), []

    def work():
        while (number := next(numbers, None)) is not None:
            outcomes.append(refusal(attempts[number]))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def check_no_clash(stays):
    """Each person is in one space and each space has one person; nobody sleeps in two places on one night."""
    current = Occupancy.objects.current()
    assert current.count() == len(stays)
    assert len(set(current.values_list("space", flat=True))) == len(stays)
    assert set(current.values_list("stay", flat=True)) == {stay.pk for stay in stays}


def test_a_hundred_moves_at_once_in_a_ring_of_spaces():
    """One space of the ring is free: each moves to the next if it is free by then, and is told who is there if not."""
    by = make_user("coordinator")
    spaces, stays = ring_of(by, RING - 1)

    def step(stay):
        here = stay.occupancies.filter(status="arrived").values_list("space", flat=True).first()
        following = next(spaces[(number + 1) % RING] for number, space in enumerate(spaces) if space.pk == here)
        operations.move(stay=stay, space=following, by=by)

    steps = [partial(step, stay) for stay in stays]
    outcomes = many_at_once([steps[number % len(steps)] for number in range(MOVES)])
    assert outcomes.total() == MOVES
    assert set(outcomes) <= {None, "still_there", "gone"}
    assert outcomes[None] >= 1
    check_no_clash(stays)


def test_a_hundred_exchanges_at_once_round_a_full_ring():
    """All ten move on at once, again and again: each exchange happens whole, or not at all and says so."""
    by = make_user("coordinator")
    spaces, stays = ring_of(by, RING)

    def turn():
        here = dict(Occupancy.objects.current().values_list("stay", "space"))
        order = {space.pk: number for number, space in enumerate(spaces)}
        moves = [(stay, spaces[(order[here[stay.pk]] + 1) % RING]) for stay in stays if stay.pk in here]
        operations.exchange(moves=moves, by=by)

    outcomes = many_at_once([turn] * MOVES)
    assert outcomes.total() == MOVES
    assert set(outcomes) <= {None, "gone", "still_there", "no_ring"}
    assert outcomes[None] >= 1
    check_no_clash(stays)
    rounds = Occupancy.objects.filter(status="ended").count() / RING
    assert rounds == outcomes[None]
