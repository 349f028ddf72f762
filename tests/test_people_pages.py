"""The pages of a file: what each role reads and what is not there for them."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from refuge.audit.models import Opening
from refuge.people import operations, urls
from refuge.people.duplicates import possible_duplicates
from refuge.people.models import Channel, Person
from refuge.violations import RuleBroken
from tests.factories import make_person, make_user
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

READERS = {"management", "coordinator", "psychologist", "educator"}
ROLES = READERS | {"logistics", "volunteers", "volunteer"}


@pytest.fixture
def coordinator():
    return make_user("coordinator")


@pytest.fixture
def person(coordinator):
    person = make_person(by=coordinator, chosen_name="Salomé", pronouns="elle", legal_name="Sophie Martin")
    return operations.set_intimate(person=person, orientation=["lesbian"], health="Asthma", by=coordinator)


@pytest.fixture
def channel(person, coordinator):
    return operations.add_channel(
        person=person, kind="phone", value="0470 12 34 31", by=coordinator,
        may_call="no", may_text="yes", may_name_refuge="no", only_after=time(18), code_word="Sarah",
    )  # fmt: skip


@pytest.fixture
def get(client):
    def opened(user, name, *args, **headers):
        client.force_login(user)
        return client.get(reverse(name, args=args), headers=headers)

    return opened


@pytest.fixture
def post(client):
    def posted(user, name, *args, data=None, **options):
        sign_in(client, user)
        return client.post(reverse(name, args=args), data or {}, **options)

    return posted


def text_of(response) -> str:
    return response.content.decode()


PANELS = {
    "overview": READERS,
    "identity": READERS,
    "contact": READERS,
    "who-knows": READERS,
    "consents": READERS,
    "history": {"management", "coordinator"},
    "access": {"management"},
    "nothing": set(),
}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("key", PANELS)
def test_each_panel_opens_for_the_roles_that_read_it(get, person, key, role):
    response = get(make_user(role), "people:panel", person.reference, key)
    assert response.status_code == (200 if role in PANELS[key] else 404)


FORMS = {
    "people:rename": {"coordinator", "educator"},
    "people:alert_new": {"coordinator", "educator"},
    "people:change_identity": {"coordinator"},
    "people:assign_worker": {"coordinator"},
    "people:channel_new": {"coordinator"},
    "people:outside_new": {"coordinator"},
    "people:set_intimate": {"coordinator", "psychologist"},
    "people:consent_new": {"coordinator", "psychologist", "educator"},
    "people:closure_new": {"management"},
    "people:merge": {"coordinator"},
    "people:death": {"coordinator"},
}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("name", FORMS)
def test_each_form_opens_for_the_roles_that_may_change_it(get, person, name, role):
    response = get(make_user(role), name, person.reference)
    assert response.status_code == (200 if role in FORMS[name] else 404)


STEPS = {
    "people:show_legal_name": READERS,
    "people:channel_show": READERS,
    "people:channel_restore": {"coordinator"},
    "people:outside_restore": {"coordinator"},
    "people:alert_restore": {"coordinator", "educator"},
    "people:consent_withdraw": {"coordinator", "psychologist", "educator"},
    "people:consent_undo": {"coordinator", "psychologist", "educator"},
    "people:consent_remove": {"coordinator", "psychologist", "educator"},
    "people:closure_reopen": {"management"},
    "people:death_undo": {"coordinator"},
}
# Forms about one record, and the pages of a merge (tests/test_merge_pages.py).
ELSEWHERE = {"people:channel_remove", "people:outside_remove", "people:alert_end", "people:consent_restore"}
ELSEWHERE |= {"people:merge_with", "people:merge_done", "people:merge_part"}


@pytest.fixture
def step_arguments(person, channel, coordinator):
    """The arguments of each step's address."""
    outside = operations.set_outside_contact(person=person, kind="school", by=coordinator)
    alert = operations.set_team_alert(person=person, kind="other", text="Dog", by=coordinator)
    consent = operations.give_consent(person=person, purpose="photo", how="signed", by=coordinator)
    user, by = make_user("educator"), make_user("management")
    closure = operations.close_file(person=person, user=user, reason="A cousin", by=by)
    records = {"channel": channel, "outside": outside, "alert": alert, "consent": consent, "closure": closure}

    def arguments(name):
        record = records.get(name.removeprefix("people:").split("_")[0])
        return [person.reference, record.pk] if record else [person.reference]

    return arguments


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_there_for_the_roles_that_may_take_it(post, get, step_arguments, name, role):
    user = make_user(role)
    assert (post(user, name, *step_arguments(name)).status_code == 404) == (role not in STEPS[name])
    assert get(user, name, *step_arguments(name)).status_code in {404, 405}  # a link changes nothing


