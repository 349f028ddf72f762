"""What volunteers are told when an activity that they signed up for moves, is called off, or is held after all."""

from datetime import timedelta

import pytest
from django.core import mail

from refuge.notifications.models import Alert
from refuge.notifications.operations import send_next
from tests.factories import make_user
from tests.volunteers import make_activity, make_volunteer
from volunteers import operations
from volunteers.notices import send_volunteer_alerts

pytestmark = pytest.mark.django_db
REMINDER, PLACE = "volunteers.reminder", "volunteers.place"
OFF, HELD, CHANGED = "volunteers.called_off", "volunteers.held_after_all", "volunteers.changed"


@pytest.fixture
def by():
    return make_user("volunteers")


@pytest.fixture
def activity(by):
    return make_activity(1, by=by)


@pytest.fixture
def volunteer(activity, by):
    """The account of somebody who has a place."""
    account = make_user("volunteer")
    operations.sign_up(activity=activity, volunteer=make_volunteer(user=account, by=by), by=by)
    return account


def on_the_list(user) -> list:
    return sorted(Alert.objects.open().filter(recipient=user).values_list("kind", flat=True))


def send_all() -> int:
    """How many e-mails left."""
    before = len(mail.outbox)
    while send_next():
        pass
    return len(mail.outbox) - before


def test_called_off_by_mistake_leaves_everything_as_it_was(activity, volunteer, by):
    send_volunteer_alerts()
    send_all()
    operations.call_off(activity=activity, by=by)
    operations.restore_activity(activity=activity, by=by)
    assert on_the_list(volunteer) == ["volunteers.reminder"]
    assert send_all() == 0


def test_who_may_have_read_of_it_is_told_that_it_is_held_after_all(activity, volunteer, by):
    operations.call_off(activity=activity, by=by)
    assert send_all() == 1
    operations.restore_activity(activity=activity, by=by)
    assert on_the_list(volunteer) == [HELD]
    assert send_all() == 1
    operations.call_off(activity=activity, by=by)
    assert on_the_list(volunteer) == [OFF]


def test_called_off_once_more_on_the_same_day_is_told(activity, volunteer, by):
    operations.call_off(activity=activity, by=by)
    operations.restore_activity(activity=activity, by=by)
    send_all()
    assert mail.outbox == []
    operations.call_off(activity=activity, by=by)
    assert on_the_list(volunteer) == [OFF]
    assert send_all() == 1


def test_a_series_called_off_once_more_on_the_same_day_is_told(by):
    account = make_user("volunteer")
    first = make_activity(7, by=by, rhythm="weekly", until=make_activity(21, by=by).starts_at.date())
    operations.sign_up(activity=first, volunteer=make_volunteer(user=account, by=by), by=by)
    for _time in range(2):
        operations.call_off_series(activity=first, by=by)
        assert on_the_list(account) == ["volunteers.series_off"]
        first.refresh_from_db()
        operations.restore_series(activity=first, by=by)
        first.refresh_from_db()
        assert on_the_list(account) == []


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [({"place": "Town hall"}, True), ({"hours": 1}, True), ({"title": "Cooking"}, False), ({"places": 3}, False)],
)
def test_another_time_or_place_is_told_and_nothing_else(facts, is_told, activity, volunteer, by):
    later = timedelta(hours=facts.pop("hours", 0))
    facts |= {"starts_at": activity.starts_at + later, "ends_at": activity.ends_at + later}
    operations.change_activity(activity=activity, by=by, **facts)
    assert on_the_list(volunteer) == ([CHANGED] if is_told else [])


def test_a_place_taken_again_is_reminded_of_again(activity, volunteer, by):
    send_volunteer_alerts()
    assert on_the_list(volunteer) == [REMINDER]
    signup = activity.signups.get()
    operations.give_back(signup=signup, by=by)
    assert on_the_list(volunteer) == []
    operations.sign_up(activity=activity, volunteer=signup.volunteer, by=by)
    send_volunteer_alerts()
    assert on_the_list(volunteer) == [REMINDER]


def test_a_place_got_from_the_waiting_list_twice_on_one_day_is_told_twice(by):
    activity, account = make_activity(9, by=by, places=1), make_user("volunteer")
    first, waiting = make_volunteer(by=by), make_volunteer(user=account, by=by)
    for _time in range(2):
        place = operations.sign_up(activity=activity, volunteer=first, by=by)
        mine = operations.sign_up(activity=activity, volunteer=waiting, by=by)
        operations.give_back(signup=place, by=by)
        assert on_the_list(account) == [PLACE]
        operations.give_back(signup=mine, by=by)
        assert on_the_list(account) == []
