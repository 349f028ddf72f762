"""The pages of spaces and stays, as each role meets them."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone

from housing import operations
from housing.models import Extension, Occupancy, SpaceClosure, Stay
from refuge.audit.models import Opening
from refuge.people import operations as people
from refuge.people.models import Person
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
ROLES = ("management", "coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer")
READ = {"management", "coordinator", "psychologist", "educator"}
BOARD = READ | {"logistics"}
COORDINATE, RECORD, UPKEEP = {"coordinator"}, {"coordinator", "educator"}, {"coordinator", "logistics"}
MAY_GET = {
    "board": BOARD,
    "board_menu": BOARD,
    "tonight": BOARD,
    "spaces": BOARD,
    "space": BOARD,
    "stay": READ,
    "plan": RECORD,
    "give": RECORD,
    "exchange": RECORD - {"educator"},
    "agree": COORDINATE,
    "move": RECORD,
    "depart": RECORD,
    "extend": COORDINATE,
    "extensions": {"management", "coordinator"},
    "decide": {"management"},
    "close": UPKEEP,
    "start_service": COORDINATE,
    "end_service": COORDINATE,
    "open_site": COORDINATE,
    "open_unit": COORDINATE,
    "open_space": COORDINATE,
}
MAY_POST = {
    "undo_move": RECORD,
    "undo_departure": RECORD,
    "confirm": COORDINATE,
    "withdraw_extension": COORDINATE,
    "revoke_decision": {"management"},
    "accept": COORDINATE,
    "withdraw": COORDINATE,
    "restore": COORDINATE,
    "reopen": UPKEEP,
    "undo_closure": UPKEEP,
    "undo_reopening": UPKEEP,
    "address": {"management", "coordinator", "logistics"},
}


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


@pytest.fixture
def house():
    """One of everything, by the name under which an address asks for it."""
    by = make_user("coordinator")
    spaces = [make_space(code) for code in ("A1", "A2", "A3")]
    resident = make_person(chosen_name="Salomé", pronouns="elle")
    stay = make_stay(resident, spaces[0], on=date(2026, 8, 30), by=by)
    plan = operations.offer(
        person=make_person(chosen_name="Nour"), space=spaces[1], starts_on=day(0), by=by, promised=True
    )  # fmt: skip
    extension = operations.ask_extension(stay=stay, until=day(40), reason="Lease.", by=by)
    closure = operations.close_space(space=spaces[2], starts_on=day(-1), reason="Heating", by=by)
    return {"stay": stay, "plan": plan, "extension": extension, "closure": closure, "space": spaces[0],
            "held": stay.occupancies.get()}  # fmt: skip


def day(number):
    return TODAY + timedelta(days=number)


OF = {
    "space": ("space", "close", "start_service", "end_service"),
    "stay": ("stay", "agree", "move", "depart", "extend", "undo_move", "undo_departure", "confirm", "undo_arrival"),
    "plan": ("plan", "accept", "withdraw", "restore"),
    "extension": ("decide", "withdraw_extension", "revoke_decision"),
    "held": ("board_menu",),
    "closure": ("reopen", "undo_closure", "undo_reopening"),
}


def address(name, house=None) -> str:
    if name == "address":
        return reverse("housing:address", args=[house["space"].unit.site_id])
    kind = next((kind for kind, names in OF.items() if name in names), None)
    if not kind:
        return reverse(f"housing:{name}")
    return reverse(f"housing:{name}", args=[house[kind].code if kind == "space" else house[kind].pk])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Who sees what


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_other(role, signed_in, house):
    client = signed_in(role)
    opened = {name: client.get(address(name, house)).status_code for name in MAY_GET}
    assert opened == {name: 200 if role in roles else 404 for name, roles in MAY_GET.items()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_nothing_else(role, signed_in, house):
    client = signed_in(role)
    answers = {name: client.post(address(name, house)).status_code for name in MAY_POST}
    allowed = {name: 200 if name == "address" else 302 for name in MAY_POST}
    assert answers == {name: allowed[name] if role in roles else 404 for name, roles in MAY_POST.items()}


def test_every_address_is_in_the_table():
    """Those of the house itself (housing/urls_house.py) stand in tests/access_table/ alone."""
    from housing.urls import urlpatterns

    own = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert own == {*MAY_GET, *MAY_POST, "undo_arrival"}


def test_a_file_closed_to_a_colleague_is_nowhere_for_them_but_the_space_is_taken(signed_in, house):
    client, management = signed_in("coordinator"), make_user("management")
    for record in (house["stay"], house["plan"]):
        people.close_file(person=record.person, user=client.user, reason="Lived here.", by=management)
    about = [*OF["stay"][:5], "plan"]
    assert {client.get(address(name, house)).status_code for name in about} == {404}
    posts = [*OF["stay"][5:], *OF["plan"][1:], "withdraw_extension"]
    assert {client.post(address(name, house)).status_code for name in posts} == {404}
    for name in ("board", "tonight", "spaces", "space", "extensions", "exchange"):
        page = client.get(address(name, house)).content.decode()
        assert "Salomé" not in page, name
        assert "Nour" not in page, name
    assert "taken" in text_of(client.get(address("board")))
    assert "Salomé" not in text_of(client.get(reverse("today")))


def test_logistics_see_residents_by_name_and_nothing_of_who_is_to_come(signed_in, house):
    client = signed_in("logistics")
    for name in ("board", "tonight", "spaces"):
        page = client.get(address(name)).content.decode()
        assert "Salomé" in page, name
        assert "elle" not in text_of(client.get(address(name))).split(), name
        assert "Nour" not in page, name
        assert address("stay", house) not in page, name


def test_who_lives_here_is_known_to_those_who_need_it_and_to_nobody_else(house):
    knows = {role: set(Person.objects.visible_to(make_user(role))) for role in ROLES}
    resident = {house["stay"].person}
    assert {role: knows[role] & resident == resident for role in ROLES} == {role: role != "volunteer" for role in ROLES}
    assert knows["logistics"] == knows["volunteers"] == resident


def test_opening_a_stay_is_logged(signed_in, house):
    client = signed_in("psychologist")
    client.get(address("stay", house))
    assert Opening.objects.filter(user=client.user, subject_id=house["stay"].person.pk, detail="stay").count() == 1


@pytest.mark.parametrize("name", ["stay", "agree", "move", "depart", "extend", "plan"])
def test_every_page_about_somebody_is_an_opening_also_when_it_says_what_is_wrong(signed_in, house, name):
    client, person = signed_in("coordinator"), house["plan" if name == "plan" else "stay"].person
    openings = Opening.objects.filter(user=client.user, subject_id=person.pk, detail="stay")
    client.get(address(name, house))
    assert openings.count() == 1
    if name != "stay":
        assert client.post(address(name, house), {}).status_code == 200
        assert openings.count() == 2


def test_an_educator_gives_no_space_on_a_request_that_the_coordinator_has_not_decided(signed_in, house):
    client, request = signed_in("educator"), make_request(person=make_person())
    make_space("A5")
    typed = {"person": request.person.reference, "space": str(space_id("A5")), "how": "arrive"}
    answer = client.post(f"{address('give')}?request={request.reference}", typed | {"starts_on": "2026-11-23"})
    assert "The coordinator decides on this request first." in text_of(answer)
    request.refresh_from_db()
    assert (request.state, request.stays.count()) == ("new", 0)
    make_request(person=request.person)  # of two none is guessed, and neither is passed over
    answer = client.post(address("give"), typed | {"starts_on": "2026-11-23"})
    assert "The coordinator decides on this request first." in text_of(answer)


@pytest.mark.parametrize("path", ["spaces/%00/", "give/?person=%00", "give/?request=%00"])
def test_what_cannot_be_a_reference_is_not_there(signed_in, path):
    assert signed_in("coordinator").get(f"{address('board')}{path}").status_code == 404


@pytest.mark.parametrize("path", ["?from=9999-12-31", "?from=0001-01-01", "give/?space=%00"])
def test_what_cannot_be_a_day_or_a_code_is_not_heeded(signed_in, path):
    assert signed_in("coordinator").get(f"{address('board')}{path}").status_code == 200


def test_a_day_beyond_the_calendar_is_said_beside_the_form(signed_in, house):
    client, person = signed_in("coordinator"), make_person()
    typed = {"person": person.reference, "space": str(space_id("A3")), "how": "promise", "starts_on": "9999-12-31"}
    assert client.post(address("give"), typed).status_code == 200
    assert not Occupancy.objects.filter(person=person).exists()


def test_a_space_opened_too_early_is_closed_again_as_before(signed_in, house):
    client, closure = signed_in("logistics"), house["closure"]
    page = client.post(address("reopen", house), follow=True).content.decode()
    assert address("undo_reopening", house) in page
    closure.refresh_from_db()
    assert closure.ends_on == TODAY
    client.post(address("undo_reopening", house))
    closure.refresh_from_db()
    assert closure.ends_on is None


def test_an_address_is_shown_to_those_who_may_and_logged(signed_in, house):
    site = house["space"].unit.site
    operations.change_site(site=site, alias=site.alias, address="12 rue Haute", by=make_user("coordinator"))
    client = signed_in("logistics")
    assert not any("rue Haute" in client.get(address(name, house)).content.decode() for name in ("spaces", "space"))
    assert "12 rue Haute" in text_of(client.post(address("address", house)))
    assert Opening.objects.get(user=client.user).what == "reveal"


# What the pages say


def test_the_stay_explains_its_clock(signed_in, house):
    said = text_of(signed_in("coordinator").get(address("stay", house)))
    assert "day 86 of 92" in said
    assert "last night 29/11/2026" in said
    assert "30 Aug. + 3 months = 30 Nov. · no extension · leaves by 30 Nov., the last night is that of 29 Nov." in said
    assert "ceiling of 6 months on 28 Feb. 2027, beyond it management alone makes an exception" in said


def test_somebody_beyond_the_date_stands_on_the_board_in_tonight_on_today_and_can_leave(signed_in):
    stay = make_stay(make_person(chosen_name="Idris"), make_space("C3"), on=date(2026, 8, 20))
    client = signed_in("coordinator")
    assert "+3" in text_of(client.get(address("board")))
    assert "+3 days" in text_of(client.get(address("tonight")))
    assert "+3 days" in text_of(client.get(reverse("today")))
    assert "3 days beyond the date" in text_of(client.get(reverse("housing:stay", args=[stay.pk])))
    client.post(
        reverse("housing:depart", args=[stay.pk]),
        {"on": "2026-11-22", "destination": "ais_svk", "exit_type": "achieved"},
    )
    assert Stay.objects.get().departed_on == date(2026, 11, 22)
    assert "free" in text_of(client.get(address("tonight")))


def test_the_board_draws_what_is_held_promised_closed_and_at_risk(signed_in, house):
    late = make_stay(make_person(chosen_name="Idris"), make_space("C3"), on=date(2026, 8, 20))
    by = make_user("coordinator")
    space = late.occupancies.get().space
    operations.offer(person=make_person(chosen_name="Dani"), space=space, starts_on=day(2), by=by)
    page = signed_in("coordinator").get(address("board")).content.decode()
    for kind in ("emergency", "promise", "closed", "over", "risk"):
        assert f'class="stretch {kind}' in page, kind
    assert "At risk · Offered: Dani" in page


def test_the_board_by_programme_site_and_days(signed_in, house):
    make_space("E1", programme="post", unit="Flat E", site="South")
    client = signed_in("coordinator")

    def shown(**query):
        page = client.get(address("board"), query).content.decode()
        return {code for code in ("A1", "E1") if f">{code}<" in page}

    assert shown() == {"A1", "E1"}
    assert shown(programme="post") == {"E1"}
    assert shown(site=str(house["space"].unit.site_id)) == {"A1"}
    assert shown(**{"view": "year", "from": "2017-01-01"}) == set()
    assert shown(view="nonsense", site="1", programme="x", **{"from": "yesterday"}) == {"A1", "E1"}


def test_discreet_mode_leaves_no_name_to_read_in_the_drawing(signed_in, house):
    page = signed_in("coordinator").get(address("board")).content.decode()
    assert '<svg class="stretch emergency holds-name"' in page
    assert '<tspan class="initials" x="11">SA' in page
    assert "<title>Salomé" not in page


def test_a_request_shows_the_spaces_that_fit_and_then_the_one_given(signed_in, house):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    make_space("A5")
    page = reverse("intake:detail", args=[request.reference])
    link = f"{address('give')}?request={request.reference}&amp;space=A5"
    assert link in client.get(page).content.decode()
    client.post(
        f"{address('give')}?request={request.reference}",
        {"person": request.person.reference, "space": str(space_id("A5")), "how": "arrive", "starts_on": "2026-11-23"},
    )
    request.refresh_from_db()
    assert request.state == "accommodated"
    assert reverse("housing:stay", args=[request.stays.get().pk]) in client.get(page).content.decode()


def space_id(code):
    from housing.models import Space

    return Space.objects.get(code=code).pk


def test_a_minors_request_shows_no_space(signed_in, house):
    request = make_request(person=make_person(birth_date=date(2009, 1, 5)))
    client = signed_in("coordinator")
    typed = {"person": request.person.reference, "space": str(house["space"].pk), "how": "arrive"}
    answer = client.post(address("give"), typed | {"space": str(space_id("A1")), "starts_on": "2026-11-23"})
    assert answer.status_code == 200
    assert not request.stays.exists()


@pytest.mark.parametrize("how", ["offer", "promise", "arrive"])
def test_bad_input_is_said_beside_the_form_and_nothing_typed_is_lost(signed_in, house, how):
    client, person = signed_in("coordinator"), make_person(birth_date=date(2009, 1, 5))
    make_space("A5")
    typed = {"person": person.reference, "space": str(space_id("A5")), "how": how, "starts_on": "2026-11-23"}
    answer = client.post(address("give"), typed)
    assert "No space before the age of 18" in text_of(answer)
    assert person.reference in answer.content.decode()
    assert not Occupancy.objects.filter(person=person).exists()


def test_a_space_given_to_two_names_who_has_it(signed_in, house):
    client, person = signed_in("coordinator"), make_person()
    typed = {"person": person.reference, "space": str(space_id("A2")), "how": "promise", "starts_on": "2026-11-23"}
    assert "Nour" in text_of(client.post(address("give"), typed))


# What staff do through them


def test_a_promise_arrives_and_an_educators_word_waits_for_the_coordinator(signed_in, house):
    client = signed_in("educator")
    client.post(address("plan", house), {"on": "2026-11-23"})
    plan = Occupancy.objects.get(pk=house["plan"].pk)
    assert (plan.status, plan.to_confirm) == ("arrived", True)
    client.force_login(make_user("coordinator", language="en"))
    assert "to confirm" in text_of(client.get(address("tonight")))
    client.post(reverse("housing:confirm", args=[plan.stay_id]))
    assert not Occupancy.objects.filter(to_confirm=True).exists()


def test_an_extension_from_asking_to_approval_and_back(signed_in, house):
    operations.withdraw_extension(extension=house["extension"], by=make_user("coordinator"))
    client = signed_in("coordinator")
    client.post(address("extend", house), {"until": "2026-12-20", "reason": "Waits for a lease."})
    extension = Extension.objects.get()
    client.force_login(make_user("management", language="en"))
    assert "Salomé" in text_of(client.get(address("extensions")))
    client.post(reverse("housing:decide", args=[extension.pk]), {"approved": "yes", "reason": ""})
    assert Stay.objects.get().agreed_until == date(2026, 12, 20)
    client.post(reverse("housing:revoke_decision", args=[extension.pk]))
    assert Stay.objects.get().agreed_until == date(2026, 11, 30)


def test_an_exchange(signed_in, house):
    other = make_stay(make_person(chosen_name="Farid"), make_space("A4"))
    client = signed_in("coordinator")
    client.post(address("exchange"), {"first": house["stay"].pk, "second": other.pk, "on": "2026-11-23"})
    held = dict(Occupancy.objects.current().values_list("person__chosen_name", "space__code"))
    assert held == {"Salomé": "A4", "Farid": "A1"}


def test_a_space_from_its_opening_to_its_closure(signed_in):
    client = signed_in("coordinator")
    client.post(address("open_site"), {"alias": "North", "address": "12 rue Haute"})
    client.post(address("open_unit"), {"site": str(_only("Site").pk), "name": "Flat A"})
    client.post(
        address("open_space"),
        {"unit": str(_only("Unit").pk), "code": "A1", "programme": "emergency", "in_service_from": "2026-11-01"},
    )
    space = {"space": _only("Space")}
    assert "1 free tonight" in text_of(client.get(address("board")))
    client.post(address("close", space), {"starts_on": "2026-11-23", "reason": "Heating"})
    assert "Heating" in text_of(client.get(address("tonight")))
    client.post(reverse("housing:undo_closure", args=[SpaceClosure.objects.get().pk]))
    assert not SpaceClosure.objects.exists()


def _only(model):
    from django.apps import apps

    return apps.get_model("housing", model).objects.get()


def test_closing_a_space_somebody_sleeps_in_names_them_and_keeps_what_was_typed(signed_in, house):
    answer = signed_in("coordinator").post(address("close", house), {"starts_on": "2026-11-25", "reason": "Paint"})
    assert "Salomé" in text_of(answer)
    assert 'value="Paint"' in answer.content.decode()


def test_empty_pages_say_what_comes_next(signed_in):
    client = signed_in("coordinator")
    assert "A site, its units and their spaces come first." in text_of(client.get(address("board")))
    assert address("open_site") in client.get(address("spaces")).content.decode()
    assert "No extension waits" in text_of(client.get(address("extensions")))


# Cost


def fill(count):
    for number in range(count):
        space = make_space(f"{count}-{number}", unit=f"Flat {count}-{number % 4}")
        person = make_person(chosen_name=f"Resident {number}")
        people.set_team_alert(person=person, kind="allergy", text="Nuts", by=make_user("coordinator"))
        stay = make_stay(person, space, on=day(-80 - number % 20))
        by = make_user("coordinator")
        operations.offer(person=make_person(), space=space, starts_on=day(40), by=by)
        if number % 3 == 0:
            operations.ask_extension(stay=stay, until=day(60), reason="Lease.", by=by)
    return stay


@pytest.mark.parametrize("role", ["management", "coordinator"])
def test_every_page_costs_the_same_with_ten_times_the_data(signed_in, role):
    client = signed_in(role)

    def cost(stay):
        pages = {name: address(name) for name in ("board", "tonight", "spaces", "extensions")}
        pages["stay"] = reverse("housing:stay", args=[stay.pk])
        pages |= {name: reverse(f"housing:{name}", args=[stay.pk]) for name in ("move", "depart", "agree", "extend")}
        pages |= {"exchange": address("exchange"), "give": f"{address('give')}?person={stay.person.reference}"}
        pages["space"] = reverse("housing:space", args=[stay.occupancies.get().space.code])
        pages["plan"] = reverse("housing:plan", args=[Occupancy.objects.coming().first().pk])
        pages["panel"] = reverse("people:panel", args=[stay.person.reference, "stay"])
        pages["today"] = reverse("today")
        pages["person"] = reverse("people:person", args=[stay.person.reference])
        return {name: queries(client, url) for name, url in pages.items() if role in MAY_GET.get(name, READ)}

    few = cost(fill(3))
    many = cost(fill(30))
    assert many == few
    assert {
        name: number
        for name, number in many.items()
        if number > {"today": 15, "person": 15, "panel": 15, "stay": 14}.get(name, 12)
    } == {}


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_an_offer_or_promise_begins_today_or_later_and_an_arrival_may_have_been_before(client):
    by = make_user("coordinator")
    client.force_login(by)
    person, space = make_person(by=by), make_space("A1")
    address = f"{reverse('housing:give')}?person={person.reference}"
    typed = {"person": person.reference, "space": space.pk, "starts_on": day(-60)}
    for how in ("offer", "promise"):
        assert list(client.post(address, {**typed, "how": how}).context["form"].errors) == ["starts_on"]
    assert client.post(address, {**typed, "how": "arrive"}).status_code == 302


def test_the_spaces_to_give_say_which_are_free_tonight(signed_in):
    taken, free, client = make_space("A1"), make_space("A2"), signed_in("coordinator")
    make_stay(make_person(), taken, by=make_user("coordinator"), on=timezone.localdate())
    page = client.get(f"{reverse('housing:give')}?person={make_person().reference}").content.decode()
    choices = dict(re.findall(r'<option value="([0-9a-f-]+)"[^>]*>([^<]*)</option>', page))
    assert choices[str(free.pk)].endswith("free tonight")
    assert not choices[str(taken.pk)].endswith("free tonight")