def test_every_address_of_a_file_stands_in_one_of_the_tables():
    told = {*FORMS, *STEPS, "people:panel", "people:person", "people:channel", "people:outside"}
    own = {"people:list", "people:new", "people:duplicates", "people:suggest"}
    assert {f"people:{pattern.name}" for pattern in urls.urlpatterns} == told | own | ELSEWHERE


def test_a_file_closed_to_a_colleague_is_nowhere_for_them(get, post, person, channel):
    educator = make_user("educator")
    operations.close_file(person=person, user=educator, reason="A cousin", by=make_user("management"))
    assert get(educator, "people:person", person.reference).status_code == 404
    assert post(educator, "people:channel_show", person.reference, channel.pk).status_code == 404
    assert get(educator, "people:rename", person.reference).status_code == 404
    assert "Salomé" not in text_of(get(educator, "people:list"))
    found = text_of(post(educator, "people:duplicates", data={"chosen_name": "Salomé", "phone": "0470 12 34 31"}))
    assert person.reference not in found


def test_the_header_says_who_this_is_on_every_panel(get, person, coordinator):
    operations.set_team_alert(person=person, kind="allergy", text="Peanuts", by=coordinator)
    for key in ("overview", "identity", "contact", "consents"):
        page = text_of(get(coordinator, "people:panel", person.reference, key))
        for words in ("Salomé", "elle", person.reference, "Peanuts"):
            assert words in page


def test_intimate_answers_are_on_no_page_of_who_may_not_read_them(get, person):
    for role in READERS:
        page = text_of(get(make_user(role), "people:panel", person.reference, "identity"))
        assert ("Asthma" in page) == (role in {"coordinator", "psychologist"})


def test_the_legal_name_is_on_no_page_until_asked_for_and_then_logged(get, post, person):
    educator = make_user("educator")
    assert "Sophie" not in text_of(get(educator, "people:panel", person.reference, "identity"))
    assert "Sophie Martin" in text_of(post(educator, "people:show_legal_name", person.reference))
    reveal = Opening.objects.get(what="reveal")
    assert (reveal.user, reveal.subject_id, reveal.detail) == (educator, person.pk, "legal_name")


def test_a_number_is_hidden_until_asked_for_and_then_logged(get, post, person, channel, coordinator):
    page = text_of(get(coordinator, "people:panel", person.reference, "contact"))
    assert "•••• •• 31" in page
    assert "0470" not in page
    assert "70123431" not in page
    htmx = {"HX-Request": "true"}
    shown = text_of(post(coordinator, "people:channel_show", person.reference, channel.pk, headers=htmx))
    assert "0470 12 34 31" in shown
    assert Opening.objects.filter(what="reveal", user=coordinator, subject_id=person.pk).count() == 1


def test_a_number_shown_without_a_script_stands_on_a_page_with_its_warnings(post, person, channel, coordinator):
    page = text_of(post(coordinator, "people:channel_show", person.reference, channel.pk))
    assert "0470 12 34 31" in page
    assert page.index("18:00") < page.index("0470 12 34 31")


def test_warnings_stand_before_the_number(get, person, channel, coordinator):
    coordinator.language = "en"
    coordinator.save()
    page = text_of(get(coordinator, "people:panel", person.reference, "contact"))
    number = page.index("•••• •• 31")
    for words in ("not before 18:00", "do not name the Refuge", "call no", "text message yes", "say “Sarah”"):
        assert page.index(words) < number


