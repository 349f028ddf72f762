"""`questions.read` gives what the queryset itself would: records, what they select and prefetch, annotations."""

import pytest
from django.db.models import Count

from refuge import questions
from refuge.people.models import Person
from refuge.questions import SOMEBODY
from tests.factories import make_person, make_request
from tests.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    questions._kept.clear()


@pytest.fixture
def user():
    user = make_staff("coordinator")
    assert user.roles
    return user


def with_all(user):
    people = Person.objects.visible_to(user).select_related("worker").prefetch_related("requests")
    return people.annotate(calls=Count("requests")).order_by("chosen_name")


def told(people):
    return [(each, each.worker, each.calls, list(each.requests.all()), each.legal_name) for each in people]


def test_records_come_as_the_queryset_gives_them(user, django_assert_num_queries):
    for name in ("Nour", "Alix"):
        make_request(person=make_person(chosen_name=name, legal_name=f"{name} Peeters", by=user), by=user)
    for _time in range(2):
        with django_assert_num_queries(2):
            found = questions.read("test", user, lambda: with_all(user))
        assert told(found) == told(with_all(user))


def test_the_second_time_the_records_of_then(user):
    assert questions.read("test", user, lambda: with_all(user)) == []
    person = make_person(by=user)
    assert questions.read("test", user, lambda: with_all(user)) == [person]


def test_a_stand_in_is_somebody_else_each_time(user):
    people = [make_person(by=user), make_person(by=user)]
    for person in people:
        found = questions.read(
            "test", user, lambda: Person.objects.filter(pk=SOMEBODY), stand_ins={SOMEBODY: person.pk}
        )
        assert found == [person]
    assert len(questions._kept) == 1


def test_a_first_part_is_as_long_as_it_was_asked(user):
    for _number in range(2):
        make_person(by=user)
    assert len(questions.read("test", user, lambda: with_all(user)[:1])) == 1


def test_what_nobody_may_see_is_empty_without_a_question(user, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert questions.read("test", user, Person.objects.none) == []
        assert questions.ask("asked", user, Person.objects.none) == []
        assert questions.count("counted", user, Person.objects.none) == 0


def test_a_number_of_records_is_counted(user):
    make_person(by=user)
    assert questions.count("counted", user, lambda: with_all(user)) == 1
