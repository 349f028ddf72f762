"""A whole series from a date on, and the feed of a volunteer beside that of a worker."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from refuge.notifications.models import Alert
from tests.factories import make_user
from tests.volunteers import make_activity, make_volunteer
from volunteers import operations
from volunteers.models import Activity, Seat

pytestmark = pytest.mark.django_db
FACTS = {"title": "Cooking together", "places": 2}


@pytest.fixture
def by():
    return make_user("volunteers")


@pytest.fixture
def series(by):
    """Four Mondays, say, the first one a week from now."""
    until = timezone.localdate() + timedelta(days=28)
    make_activity(7, by=by, rhythm="weekly", until=until)
    return list(Activity.objects.order_by("starts_at"))


def sign_up(activity, volunteer, by):
    return operations.sign_up(activity=activity, volunteer=volunteer, by=by)


def told(user) -> list:
    return list(Alert.objects.open().filter(recipient=user).values_list("kind", "params"))


def test_a_series_is_changed_from_a_day_on_and_each_keeps_its_day(series, by):
    account = make_user("volunteer")
    volunteer = make_volunteer(user=account, by=by)
    for each in series[1:]:
        sign_up(each, volunteer, by)
    days = [timezone.localdate(each.starts_at) for each in series]
    operations.change_series(activity=series[1], begins=time(20), ends=time(23), by=by, **FACTS)
    found = list(Activity.objects.order_by("starts_at"))
    assert [each.title for each in found] == ["Cooking evening"] + ["Cooking together"] * 3
    assert [timezone.localdate(each.starts_at) for each in found] == days
    assert [timezone.localtime(each.starts_at).hour for each in found] == [18, 20, 20, 20]
    assert [each.minutes for each in found] == [120, 180, 180, 180]
    assert told(account) == [("volunteers.series_changed", {"shifts": 3})]


def test_an_end_before_the_beginning_is_refused_beside_the_field_and_nobody_is_told(series, by, client):
    client.force_login(by)
    address = reverse("volunteers:series_edit", args=[series[0].pk])
    told_before = Alert.objects.count()
    posted = {"kind": "cultural", "title": "Choir", "begins": "19:00", "ends": "18:00", "places": 3}
    form = client.post(address, posted).context["form"]
    assert form.errors.as_data()["ends"][0].code == "volunteers_activity_in_order"
    assert not Activity.objects.filter(title="Choir").exists()
    assert Alert.objects.count() == told_before


def test_a_new_activity_that_ends_before_it_begins_is_told_beside_the_field(by, client):
    client.force_login(by)
    posted = {"kind": "cultural", "title": "Choir", "places": 3}
    posted |= {"starts_at": "2026-12-01T19:00", "ends_at": "2026-12-01T18:00"}
    form = client.post(reverse("volunteers:activity_new"), posted).context["form"]
    assert {name: [each.code for each in errors] for name, errors in form.errors.as_data().items()} == {
        "ends_at": ["volunteers_activity_in_order"]
    }


def test_a_series_past_midnight_stays_one(by):
    make_activity(7, by=by, rhythm="weekly", until=timezone.localdate() + timedelta(days=14), hours=8)
    first = Activity.objects.earliest("starts_at")
    operations.change_series(activity=first, begins=time(20), ends=time(1), by=by, **FACTS)
    assert {each.minutes for each in Activity.objects.all()} == {300}


def test_fewer_places_than_are_taken_on_one_of_the_days_change_nothing(series, by):
    for _each in range(2):
        sign_up(series[2], make_volunteer(by=by), by)
    with pytest.raises(ValidationError) as error:
        operations.change_series(activity=series[0], begins=time(18), ends=time(20), by=by, title="New", places=1)
    (refused,) = error.value.error_dict["places"]
    assert refused.code == "taken"
    assert Activity.objects.filter(title="New").count() == 0


def test_a_series_is_called_off_from_a_day_on_and_held_after_all(series, by):
    account, waits = make_user("volunteer"), make_user("volunteer")
    first = make_volunteer(user=account, by=by)
    for each in series:
        sign_up(each, first, by)
    sign_up(series[3], make_volunteer(by=by), by)
    waiting = sign_up(series[3], make_volunteer(user=waits, by=by), by)
    assert waiting.seat == Seat.WAITING
    off = operations.call_off_series(activity=series[2], by=by)
    assert [each.pk for each in off] == [series[2].pk, series[3].pk]
    assert told(account) == [("volunteers.series_off", {"shifts": 2})]
    assert told(waits) == [("volunteers.series_off", {"shifts": 1})]
    assert Activity.objects.standing().count() == 2
    series[2].refresh_from_db()
    operations.restore_series(activity=series[2], by=by)
    assert Activity.objects.standing().count() == 4
    assert told(account) == []
    assert series[3].signups.with_place().count() == 2


def test_what_was_called_off_alone_stays_called_off(series, by):
    operations.call_off(activity=series[3], by=by)
    operations.call_off_series(activity=series[1], by=by)
    series[1].refresh_from_db()
    operations.restore_series(activity=series[1], by=by)
    assert [each.cancelled_at is None for each in Activity.objects.order_by("starts_at")] == [True, True, True, False]


def test_one_activity_is_no_series(by, client):
    activity = make_activity(by=by)
    with pytest.raises(ValidationError) as error:
        operations.call_off_series(activity=activity, by=by)
    assert error.value.code == "no_series"
    client.force_login(by)
    assert client.get(reverse("volunteers:series_edit", args=[activity.pk])).status_code == 404


def test_the_pages_of_a_series(series, by, client):
    client.force_login(by)
    address = reverse("volunteers:series_edit", args=[series[1].pk])
    assert address in client.get(reverse("volunteers:activity", args=[series[1].pk])).content.decode()
    assert 'value="18:00"' in client.get(address).content.decode()
    client.post(address, {"kind": "cultural", "title": "Choir", "begins": "17:00", "ends": "19:00", "places": 3})
    assert Activity.objects.filter(title="Choir", places=3).count() == 3
    client.post(reverse("volunteers:series_call_off", args=[series[1].pk]))
    assert Activity.objects.standing().count() == 1
    client.post(reverse("volunteers:series_restore", args=[series[1].pk]))
    assert Activity.objects.standing().count() == 4


def test_a_volunteers_feed_keeps_its_hour_over_the_change_of_the_clocks(client):
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user)
    sign_up(make_activity(3), volunteer, user)
    token = operations.open_feed(volunteer=volunteer, by=user)
    answer = client.get(reverse("volunteers:feed", args=[token]))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert calendar.walk("VTIMEZONE")
    assert str(event["CLASS"]) == "PRIVATE"
