"""Spaces over time: history on one line, capacity by house, addresses that do not stay on a screen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing import operations
from housing.capacity import capacity_of
from housing.models import Site, Space, SpaceClosure, Unit
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.house_things import make_ticket
from tests.housing import make_space, make_stay
from tests.pages import text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def test_the_history_of_a_space_is_one_line_of_time(signed_in):
    client, space = signed_in("coordinator"), make_space("A1", in_service_from=date(2026, 1, 1))
    by = client.user
    stay = make_stay(make_person(chosen_name="Quetzal"), space, on=date(2026, 3, 1), by=by)
    operations.depart(stay=stay, on=date(2026, 4, 1), destination="flatshare", exit_type="achieved", by=by)
    operations.close_space(space=space, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 9), reason="Paint", by=by)
    make_ticket(space, what="A lamp")
    events = client.get(reverse("housing:space_history", args=["A1"])).context["events"]
    said = [(event.day.isoformat(), event.text) for event in events]
    assert said == [
        ("2026-11-23", "Repair reported"),
        ("2026-05-09", "Open again"),
        ("2026-05-01", "Closed"),
        ("2026-04-01", "Left the space"),
        ("2026-03-01", "First night"),
        ("2026-01-01", "In service"),
    ]


@pytest.mark.parametrize(("held", "leads_on"), [(1, False), (2, True)])
def test_a_space_shows_its_last_holders_and_leads_to_the_others(signed_in, monkeypatch, held, leads_on):
    monkeypatch.setattr("housing.views.spaces.HISTORY", 1)
    client, space = signed_in("coordinator"), make_space("A1")
    for number in range(held):
        who, first = make_person(chosen_name=f"Quetzal{number}"), date(2026, 3 + number, 1)
        stay = make_stay(who, space, on=first, by=client.user)
        left = first + timedelta(days=9)
        operations.depart(stay=stay, on=left, destination="flatshare", exit_type="achieved", by=client.user)
    page = client.get(reverse("housing:space", args=["A1"])).content.decode()
    assert f"Quetzal{held - 1}" in page
    assert ("All that happened here" in page) == leads_on
    assert ("Quetzal0" in page) != leads_on


@pytest.mark.parametrize("role", ["logistics", "educator"])
def test_who_slept_there_is_for_those_who_may_know(role, signed_in):
    """Logistics knows who lives here, no longer who lived here; a file closed to a colleague is somebody's."""
    client, space = signed_in(role), make_space("A1")
    stay = make_stay(make_person(chosen_name="Quetzal"), space, on=date(2026, 3, 1))
    operations.depart(stay=stay, destination="flatshare", exit_type="achieved", by=make_user("coordinator"))
    if role == "educator":
        people.close_file(person=stay.person, user=client.user, reason="Family.", by=make_user("management"))
    page = client.get(reverse("housing:space_history", args=["A1"])).content.decode()
    assert "somebody" in page
    assert "Quetzal" not in page


def test_capacity_is_what_was_in_service_less_what_was_closed():
    """Two spaces in June, one of them from the 16th on, the other closed for ten nights."""
    by = make_user("coordinator")
    first = make_space("A1", in_service_from=date(2025, 1, 1))
    make_space("A2", in_service_from=date(2026, 6, 16))
    operations.close_space(space=first, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 11), reason="Paint", by=by)
    ((site, months),) = capacity_of(2026)
    june, july, may = months[5], months[6], months[4]
    assert (june.in_service, june.closed, june.usable) == (45, 10, 35 / 30)
    assert (may.usable, july.usable) == (1, 2)
    assert capacity_of(2024) == []
    assert site == Site.objects.get().alias