def test_a_channel_of_another_file_is_not_shown_through_this_one(post, person, channel, coordinator):
    other = make_person(by=coordinator)
    assert post(coordinator, "people:channel_show", other.reference, channel.pk).status_code == 404


def test_each_opening_is_logged_once_htmx_panels_too(get, person, coordinator):
    get(coordinator, "people:person", person.reference)
    htmx = {"HX-Request": "true", "HX-Target": "file-body"}
    part = get(coordinator, "people:panel", person.reference, "contact", **htmx)
    assert "<html" not in text_of(part)
    logged = Opening.objects.order_by("id").values_list("subject_label", "subject_id", "what", "detail")
    assert list(logged) == [
        ("people.person", person.pk, "view", "overview"),
        ("people.person", person.pk, "view", "contact"),
    ]


def test_the_timeline_unites_every_app_and_goes_on_by_key(get, client, person, coordinator):
    fill(person, coordinator, 15)
    first = get(coordinator, "people:person", person.reference).context["timeline"]
    after = client.get(reverse("people:person", args=[person.reference]), {"after": first.next}).context["timeline"]
    entries = first.entries + after.entries
    assert len(entries) == 31  # the file, 15 alerts, 15 consents
    assert after.next == ""
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert {entry.actor for entry in entries} == {coordinator.name}


def test_a_timeline_from_nowhere_is_the_first_page(get, client, person, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("people:person", args=[person.reference]), {"after": "nonsense"})
    assert [entry.url for entry in page.context["timeline"].entries] == [""]


def test_a_contact_without_all_answers_is_said_to_be_held(get, person, coordinator):
    coordinator.language = "en"
    coordinator.save()
    operations.set_outside_contact(person=person, kind="school", knows_refuge="no", by=coordinator)
    page = text_of(get(coordinator, "people:panel", person.reference, "who-knows"))
    assert "held back" in page
    assert "Not asked" in page


def test_a_file_is_opened_with_its_number(post, coordinator):
    data = {"chosen_name": "Noor", "age": "19 ans", "phone": "0470/12.34.56", "uses": ["may_text"]}
    response = post(coordinator, "people:new", data=data)
    person = Person.objects.get(chosen_name="Noor")
    assert response.url == reverse("people:person", args=[person.reference])
    assert person.stated_age == 19
    channel = person.channels.get()
    assert (channel.value, channel.may_text, channel.may_call) == ("+32470123456", "yes", "")


@pytest.mark.parametrize("wrong", [{"age": "7"}, {"age": "24/11/2999"}, {"phone": "123"}, {"chosen_name": ""}])
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(post, coordinator, wrong):
    data = {"chosen_name": "Noor", "pronouns": "zij", "age": "19", "phone": "0470123456"} | wrong
    page = text_of(post(coordinator, "people:new", data=data))
    assert 'id="error_1_id_' + next(iter(wrong)) in page or "is-invalid" in page
    for typed in filter(None, data.values()):
        assert f'value="{typed}"' in page
    assert not Person.objects.exists()


def test_an_unchanged_age_keeps_the_day_it_was_stated(post, coordinator):
    person = make_person(by=coordinator, stated_age=19, stated_on=date(2025, 1, 1))
    data = {"legal_name": "X", "age": "19", "residence": "be_eu", "languages": ["fr", "ar"]}
    post(coordinator, "people:change_identity", person.reference, data=data)
    person.refresh_from_db()
    assert (person.stated_on, person.residence, person.languages) == (date(2025, 1, 1), "be_eu", ["fr", "ar"])


def test_intimate_answers_are_saved_by_the_psychologist(post, person):
    data = {"gender_identity": ["woman", "trans"], "orientation": [], "health": "None"}
    post(make_user("psychologist"), "people:set_intimate", person.reference, data=data)
    person = Person.objects.get(pk=person.pk)
    assert (person.gender_identity, person.orientation, person.health) == (["woman", "trans"], [], "None")


