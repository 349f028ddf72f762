"""The board: part by part, each space drawn once, and what can be done from a bar."""

import re
from cProfile import Profile
from datetime import date, datetime, timedelta
from pstats import Stats
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing import operations, tonight
from housing.board.parts import IN_A_PART
from housing.models import ServicePeriod, Site, Space, SpaceClosure, Unit
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
BOARD = reverse("housing:board")


def day(number):
    return TODAY + timedelta(days=number)


@pytest.fixture(autouse=True)
def on_a_monday(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def signed_in(client):
    def sign_in(role):
        client.user = make_user(role, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def add_empty_spaces(count, by):
    """In bulk, after all others, each closed for a week."""
    unit = Unit.objects.create(site=Site.objects.create(alias="Zenith"), name="Big")
    spaces = Space.objects.bulk_create(
        Space(unit=unit, code=f"Z{number:03}", programme="emergency") for number in range(count)
    )
    ServicePeriod.objects.bulk_create(ServicePeriod(space=each, starts_on=date(2020, 1, 1)) for each in spaces)
    SpaceClosure.objects.bulk_create(
        SpaceClosure(space=each, starts_on=day(1), ends_on=day(8), reason="Paint", closed_by=by) for each in spaces
    )


def page_of(client, **query):
    return client.get(BOARD, query).content.decode()


def codes(page):
    """The spaces whose rows a page holds."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


# Only what is in view


@pytest.fixture
def large(by):
    add_empty_spaces(80, by)


def test_a_large_house_is_drawn_part_by_part(signed_in, large):
    client = signed_in("coordinator")
    drawn = [codes(page_of(client, part=number)) for number in (1, 2, 3)]
    assert [len(part) for part in drawn] == [IN_A_PART, IN_A_PART, 80 - 2 * IN_A_PART]
    assert [code for part in drawn for code in part] == [f"Z{number:03}" for number in range(80)]


def test_the_next_part_is_asked_for_when_it_comes_into_view_and_is_rows_alone(signed_in, large):
    client = signed_in("coordinator")
    asked = re.search(r'<tbody hx-get="([^"]+)" hx-trigger="intersect once"', page_of(client, view="year"))[1]
    assert "view=year" in asked
    answer = client.get(BOARD + asked.replace("&amp;", "&"), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in answer
    assert len(codes(answer)) == IN_A_PART


def test_without_javascript_links_lead_on_and_all_can_be_had(signed_in, large):
    client = signed_in("coordinator")
    middle = page_of(client, part=2)
    assert 'href="?part=1"' in middle
    assert 'href="?part=3"' in middle
    assert len(codes(page_of(client, part="all"))) == 80


@pytest.mark.parametrize("part", ["0", "9999", "-1", "x", "²"])
def test_a_part_that_is_not_there_is_not_heeded(signed_in, large, part):
    assert len(codes(page_of(signed_in("coordinator"), part=part))) == IN_A_PART


def test_three_hundred_spaces_cost_what_thirty_one_do(signed_in, by):
    """As many queries, at most twelve; and the first view at most 1.25 times the work, counted in calls: no load of the
    machine changes these."""
    for number in range(31):
        make_stay(make_person(by=by), make_space(f"A{number:02}", unit=f"Flat {number // 6}"), on=day(-30), by=by)
    client = signed_in("coordinator")
    small, small_queries = _cost(client)
    add_empty_spaces(269, by)
    large, large_queries = _cost(client)
    print(f"first view: 31 spaces {small} calls, 300 spaces {large} calls, {large_queries} queries")
    assert large_queries == small_queries <= 12
    assert large <= 1.25 * small


def _cost(client):
    """(function calls, queries) of a year's board, once what is kept is kept."""
    page_of(client, view="year")
    with Profile() as profile:
        page_of(client, view="year")
    with CaptureQueriesContext(connection) as captured:
        page_of(client, view="year")
    return Stats(profile).total_calls, len(captured)


# The same as a table


def test_the_table_says_in_words_what_the_drawing_shows(signed_in, by):
    make_stay(make_person(chosen_name="Salomé", by=by), make_space("A1"), on=day(-80), by=by)
    make_stay(make_person(chosen_name="Idris", by=by), make_space("A2"), on=day(-95), by=by)
    operations.close_space(space=make_space("A3"), starts_on=day(2), ends_on=day(9), reason="Heating", by=by)
    page = page_of(signed_in("coordinator"), **{"as": "table"})
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "<svg class=" not in page.split('class="table board-words"')[1].split("</table>")[0]
    for words in ("Salomé", "end is near", "Beyond the date", "Idris", "Closed", "Heating", "Free", "Give"):
        assert words in said, words


def test_each_space_is_drawn_once(signed_in, by):
    make_stay(make_person(chosen_name="Salomé", by=by), make_space("A1"), by=by)
    page = page_of(signed_in("coordinator"))
    assert page.count("Salomé") == 2  # what the bar says to the eye, and to the ear


# What can be done from it


def test_a_free_stretch_leads_to_giving_that_space_from_that_day(signed_in, by):
    make_stay(make_person(by=by), make_space("A1"), on=day(-10), agreed_until=day(10), by=by)
    client = signed_in("coordinator")
    address = re.search(r'href="(/housing/give/\?[^"]+)"', page_of(client))[1].replace("&amp;", "&")
    assert address == f"/housing/give/?space=A1&from={day(10)}"
    form = client.get(address).context["form"]
    assert (form.initial["space"].code, form.initial["starts_on"]) == ("A1", day(10))


def test_an_educator_may_give_tonight_and_nothing_later(signed_in, by):
    make_stay(make_person(by=by), make_space("A1"), on=day(-10), agreed_until=day(10), by=by)
    make_space("A2")
    found = re.findall(r'href="/housing/give/\?space=([^"&]+)', page_of(signed_in("educator")))
    assert found == ["A2"]


def test_nothing_is_free_where_a_space_is_held_promised_closed_or_out_of_service(signed_in, by):
    space = make_space("A1")
    make_stay(make_person(by=by), space, on=day(-10), agreed_until=day(5), by=by)
    operations.offer(person=make_person(by=by), space=space, starts_on=day(7), agreed_until=day(9), by=by)
    operations.close_space(space=space, starts_on=day(9), ends_on=day(12), reason="Paint", by=by)
    operations.end_service(space=space, on=day(20), by=by)
    found = re.findall(
        r"space=A1&amp;from=([\d-]+)\" data-in-dialog aria-label=\"([^\"]+)\"", page_of(signed_in("coordinator"))
    )
    assert [start for start, _title in found] == [str(day(5)), str(day(12))]
    assert [title.rpartition(" until ")[2] for _start, title in found] == ["30 Nov.", "13 Dec."]


ACTS = {
    "coordinator": {"move", "exchange", "extend", "agree", "depart", "give", "stay", "space"},
    "educator": {"move", "depart", "stay", "space"},
    "management": {"stay", "space"},
    "psychologist": {"stay", "space"},
    "logistics": {"space"},
}


@pytest.mark.parametrize(("role", "acts"), ACTS.items())
def test_the_menu_of_a_bar_holds_what_the_reader_may_do(signed_in, by, role, acts):
    stay = make_stay(make_person(chosen_name="Salomé", by=by), make_space("A1"), on=day(-10), by=by)
    client = signed_in(role)
    address = re.search(r'data-menu="([^"]+)"', page_of(client))[1]
    links = re.findall(r'href="([^"?#]+)', client.get(address).content.decode())
    named = {name: reverse(f"housing:{name}", args=[stay.pk]) for name in ("move", "extend", "agree", "depart", "stay")}
    named |= {name: reverse(f"housing:{name}") for name in ("exchange", "give")}
    named["space"] = reverse("housing:space", args=["A1"])
    assert {name for name, address in named.items() if address in links} == acts


def test_management_decides_from_the_bar_and_nobody_asks_twice(signed_in, by):
    stay = make_stay(make_person(by=by), make_space("A1"), on=day(-10), by=by)
    extension = operations.ask_extension(stay=stay, until=stay.agreed_until + timedelta(days=9), reason="Keys.", by=by)
    menu = reverse("housing:board_menu", args=[stay.occupancies.get().pk])
    assert reverse("housing:decide", args=[extension.pk]) in signed_in("management").get(menu).content.decode()
    client = signed_in("coordinator")
    assert reverse("housing:extend", args=[stay.pk]) not in client.get(menu).content.decode()
    assert "+ request" in page_of(client)


def test_somebody_whose_file_is_closed_has_no_menu_and_no_name(signed_in, by):
    stay = make_stay(make_person(chosen_name="Salomé", by=by), make_space("A1"), on=day(-100), by=by)
    client = signed_in("coordinator")
    people.close_file(person=stay.person, user=client.user, reason="Lived here.", by=make_user("management"))
    page = page_of(client) + page_of(client, **{"as": "table"})
    assert "Salomé" not in page
    assert "data-menu" not in page
    assert client.get(reverse("housing:board_menu", args=[stay.occupancies.get().pk])).status_code == 404


def test_beyond_the_date_discreet_mode_hides_the_name_too(signed_in, by):
    make_stay(make_person(chosen_name="Salomé", by=by), make_space("A1"), on=day(-100), by=by)
    page = page_of(signed_in("coordinator"), **{"from": str(day(-1))})
    assert '<tspan class="whole">Salomé · +' in page
    assert 'class="stretch over holds-name"' in page
    assert '<tspan class="initials" x="11">SA · +' in page


def test_an_exchange_begins_with_whose_bar_it_was(signed_in, by):
    stay = make_stay(make_person(by=by), make_space("A1"), by=by)
    page = signed_in("coordinator").get(f"{reverse('housing:exchange')}?first={stay.pk}").content.decode()
    assert re.search(rf'<option value="{stay.pk}"\s+selected', page)


def test_two_nights_are_counted_apart_on_the_same_day():
    make_space("A1", in_service_from=day(10))
    assert [tonight.summary(night)["capacity"] for night in (day(0), day(10), day(0))] == [0, 1, 0]


def test_a_space_is_counted_by_what_takes_it_that_night(by):
    held, closed, promised, later, _free = (make_space(code) for code in ("A1", "A2", "A3", "A4", "A5"))
    make_space("A6", reserved_asylum=True)
    make_stay(make_person(by=by), held, on=day(-100), by=by)  # beyond the date
    SpaceClosure.objects.create(space=held, starts_on=day(0), reason="Leak", closed_by=by)
    operations.close_space(space=closed, starts_on=day(0), reason="Leak", by=by)
    operations.offer(person=make_person(by=by), space=promised, starts_on=day(0), by=by)
    operations.offer(person=make_person(by=by), space=later, starts_on=day(1), by=by)
    counted = {"capacity": 6, "held": 1, "closed_tonight": 1, "free": 3, "reserved": 1}
    assert tonight.summary(day(0)) == counted
    assert set(Space.objects.free(day(0)).values_list("code", flat=True)) == {"A4", "A5", "A6"}