def test_a_closure_of_what_is_out_of_service_takes_nothing_away():
    by = make_user("coordinator")
    space = make_space("A1", in_service_from=date(2026, 1, 1))
    operations.close_space(space=space, starts_on=date(2026, 3, 11), reason="Sold", by=by)
    operations.end_service(space=space, on=date(2026, 3, 21), by=by)
    ((_site, months),) = capacity_of(2026)
    assert [(each.in_service, each.closed) for each in months[2:4]] == [(20, 10), (0, 0)]


def test_last_years_capacity_stays_what_it_was(signed_in):
    client, space = signed_in("management"), make_space("A1", in_service_from=date(2024, 1, 1))
    operations.end_service(space=space, on=date(2026, 1, 1), by=make_user("coordinator"))
    page = client.get(reverse("housing:capacity"), {"year": 2025})
    assert page.context["totals"] == [1] * 12
    assert client.get(reverse("housing:capacity"), {"year": "x"}).context["year"] == 2026


def test_an_address_is_kept_by_no_browser_and_leaves_the_screen(signed_in):
    client, space = signed_in("logistics"), make_space("A1")
    operations.change_site(site=space.unit.site, alias="North", address="Rue du Secret 4", by=make_user("coordinator"))
    shown = client.post(reverse("housing:address", args=[space.unit.site_id]))
    assert "Secret" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Refresh"] == f"120; url={reverse('housing:spaces')}"


def test_a_corrected_house_keeps_its_address_unless_another_is_given(signed_in):
    client, space = signed_in("coordinator"), make_space("A1")
    site = space.unit.site
    operations.change_site(site=site, alias="North", address="Rue du Secret 4", by=client.user)
    address = reverse("housing:site_change", args=[site.pk])
    assert "Secret" not in client.get(address).content.decode()
    client.post(address, {"alias": "Canal", "address": ""})
    site = Site.objects.get()
    assert (site.alias, site.address) == ("Canal", "Rue du Secret 4")


def test_a_space_is_corrected_but_not_its_programme_once_slept_in(signed_in):
    client, space = signed_in("coordinator"), make_space("A1")
    data = {"code": "A9", "programme": "emergency", "step_free": "on"}
    client.post(reverse("housing:space_change", args=["A1"]), data)
    space.refresh_from_db()
    assert (space.code, space.step_free) == ("A9", True)
    make_stay(make_person(), space)
    answer = client.post(reverse("housing:space_change", args=["A9"]), data | {"programme": "post"})
    assert answer.status_code == 200
    assert Space.objects.get().programme == "emergency"


def test_capacity_and_history_ask_the_same_with_ten_times_the_rows(signed_in):
    client, by = signed_in("coordinator"), make_user("coordinator")
    space = make_space("A1")
    pages = [reverse("housing:capacity"), reverse("housing:space_history", args=["A1"])]

    def asked():
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    def live(number):
        start = TODAY - timedelta(days=20 * number + 20)
        stay = make_stay(make_person(), space, on=start, by=by)
        operations.depart(stay=stay, on=start + timedelta(days=5), destination="flatshare", exit_type="achieved", by=by)
        make_ticket(space)
        make_space(f"B{number}", site=f"Site {number % 3}")

    live(12)
    few = asked()
    for number in reversed(range(11)):
        live(number)
    assert asked() == few
    assert max(few) <= 12


def test_a_new_house_leads_to_its_flat_and_the_flat_to_its_spaces(signed_in):
    client = signed_in("coordinator")
    answer = client.post(_at("open_site"), {"alias": "North", "address": "12 rue Haute"})
    assert answer["Location"] == f"{_at('open_unit')}?site={Site.objects.get().pk}"
    assert f'value="{Site.objects.get().pk}" selected' in client.get(answer["Location"]).content.decode()
    assert "North no unit yet" in text_of(client.get(_at("spaces")))

    answer = client.post(_at("open_unit"), {"site": str(Site.objects.get().pk), "name": "Flat A"})
    assert answer["Location"] == f"{_at('open_space')}?unit={Unit.objects.get().pk}"
    listed = client.get(_at("spaces"))
    assert "Flat A North · no space yet" in text_of(listed)
    assert "no unit yet" not in text_of(listed)
    assert reverse("housing:unit_change", args=[Unit.objects.get().pk]) in listed.content.decode()

    answer = client.post(
        _at("open_space"), {"unit": str(Unit.objects.get().pk), "code": "A1", "programme": "emergency"}
    )
    assert answer["Location"] == reverse("housing:space", args=["A1"])
    assert "no space yet" not in text_of(client.get(_at("spaces")))