def test_a_channel_is_changed_removed_and_brought_back(post, client, person, channel, coordinator):
    data = {"kind": "phone", "value": "0471 22 33 44", "whose": "self", "may_call": "yes", "note": "Mornings"}
    post(coordinator, "people:channel", person.reference, channel.pk, data=data)
    channel = Channel.objects.get(pk=channel.pk)
    assert (channel.value, channel.may_call, channel.note) == ("+32471223344", "yes", "Mornings")
    because = {"because": "wrong"}
    removed = post(coordinator, "people:channel_remove", person.reference, channel.pk, data=because, follow=True)
    undo = reverse("people:channel_restore", args=[person.reference, channel.pk])
    assert f'action="{undo}"' in text_of(removed)
    client.post(undo)
    assert person.channels.current().exists()


def test_a_withdrawn_consent_is_taken_back_with_the_button(post, client, person):
    educator = make_user("educator")
    data = {"purpose": "photo", "how": "signed", "given_on": "2026-01-02", "detail": "Website only"}
    post(educator, "people:consent_new", person.reference, data=data)
    consent = person.consents.get()
    page = text_of(post(educator, "people:consent_withdraw", person.reference, consent.pk, follow=True))
    undo = reverse("people:consent_undo", args=[person.reference, consent.pk])
    assert f'action="{undo}"' in page
    client.post(undo)
    assert person.consents.standing().exists()


def test_management_closes_and_reopens_a_file(post, person):
    management, educator = make_user("management"), make_user("educator")
    data = {"user": educator.pk, "reason": "Lived here"}
    post(management, "people:closure_new", person.reference, data=data)
    assert not Person.objects.visible_to(educator).exists()
    post(management, "people:closure_reopen", person.reference, person.closures.get().pk)
    assert Person.objects.visible_to(educator).exists()


@pytest.mark.parametrize("role", ["logistics", "volunteers", "volunteer"])
def test_a_file_is_closed_to_whoever_may_meet_its_name(post, person, role):
    """Who opens no file still reads names in lists of nights and in alerts."""
    management, colleague = make_user("management"), make_user(role)
    post(management, "people:closure_new", person.reference, data={"user": colleague.pk, "reason": "A cousin"})
    assert person.closures.get().user == colleague


def test_a_file_is_not_closed_to_oneself_or_to_somebody_who_left(post, person):
    management, left = make_user("management"), make_user("logistics", is_active=False)
    for user in (management, left):
        post(management, "people:closure_new", person.reference, data={"user": user.pk, "reason": "Kin"})
    assert not person.closures.exists()


def test_a_step_that_is_refused_says_why(post, person, channel, coordinator, monkeypatch):
    """As one does that waited too long for somebody else's."""

    def busy(**given):
        raise RuleBroken("Somebody is working on this.", code="busy")

    monkeypatch.setattr(operations, "remove_channel", busy)
    data = {"because": "over"}
    page = post(coordinator, "people:channel_remove", person.reference, channel.pk, data=data, follow=True)
    assert "Somebody is working on this." in text_of(page)
    assert person.channels.current().get() == channel


@pytest.mark.parametrize("place", ["0001-01-01T00:00:00%2B23:00", "9999-12-31T23:59:59-23:00", "2026-01-01T00:00:00"])
def test_no_place_in_the_timeline_breaks_the_page(client, person, coordinator, place):
    client.force_login(coordinator)
    address = reverse("people:person", args=[person.reference])
    assert client.get(f"{address}?after={place}_{person.pk}").status_code == 200


def test_a_refused_operation_is_told_on_the_form(post, person, coordinator):
    management = make_user("management")
    operations.assign_worker(person=person, worker=coordinator, by=coordinator)
    page = post(management, "people:closure_new", person.reference, data={"user": coordinator.pk, "reason": "Kin"})
    assert page.status_code == 200
    assert "Kin" in text_of(page)
    assert not person.closures.exists()


def test_a_new_name_is_on_the_page_at_once_and_the_old_one_is_not(post, get, person, coordinator):
    post(coordinator, "people:rename", person.reference, data={"chosen_name": "Sally", "pronouns": "iel"})
    for name, args in (("people:person", [person.reference]), ("people:list", [])):
        page = text_of(get(coordinator, name, *args))
        assert "Sally" in page
        assert "Salomé" not in page


