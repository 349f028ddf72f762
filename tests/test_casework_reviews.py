"""Reviews of a plan: when they are due, whom they tell, who reads them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework import operations, reviews
from casework.models import PlanReview
from housing.operations import depart
from refuge.notifications.models import Alert
from refuge.parameters.operations import set_value
from refuge.people.operations import record_death
from refuge.violations import RuleBroken
from tests.casework import days, open_since
from tests.factories import make_user
from tests.housing import make_space, make_stay
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opened", "kind"), [(24, ""), (25, "first"), (40, "first"), (52, "first"), (53, "second"), (90, "second")]
)
def test_a_review_is_due_four_and_eight_weeks_after_the_opening(opened, kind):
    """Three days ahead, by the parameter."""
    plan = open_since(opened)
    found = reviews.with_due(type(plan).objects.all(), timezone.localdate()).get()
    assert found.review_due == kind


def test_once_held_the_next_one_is_due_and_a_later_one_stands_for_the_first():
    plan, by = open_since(60), make_user("coordinator")

    def due():
        return reviews.with_due(type(plan).objects.all(), timezone.localdate()).get().review_due

    assert due() == "second"
    held = operations.hold_review(plan=plan, kind="second", reached="Papers.", by=by)
    assert due() == ""
    operations.remove_review(review=held, by=by)
    assert due() == "second"
    operations.restore_review(review=held, by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.hold_review(plan=plan, kind="second", reached="Again.", by=by)
    assert refusal.value.code == "casework_one_review_of_a_kind"


def test_the_review_at_the_exit_is_due_when_the_stay_ends():
    plan, by = open_since(10), make_user("coordinator")
    stay = make_stay(plan.person, make_space("L1"), by=by, on=days(-5))

    def due():
        return reviews.with_due(type(plan).objects.all(), timezone.localdate()).get().review_due

    assert due() == ""
    depart(stay=stay, destination="flatshare", exit_type="achieved", by=by)
    assert due() == "exit"


def test_the_weeks_are_a_parameter():
    plan = open_since(15)
    set_value(code="casework.first_review_weeks", value=2, valid_from=days(-1), by=make_user("management"))
    found = reviews.with_due(type(plan).objects.all(), timezone.localdate()).get()
    assert (found.review_due, found.first_on) == ("first", days(-1))


def test_a_review_alerts_the_worker_in_charge_once_and_leaves_the_list_when_held():
    worker, by = make_user("educator"), make_user("coordinator")
    plan = open_since(27, worker=worker)
    open_since(200)
    assert (reviews.tell(), reviews.tell()) == (1, 0)
    assert Alert.objects.get().recipient == worker
    held = operations.hold_review(plan=plan, kind="first", reached="A start.", by=by)
    assert not Alert.objects.open().exists()
    operations.remove_review(review=held, by=by)
    assert Alert.objects.open().count() == 1
    operations.close_plan(plan=plan, by=by)
    assert not Alert.objects.open().exists()
    operations.reopen_plan(plan=plan, by=by)
    record_death(person=plan.person, source="Hospital", by=by)
    assert not Alert.objects.open().exists()
    assert reviews.tell(days(30)) == 0


def test_the_words_of_a_review_are_encrypted_and_management_reads_its_day_alone(client):
    plan, by = open_since(30), make_user("coordinator")
    operations.hold_review(plan=plan, kind="first", reached="Quetzal", changes="Tlaloc", by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row::text, ' ') FROM casework_planreviewevent row")
        stored = cursor.fetchone()[0]
        assert b"Quetzal".hex() not in stored
        for change in ("reached = NULL", "plan_id = plan_id"):
            if "NULL" in change:
                with pytest.raises(IntegrityError, match="casework_review_says_something"), transaction.atomic():
                    cursor.execute(f"UPDATE casework_planreview SET {change}")
    signed_in(client, "management")
    page = client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert "First review" in page
    assert "Quetzal" not in page
    signed_in(client, "educator")
    page = client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert "Quetzal" in page
    assert "Tlaloc" in page


def test_a_review_is_held_from_the_plan_page(client):
    signed_in(client, "educator")
    plan = open_since(30)
    url = reverse("casework:review_new", args=[plan.pk])
    assert f"{url}?kind=first" in client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    typed = {"kind": "first", "held_on": days(-40).isoformat(), "reached": "Kept when refused"}
    assert "Kept when refused" in client.post(url, typed).content.decode()
    client.post(url, typed | {"held_on": days(-1).isoformat()})
    assert PlanReview.objects.get().held_on == days(-1)
