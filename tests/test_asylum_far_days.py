"""Days of the asylum pages whose year was probably mistyped: asked about once more, and nothing typed is lost."""

import pytest
from django.urls import reverse

from tests.asylum import days, make_deadline, make_track
from tests.factories import make_person, make_user
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
LETTER = {"kind": "appeal", "days": 30, "counting": "calendar", "confirmed": "on"}


def asked(answer) -> str:
    return answer.context["form"].errors.as_data()["sure"][0].code


def test_a_deadline_whose_last_day_is_past_is_asked_about_and_nothing_typed_is_lost(client):
    track = make_track()
    signed_in(client, "coordinator")
    url = reverse("casework:asylum_deadline_new", args=[track.pk])
    typed = LETTER | {"notified_on": days(-3660).isoformat(), "note": "By post."}
    assert 'type="hidden" name="sure"' in client.get(url).content.decode()
    answer = client.post(url, typed)
    assert asked(answer) == "far"
    shown = answer.content.decode()
    assert [
        text for text in (typed["notified_on"], "By post.", 'type="checkbox" name="sure"') if text not in shown
    ] == []
    assert not track.deadlines.exists()
    assert client.post(url, typed | {"sure": "on"}).status_code == 302
    assert track.deadlines.count() == 1


def test_a_deadline_that_still_runs_is_not_asked_about(client):
    track = make_track()
    signed_in(client, "coordinator")
    url = reverse("casework:asylum_deadline_new", args=[track.pk])
    assert client.post(url, LETTER | {"notified_on": days(-2).isoformat()}).status_code == 302


def test_what_is_corrected_of_a_late_deadline_but_its_days_asks_nothing(client):
    deadline = make_deadline(notified_on=days(-100))
    signed_in(client, "coordinator")
    url = reverse("casework:asylum_deadline", args=[deadline.pk])
    answer = client.post(url, LETTER | {"notified_on": days(-100).isoformat(), "note": "The lawyer knows."})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("name", "far", "near"), [("done_on", -3660, -400), ("planned_on", 3600, 200), ("planned_on", -800, -20)]
)
def test_a_day_of_a_step_far_from_now_is_asked_about(client, name, far, near):
    track = make_track()
    signed_in(client, "coordinator")
    url = reverse("casework:asylum_step_new", args=[track.pk, 4])
    assert asked(client.post(url, {name: days(far).isoformat()})) == "far"
    assert not track.steps.exists()
    assert client.post(url, {name: days(near).isoformat()}).status_code == 302
    assert client.post(url, {name: days(far).isoformat(), "sure": "on"}).status_code == 302
    assert track.steps.count() == 2


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("asylum_task_new", {"text": "Photos", "due_on": days(-370).isoformat()}),
        ("asylum_close", {"outcome": "refugee", "closed_on": days(-800).isoformat()}),
        ("asylum_open", {"opened_on": days(-3660).isoformat()}),
    ],
)
def test_the_other_days_are_asked_about_too(client, page, typed):
    by = make_user("coordinator")
    about = make_person(by=by).reference if page == "asylum_open" else make_track(by=by).pk
    signed_in(client, "coordinator")
    assert asked(client.post(reverse(f"casework:{page}", args=[about]), typed)) == "far"