def test_the_list_filters_and_keeps_its_order_of_names(get, client, coordinator):
    for name, year in (("Émile", 2005), ("Eva", 1990), ("Zoé", 2012), ("adam", None)):
        make_person(by=coordinator, chosen_name=name, birth_year=year)
    names = [p.chosen_name for p in get(coordinator, "people:list").context["listing"].rows]
    assert names == ["adam", "Émile", "Eva", "Zoé"]
    url = reverse("people:list")
    for group, expected in {"adult": ["Émile"], "older": ["Eva"], "minor": ["Zoé"], "unknown": ["adam"]}.items():
        rows = client.get(url, {"age": group}).context["listing"].rows
        assert [p.chosen_name for p in rows] == expected


def test_an_empty_list_says_what_to_do_next(get, client, coordinator):
    assert reverse("intake:new") in text_of(get(coordinator, "people:list"))
    make_person(by=coordinator)
    filtered = client.get(reverse("people:list"), {"age": "minor"})
    assert f'href="{reverse("people:list")}"' in text_of(filtered)


def test_the_list_goes_on_by_key(get, client, coordinator):
    for number in range(30):
        make_person(by=coordinator, chosen_name=f"Name {number:02}")
    first = get(coordinator, "people:list").context["listing"]
    second = client.get(reverse("people:list"), {"after": first.next}).context["listing"]
    assert [p.chosen_name for p in first.rows + second.rows] == [f"Name {number:02}" for number in range(30)]


def test_duplicates_say_why(post, person, channel, coordinator):
    coordinator.language = "en"
    coordinator.save()
    other = make_person(by=coordinator, chosen_name="Salome", birth_year=1990)
    data = {"chosen_name": "Salomé", "phone": "+32470123431", "age": "21", "choose": "yes", "person": other.reference}
    page = text_of(post(coordinator, "people:duplicates", data=data))
    assert page.index(person.reference) < page.index(other.reference)
    assert "same phone or e-mail · same name" in page
    assert "other age" in page
    assert f'value="{other.reference}" checked' in page


def test_where_nobody_is_alike_no_file_is_asked_for(coordinator):
    with CaptureQueriesContext(connection) as asked:
        assert possible_duplicates(coordinator, chosen_name="Nobody") == []
    assert [each["sql"] for each in asked if 'FROM "people_person"' in each["sql"]] == []


def fill(person, by, count):
    for number in range(count):
        operations.add_channel(person=person, kind="phone", value=f"0470 12 {number:04}", by=by)
        operations.set_outside_contact(person=person, kind="other", detail=str(number), by=by)
        operations.set_team_alert(person=person, kind="other", text=str(number), by=by)
        operations.give_consent(person=person, purpose="photo", how="signed", by=by)


@pytest.mark.parametrize("key", ["overview", "identity", "contact", "who-knows", "consents", "access"])
def test_a_panel_asks_the_same_few_questions_however_full_the_file(client, coordinator, key):
    manager = make_user("management", "coordinator")
    thin, full = make_person(by=coordinator), make_person(by=coordinator)
    fill(thin, coordinator, 1)
    fill(full, coordinator, 10)
    client.force_login(manager)
    asked = []
    for person in (thin, full, thin, full):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("people:panel", args=[person.reference, key])).status_code == 200
        asked.append(len(queries))
    assert asked[2] == asked[3] <= 15


@pytest.mark.parametrize("count", [3, 40])
def test_the_list_asks_the_same_few_questions_whatever_its_length(get, client, coordinator, count):
    for number in range(count):
        make_person(by=coordinator, worker=coordinator, chosen_name=f"N{number}")
    client.force_login(coordinator)
    client.get(reverse("people:list"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:list"))
    assert len(queries) <= 12


def test_a_name_with_signs_that_no_database_takes_is_searched_all_the_same(post, coordinator):
    assert post(coordinator, "people:duplicates", data={"chosen_name": "a\x00b", "phone": "\x00"}).status_code == 200
