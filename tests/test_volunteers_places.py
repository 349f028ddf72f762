"""An activity takes no more volunteers than it has places (rule 10), and places are given in the order of arrival."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from refuge.notifications.models import Alert
from refuge.violations import rule_broken
from tests.factories import make_user
from tests.volunteers import make_activity, make_volunteer
from volunteers import operations
from volunteers.models import Activity, Seat, SignUp, Volunteer

pytestmark = pytest.mark.django_db


def sign_up(activity, volunteer, by=None):
    return operations.sign_up(activity=activity, volunteer=volunteer, by=by or make_user("volunteers"))


def seats(activity) -> list:
    """(name, seat) in the order of arrival."""
    return list(activity.signups.in_order().values_list("volunteer__name", "seat"))


def refused(write) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return rule_broken(error.value).code


def test_who_comes_after_the_last_place_waits_in_order():
    activity = make_activity(places=1)
    for name in ("Ada", "Bo", "Cléo"):
        sign_up(activity, make_volunteer(name=name))
    assert seats(activity) == [("Ada", "place"), ("Bo", "waiting"), ("Cléo", "waiting")]


def test_a_place_given_back_goes_to_the_first_who_waits_and_tells_them():
    activity, account = make_activity(places=1), make_user("volunteer")
    first = sign_up(activity, make_volunteer(name="Ada"))
    sign_up(activity, make_volunteer(name="Bo", user=account))
    sign_up(activity, make_volunteer(name="Cléo"))
    operations.give_back(signup=first, by=make_user("volunteers"))
    assert seats(activity) == [("Ada", "given_back"), ("Bo", "place"), ("Cléo", "waiting")]
    assert [alert.kind for alert in Alert.objects.filter(recipient=account)] == ["volunteers.place"]


def test_who_gave_back_and_comes_again_is_the_last():
    activity, ada = make_activity(places=1), make_volunteer(name="Ada")
    first = sign_up(activity, ada)
    sign_up(activity, make_volunteer(name="Bo"))
    operations.give_back(signup=first, by=make_user("volunteers"))
    sign_up(activity, ada)
    assert seats(activity) == [("Bo", "place"), ("Ada", "waiting")]


def test_a_replacement_says_whose_place_it_was_and_passes_the_list_by():
    activity, cleo = make_activity(places=1), make_volunteer(name="Cléo")
    first = sign_up(activity, make_volunteer(name="Ada"))
    sign_up(activity, make_volunteer(name="Bo"))
    taken = operations.replace(signup=first, volunteer=cleo, by=make_user("volunteers"))
    assert taken.replaces == first
    assert seats(activity) == [("Ada", "given_back"), ("Bo", "waiting"), ("Cléo", "place")]


def test_more_places_are_given_at_once_and_fewer_than_are_taken_are_refused():
    activity, by = make_activity(places=1), make_user("volunteers")
    for name in ("Ada", "Bo", "Cléo"):
        sign_up(activity, make_volunteer(name=name))
    operations.change_activity(activity=activity, places=2, by=by)
    assert seats(activity) == [("Ada", "place"), ("Bo", "place"), ("Cléo", "waiting")]
    with pytest.raises(ValidationError) as error:
        operations.change_activity(activity=activity, places=1, by=by)
    assert error.value.error_dict["places"][0].code == "taken"


def test_plain_sql_gives_no_place_beyond_the_last_from_either_side():
    activity = make_activity(places=1)
    sign_up(activity, make_volunteer())
    waiting = sign_up(activity, make_volunteer())
    other = make_volunteer()

    def insert():
        SignUp.objects.bulk_create(
            [SignUp(activity=activity, volunteer=other, seat=Seat.PLACE, number=9, signed_by=activity.created_by)]
        )

    def move_up():
        SignUp.objects.filter(pk=waiting.pk).update(seat=Seat.PLACE)

    def shrink():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE volunteers_activity SET places = 0 WHERE id = %s", [activity.pk])

    assert [refused(write) for write in (insert, move_up, shrink)] == ["volunteers_places"] * 3


def test_a_volunteer_gives_back_in_time_or_asks_the_coordinator():
    account = make_user("volunteer")
    volunteer = make_volunteer(user=account)
    soon, later = make_activity(0, places=1), make_activity(3, places=1)
    Activity.objects.filter(pk=soon.pk).update(
        starts_at=timezone.now() + timedelta(hours=23), ends_at=timezone.now() + timedelta(hours=25)
    )
    soon.refresh_from_db()
    tomorrow, in_time = (sign_up(each, volunteer, by=account) for each in (soon, later))
    operations.give_back(signup=in_time, by=account)
    with pytest.raises(ValidationError) as error:
        operations.give_back(signup=tomorrow, by=account)
    assert error.value.code == "too_late"
    operations.give_back(signup=tomorrow, by=make_user("volunteers"))


def test_who_pauses_or_leaves_gives_the_shifts_to_come_to_who_waits():
    activity, by = make_activity(places=1), make_user("volunteers")
    ada = make_volunteer(name="Ada")
    sign_up(activity, ada)
    sign_up(activity, make_volunteer(name="Bo"))
    operations.leave(volunteer=ada, ends_on=timezone.localdate(), by=by)
    assert seats(activity) == [("Ada", "given_back"), ("Bo", "place")]


@pytest.mark.parametrize("state", ["candidate", "paused", "left"])
def test_only_who_volunteers_now_signs_up(state):
    volunteer = make_volunteer()
    Volunteer.objects.filter(pk=volunteer.pk).update(state=state)
    volunteer.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        sign_up(make_activity(), volunteer)
    assert error.value.code == "not_active"


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_for_three_places(own_connections):
    """Each over a connection of its own: three have a place, the others wait in the order in which they came, and a
    place given back goes to the first of them."""
    by = make_user("volunteers")
    activity = make_activity(places=3, by=by)
    volunteers = [make_volunteer(by=by) for _each in range(50)]
    ready = threading.Barrier(10)

    def come(volunteer):
        try:
            if volunteer in volunteers[:10]:
                ready.wait()
            return sign_up(activity, volunteer, by).seat
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(come, volunteers))
    assert (answers.count("place"), answers.count("waiting")) == (3, 47)
    signups = list(activity.signups.in_order())
    assert [signup.number for signup in signups] == list(range(1, 51))
    assert [signup.seat for signup in signups] == ["place"] * 3 + ["waiting"] * 47
    assert [signup.signed_at for signup in signups] == sorted(signup.signed_at for signup in signups)
    operations.give_back(signup=signups[1], by=by)
    assert [seat for _name, seat in seats(activity)] == ["place", "given_back", "place", "place"] + ["waiting"] * 46


@pytest.mark.django_db(transaction=True)
def test_two_who_give_back_at_once_let_two_in(own_connections):
    by = make_user("volunteers")
    activity = make_activity(places=2, by=by)
    signups = [sign_up(activity, make_volunteer(by=by), by) for _each in range(5)]
    ready = threading.Barrier(2)

    def go(signup):
        try:
            ready.wait()
            operations.give_back(signup=signup, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(go, signups[:2]))
    assert [seat for _name, seat in seats(activity)] == ["given_back"] * 2 + ["place"] * 2 + ["waiting"]


def test_who_has_left_meanwhile_is_not_signed_up():
    """Whoever signs them up has read them before; leaving gives back what they had by then."""
    volunteer, by = make_volunteer(), make_user("volunteers")
    activity = make_activity()
    here = operations.sign_up(activity=activity, volunteer=make_volunteer(), by=by)
    operations.leave(volunteer=volunteer, ends_on=timezone.localdate(), by=by)
    for refused in (
        lambda: operations.sign_up(activity=activity, volunteer=volunteer, by=by),
        lambda: operations.replace(signup=here, volunteer=volunteer, by=by),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert not volunteer.signups.exists()