def _at(name):
    return reverse(f"housing:{name}")


def test_a_promise_mistyped_by_a_year_is_asked_again_but_one_to_somebody_who_comes_of_age_is_not(signed_in):
    client, space = signed_in("coordinator"), make_space("A1", in_service_from=date(2026, 1, 1))
    sent = {"person": make_person().reference, "space": str(space.pk), "how": "promise", "starts_on": "2027-11-25"}
    answer = client.post(_at("give"), sent)
    assert "Is the year right?" in text_of(answer)
    assert 'value="2027-11-25"' in answer.content.decode()
    assert not space.occupancies.exists()
    young = make_person(birth_date=date(2010, 3, 1))
    client.post(_at("give"), {**sent, "person": young.reference, "starts_on": "2028-03-02"})
    assert space.occupancies.get().person == young


def test_nobody_is_given_a_space_until_a_day_before_the_first_night(signed_in):
    client, space = signed_in("coordinator"), make_space("A1", in_service_from=date(2026, 1, 1))
    sent = {"person": make_person().reference, "space": str(space.pk), "starts_on": "2026-11-23"}
    for how in ("arrive", "promise"):
        answer = client.post(_at("give"), {**sent, "how": how, "agreed_until": "2026-11-13"})
        assert "The day of leaving comes after the first night." in text_of(answer)
    assert not space.occupancies.exists()
    client.post(_at("give"), {**sent, "how": "promise", "agreed_until": "2026-12-13"})
    plan = space.occupancies.get()
    arrival = reverse("housing:plan", args=[plan.pk])
    answer = client.post(arrival, {"on": "2026-11-23", "agreed_until": "2026-11-23"})
    assert "The day of leaving comes after the first night." in text_of(answer)
    plan.refresh_from_db()
    assert plan.stay is None


def test_a_day_out_of_all_reckoning_is_refused_once_and_in_the_reader_s_way_of_writing_days(signed_in):
    client, space = signed_in("coordinator"), make_space("A1", in_service_from=date(2026, 1, 1))
    answer = text_of(client.post(reverse("housing:close", args=[space.code]), {"starts_on": "2062-01-01"}))
    assert "Give a day from" in answer
    assert "2036-11-23" not in answer


def test_a_space_opened_on_the_day_it_was_closed_is_closed_again_as_before(signed_in):
    client, empty = signed_in("logistics"), make_space("A9")
    typed = {"starts_on": TODAY.isoformat(), "ends_on": "2026-11-27", "reason": "A leak"}
    client.post(reverse("housing:close", args=[empty.code]), typed)
    closure = SpaceClosure.objects.get(space=empty)
    back = reverse("housing:undo_reopening", args=[closure.pk])
    assert back in client.post(reverse("housing:reopen", args=[closure.pk]), follow=True).content.decode()
    assert not SpaceClosure.objects.filter(space=empty).exists()
    client.post(back)
    again = SpaceClosure.objects.get(space=empty)
    assert (again.pk, again.ends_on, again.reason) == (closure.pk, date(2026, 11, 27), "A leak")
    client.post(reverse("housing:reopen", args=[closure.pk]))
    make_stay(make_person(), empty)
    assert "Must move first" in client.post(back, follow=True).content.decode()
    assert not SpaceClosure.objects.filter(space=empty).exists()
    assert client.post(reverse("housing:undo_reopening", args=[empty.pk])).status_code == 404
