"""No path puts anybody under 18, or of unknown age, into a space: form, operation, plain SQL. (The import of a register
has its own test.) And what becomes of a resident who turns out to be under 18."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from housing import operations
from housing.alerts import UNDER_AGE, tell_of_minors
from housing.models import Occupancy, Stay
from refuge.notifications.models import Alert
from refuge.people import operations as people
from tests.factories import make_minor, make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_its_day")]
TODAY = timezone.localdate()
AGES = {
    "minor": {"stated_age": 16, "stated_on": TODAY},
    "unknown": {"birth_year": None},
    "perhaps": {"birth_year": TODAY.year - 18},
}


@pytest.fixture
def coordinator():
    return make_user("coordinator", language="en")


@pytest.fixture(params=AGES)
def person(request):
    return make_person(**AGES[request.param])


def offer(person, space, by):
    return operations.offer(person=person, space=space, starts_on=TODAY, by=by)


def promise(person, space, by):
    return operations.offer(person=person, space=space, starts_on=TODAY, promised=True, by=by)


def arrive(person, space, by):
    return operations.arrive(person=person, space=space, by=by)


def arrive_long_ago(person, space, by):
    return operations.arrive(person=person, space=space, on=TODAY - timedelta(days=40), by=by)


def arrive_on_a_request(person, space, by):
    return operations.arrive(person=person, space=space, request=make_request(person=person), by=by)


@pytest.mark.parametrize("path", [offer, promise, arrive, arrive_long_ago, arrive_on_a_request])
def test_no_operation(path, person, coordinator):
    with pytest.raises(ValidationError):
        path(person, make_space("A1"), coordinator)
    assert not Occupancy.objects.exists()
    assert not Stay.objects.exists()


@pytest.mark.parametrize("status", ["offered", "promised"])
def test_no_sql(status, person, coordinator):
    space = make_space("A1")
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO housing_occupancy (id, person_id, space_id, status, starts_on, agreed_until, under_age, lent,"
            " to_confirm, cancelled_because, created_at, created_by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, false, false, false, '', now(), %s)",
            [person.pk, space.pk, status, TODAY, TODAY + timedelta(days=9), coordinator.pk],
        )
    assert refused.value.__cause__.diag.constraint_name == "housing_given_to_adults"


def test_no_sql_changes_the_person_of_a_promise(person, coordinator):
    operations.offer(person=make_person(), space=make_space("A1"), starts_on=TODAY, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupancy.objects.update(person=person)


@pytest.mark.parametrize("how", ["offer", "promise", "arrive"])
@pytest.mark.parametrize("by_address", [True, False])
def test_no_form(how, by_address, person, coordinator, client):
    client.force_login(coordinator)
    typed = {
        "person": person.reference,
        "space": make_space("A1").pk,
        "how": how,
        "starts_on": TODAY,
    }
    query = f"?person={person.reference}" if by_address else ""
    page = client.post(reverse("housing:give") + query, typed)
    assert page.status_code == 200
    assert set(page.context["form"].errors) & {"person", "starts_on", "how"}
    assert not Occupancy.objects.exists()


def test_no_page_offers_one(person, coordinator, client):
    make_space("FREE-1")
    client.force_login(coordinator)
    request = make_request(person=person)
    pages = {
        "person": reverse("people:person", args=[person.reference]),
        "stay": reverse("people:panel", args=[person.reference, "stay"]),
        "request": reverse("intake:detail", args=[request.reference]),
        "give": f"{reverse('housing:give')}?person={person.reference}",
    }
    read = {name: client.get(url).content.decode() for name, url in pages.items()}
    assert [name for name, page in read.items() if "FREE-1" in page and name != "give"] == []
    assert f"/housing/give/?person={person.reference}" not in read["person"] + read["stay"]
    known = person.adult_from is not None
    assert ("No space before" in read["give"]) is known
    assert ("No space while the age is unknown" in read["give"]) is not known
    assert ("FREE-1" in read["give"]) is known  # a promise from that day on may be given
    assert 'value="arrive"' not in read["give"]


def test_a_promise_from_the_birthday_on_is_given_by_the_form(coordinator, client):
    person = make_minor()
    client.force_login(coordinator)
    typed = {
        "person": person.reference,
        "space": make_space("A1").pk,
        "how": "promise",
        "starts_on": person.adult_from,
    }
    client.post(f"{reverse('housing:give')}?person={person.reference}", typed)
    assert Occupancy.objects.get().starts_on == person.adult_from
    page = client.get(reverse("housing:plan", args=[Occupancy.objects.get().pk]))
    assert "No arrival before" in text_of(page)
    assert "Record the arrival" not in text_of(page)


def test_a_correction_keeps_the_nights_marks_them_tells_management_and_gives_no_further_one(coordinator, client):
    management, person = make_user("management"), make_person()
    space, other = make_space("A1"), make_space("A2")
    stay = make_stay(person, space, on=TODAY - timedelta(days=5), by=coordinator)
    later = operations.offer(person=person, space=other, starts_on=stay.agreed_until, by=coordinator)
    age = {"birth_date": None, "birth_year": None, "stated_age": 17, "stated_on": TODAY}
    people.change_identity(person=person, by=coordinator, **age)
    held = stay.occupancies.get()
    assert (held.status, held.under_age, held.starts_on) == ("arrived", True, TODAY - timedelta(days=5))
    later.refresh_from_db()
    assert (later.status, later.cancelled_because) == ("cancelled", "age")
    assert (tell_of_minors(), tell_of_minors()) == (1, 0)
    assert Alert.objects.get(kind=UNDER_AGE.code).recipient == management
    with pytest.raises(ValidationError):
        operations.move(stay=stay, space=other, by=coordinator)
    client.force_login(coordinator)
    page = text_of(client.get(reverse("housing:stay", args=[stay.pk])))
    assert "no further night can be given" in page
    assert "Change the space" not in page
    assert "Ask for an extension" not in page
