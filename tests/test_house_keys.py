"""Keys: out to one at a time, back or lost, and told of once when they stay out after a departure."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from housing import operations
from housing.house_alerts import KEYS_OUT, send_house_alerts
from housing.models import KeyLoan, Ticket
from refuge.notifications.models import Alert
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.house_things import make_keys
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("educator")


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def day(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def resident():
    return make_stay(make_person(chosen_name="Quetzal"), make_space("A1"), on=day(-10))


def given(stay, by, number="A1-1", **fields):
    keys = make_keys(stay.occupancies.get().space, number)
    return operations.hand_out(key_set=keys, stay=stay, signed="paper", by=by, **fields)


def code_of(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        function(**kwargs)
    error = refused.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def leave(stay, by):
    operations.depart(stay=stay, destination="flatshare", exit_type="achieved", by=by)


def test_a_set_is_with_one_person_at_a_time(resident, by):
    loan = given(resident, by)
    again = {"key_set": loan.key_set, "colleague": by, "signed": "screen", "by": by}
    assert code_of(operations.hand_out, **again) == "housing_keys_out_once"
    operations.take_back(loan=loan, by=by)
    assert operations.hand_out(**again).colleague == by


def test_the_database_keeps_a_set_with_one_person(resident, by):
    loan = given(resident, by)
    with pytest.raises(IntegrityError, match="housing_keys_out_once"):
        KeyLoan.objects.create(key_set=loan.key_set, colleague=by, signed="paper", handed_by=by)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("stay_id = NULL", "housing_keys_with_one"),
        ("returned_on = out_on - 1", "housing_keys_back_after_out"),
        ("lost_on = out_on - 1", "housing_keys_back_after_out"),
    ],
)
def test_the_database_keeps_what_a_loan_is(resident, by, change, rule):
    given(resident, by)
    with pytest.raises(IntegrityError, match=rule), connection.cursor() as cursor:
        cursor.execute(f"UPDATE housing_keyloan SET {change}")


def test_a_lost_set_is_handed_out_no_more_until_it_is_found(resident, by):
    loan = operations.report_lost(loan=given(resident, by), by=by)
    again = {"key_set": loan.key_set, "colleague": by, "signed": "screen", "by": by}
    assert code_of(operations.hand_out, **again) == "housing_keys_out_once"
    found = operations.take_back(loan=loan, by=by)
    assert (found.lost_on, found.returned_on) == (day(0), day(0))
    assert operations.hand_out(**again)


def test_undoing_a_find_leaves_it_lost_and_undoing_a_loss_leaves_it_out(resident, by):
    loan = operations.report_lost(loan=given(resident, by), by=by)
    operations.take_back(loan=loan, by=by)
    assert operations.undo_back(loan=loan, by=by).lost_on == day(0)
    assert operations.undo_back(loan=loan, by=by).lost_on is None


def test_losing_a_set_proposes_a_repair_of_the_lock_filled_in(resident, by, signed_in):
    client, loan = signed_in("logistics"), given(resident, by)
    page = client.post(reverse("housing:loan_lost", args=[loan.pk]), {"on": day(0).isoformat()}, follow=True)
    initial = page.context["form"].initial
    assert initial["place"] == f"space:{loan.key_set.space_id}"
    assert "lock" in initial["what"]
    assert not Ticket.objects.exists()


def test_keys_out_after_a_departure_are_told_once_to_logistics_and_coordinator(resident, by):
    told = [make_user("logistics"), make_user("coordinator")]
    loan = given(resident, by)
    leave(resident, by)
    assert send_house_alerts() >= 2
    assert send_house_alerts() == 0 == send_house_alerts(day(1))
    alerts = Alert.objects.filter(kind=KEYS_OUT.code, recipient__in=told)
    assert alerts.open().count() == 2
    operations.take_back(loan=loan, by=by)
    assert not alerts.open().exists()


def test_of_whoever_has_died_no_keys_are_asked_for(resident, by):
    given(resident, by)
    leave(resident, by)
    people.record_death(person=resident.person, source="A friend", by=make_user("coordinator"))
    assert send_house_alerts() == 0


def test_whoever_left_is_not_handed_keys(resident, by):
    leave(resident, by)
    keys = make_keys(resident.occupancies.get().space)
    assert code_of(operations.hand_out, key_set=keys, stay=resident, signed="paper", by=by) == "departed"


def test_logistics_takes_back_a_set_without_learning_who_left_with_it(resident, by, signed_in):
    client, loan = signed_in("logistics"), given(resident, by)
    page = client.get(reverse("housing:keys")).content.decode()
    assert "Quetzal" in page
    leave(resident, by)
    page = client.get(reverse("housing:keys")).content.decode()
    assert "Still out after a departure" in page
    assert "Quetzal" not in page
    client.post(reverse("housing:loan_back", args=[loan.pk]), {"on": day(0).isoformat()})
    loan.refresh_from_db()
    assert loan.returned_on == day(0)


def test_keys_of_a_file_closed_to_a_colleague_are_somebodys(resident, by, signed_in):
    client, loan = signed_in("educator"), given(resident, by)
    hand_out = reverse("housing:hand_out")
    assert " · Quetzal" in client.get(hand_out).content.decode()
    people.close_file(person=resident.person, user=client.user, reason="Family.", by=make_user("management"))
    for address in (reverse("housing:keys"), reverse("housing:key_set", args=[loan.key_set_id])):
        assert "Quetzal" not in client.get(address).content.decode()
    assert "Quetzal" not in client.get(hand_out).content.decode()


def test_residents_to_hand_keys_to_stand_by_their_space_those_without_one_last(resident, by, signed_in):
    unplaced = make_stay(make_person(by=by, chosen_name="Ibis"), make_space("A0"), by=by, on=day(-3))
    unplaced.occupancies.update(space=None)
    page = signed_in("logistics").get(reverse("housing:hand_out")).content.decode()
    assert 0 < page.index(" · Quetzal</option>") < page.index("? · Ibis</option>")


def test_a_set_out_is_not_taken_out_of_use(resident, by):
    loan = given(resident, by)
    assert code_of(operations.retire_key_set, key_set=loan.key_set, by=by) == "out"
    operations.report_lost(loan=loan, by=by)
    operations.retire_key_set(key_set=loan.key_set, by=by)
    keys = {"key_set": loan.key_set, "colleague": by, "signed": "paper", "by": by}
    assert code_of(operations.hand_out, **keys) == "retired"


def test_keys_are_on_the_pages_of_the_stay_and_of_the_space(resident, by, signed_in):
    client = signed_in("coordinator")
    given(resident, by, "A1-77")
    for address in (reverse("housing:stay", args=[resident.pk]), reverse("housing:space", args=["A1"])):
        assert "A1-77" in client.get(address).content.decode()


def test_the_pages_of_keys_ask_the_same_with_ten_times_the_rows(by, signed_in):
    client = signed_in("coordinator")

    def add(number):
        stay = make_stay(make_person(), make_space(f"B{number}"))
        loan = given(stay, by, f"B{number}-1")
        if number % 2:
            leave(stay, by)
        return stay, loan

    def asked():
        pages = [
            reverse("housing:keys"), reverse("housing:key_set", args=[loan.key_set_id]), reverse("housing:hand_out"),
            reverse("housing:stay", args=[stay.pk]), reverse("housing:space", args=["B0"]),
            reverse("housing:space_history", args=["B0"]),
        ]  # fmt: skip
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    (stay, loan), _late = add(0), add(1)
    few = asked()
    for number in range(2, 12):
        add(number)
        operations.take_back(loan=loan, by=by)
        loan = operations.hand_out(key_set=loan.key_set, stay=stay, signed="paper", by=by)
    assert asked() == few
    stay_page = few.pop(3)
    assert (stay_page <= 14, [count for count in few if count > 12]) == (True, [])
