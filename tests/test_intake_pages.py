"""The pages of requests, as each role meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import operations
from intake.models import Decision, Request
from refuge.accounts.operations import save_draft
from refuge.audit.models import Opening
from refuge.people.models import Person
from refuge.people.operations import close_file
from refuge.registry import search_providers
from tests.factories import make_person, make_request, make_user
from tests.intake import CALL, address
from tests.pages import text_of

pytestmark = pytest.mark.django_db
ROLES = ("management", "coordinator", "psychologist", "educator", "logistics", "volunteers", "volunteer")
READ = {"management", "coordinator", "psychologist", "educator"}
NOTE = {"coordinator", "psychologist", "educator"}
COORDINATE = {"coordinator"}
MAY_GET = {
    "inbox": READ,
    "detail": READ,
    "new": NOTE,
    "assess": COORDINATE,
    "assign": COORDINATE,
    "attach": COORDINATE,
    "decide": COORDINATE,
}
MAY_POST = {"undo": NOTE, "start": COORDINATE, "detach": COORDINATE, "revoke": COORDINATE, "reopen": COORDINATE}


@pytest.fixture
def signed_in(client):
    """Sign in as somebody with the roles; the user is on `client.user`."""

    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


# Who sees what


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_other(role, signed_in):
    request, client = make_request(), signed_in(role)
    opened = {name: client.get(address(name, request)).status_code for name in MAY_GET}
    assert opened == {name: 200 if role in roles else 404 for name, roles in MAY_GET.items()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_moves_what_it_may_and_nothing_else(role, signed_in):
    request, client = make_request(), signed_in(role)
    answers = {name: client.post(address(name, request)).status_code for name in MAY_POST}
    assert answers == {name: 302 if role in roles else 404 for name, roles in MAY_POST.items()}


def test_a_request_about_a_file_closed_to_a_colleague_is_nowhere_for_them(signed_in):
    client, person = signed_in("coordinator"), make_person(chosen_name="Zéphyr")
    request = make_request(person=person)
    close_file(person=person, user=client.user, reason="Lived here together.", by=make_user("management"))
    assert {client.get(address(name, request)).status_code for name in MAY_GET if name not in {"inbox", "new"}} == {404}
    assert {client.post(address(name, request)).status_code for name in MAY_POST} == {404}
    assert "Zéphyr" not in text_of(client.get(address("inbox")))
    assert "Zéphyr" not in text_of(client.get(reverse("today")))
    assert find(client.user, request.reference) == []


def test_a_form_that_comes_back_with_errors_is_an_opening_of_the_file(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    assert client.post(address("decide", request), {"outcome": "declined"}).status_code == 200
    assert Opening.objects.filter(user=client.user, subject_id=request.person_id).count() == 1


@pytest.mark.parametrize("url", ["/intake/%00/", "/intake/R-2026/decide/", "/intake/new/?with=%00"])
def test_what_is_no_reference_leads_nowhere(signed_in, url):
    assert signed_in("coordinator").get(url).status_code == 404


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "0001-01-01T00:00", "1200-01-01T10:00"])
def test_a_call_at_an_impossible_moment_is_refused(signed_in, when):
    client = signed_in("coordinator")
    call = {"caller": "self", "channel": "phone", "urgency": "48h", "received_at": when}
    assert "received_at" in client.post(reverse("intake:new"), call).context["form"].errors
    assert not Request.objects.exists()


def test_strangers_are_sent_to_log_in(client):
    response = client.get(address("detail", make_request()))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", MAY_POST)
def test_nothing_moves_by_following_a_link(name, signed_in):
    assert signed_in("coordinator").get(address(name, make_request())).status_code == 405


# Noting a call


def test_a_call_is_noted_with_its_file_and_offers_undo(signed_in):
    client = signed_in("educator")
    response = client.post(address("new"), CALL)
    request = Request.objects.get()
    assert response.url == address("detail", request)
    assert (request.person.chosen_name, request.person.stated_age, request.ethos) == ("Nour", 19, "6")
    assert request.received_by == client.user
    page = client.get(response.url)
    assert address("undo", request) in page.content.decode()
    assert request.reference in text_of(page)


def test_undo_from_the_page_removes_the_call(signed_in):
    client = signed_in("coordinator")
    client.post(address("new"), CALL)
    response = client.post(address("undo", Request.objects.get()), follow=True)
    assert (Request.objects.count(), Person.objects.count()) == (0, 0)
    assert "The call is removed." in text_of(response)


def test_undo_too_late_says_why_and_removes_nothing(signed_in):
    client = signed_in("coordinator")
    request = make_request(by=client.user)
    operations.start_assessment(request=request, by=client.user)
    response = client.post(address("undo", request), follow=True)
    assert "Work has begun" in text_of(response)
    assert Request.objects.count() == 1


@pytest.mark.parametrize(
    ("age", "message"),
    [
        ("7", "7 years old is not plausible"),
        ("70", "70 years old is not plausible"),
        ((timezone.localdate() + timedelta(days=40)).strftime("%d/%m/%Y"), "lies in the future"),
        ("young", "Write an age"),
    ],
)
def test_an_impossible_age_is_told_beside_its_field_and_nothing_typed_is_lost(age, message, signed_in):
    response = signed_in("coordinator").post(address("new"), CALL | {"age": age})
    form = response.context["form"]
    assert response.status_code == 200
    assert set(form.errors) == {"age"}
    assert message in text_of(response)
    assert "Put out on Saturday." in response.content.decode()
    assert [form[name].value() for name in ("age", "chosen_name", "call_back")] == [age, "Nour", "0470 12 34 56"]
    assert Request.objects.count() == 0


def test_age_without_a_name_asks_for_one(signed_in):
    response = signed_in("coordinator").post(address("new"), CALL | {"chosen_name": ""})
    assert set(response.context["form"].errors) == {"chosen_name"}


def test_an_anonymous_call_needs_neither_name_nor_age(signed_in):
    client = signed_in("coordinator")
    client.post(address("new"), {"caller": "anonymous", "channel": "phone", "urgency": "tonight"})
    assert Request.objects.get().person is None
    assert Person.objects.count() == 0


def test_a_known_file_is_chosen_instead_of_a_second_one(signed_in):
    person = make_person()
    signed_in("coordinator").post(address("new"), CALL | {"person": person.reference})
    assert Request.objects.get().person == person
    assert Person.objects.count() == 1


def test_a_file_closed_to_the_colleague_cannot_be_chosen(signed_in):
    client, person = signed_in("coordinator"), make_person()
    close_file(person=person, user=client.user, reason="A relative.", by=make_user("management"))
    response = client.post(address("new"), CALL | {"person": person.reference})
    assert "There is no file with this reference." in text_of(response)
    assert Request.objects.count() == 0


def test_the_next_person_of_the_same_call_is_noted_beside_the_first(signed_in):
    client = signed_in("coordinator")
    response = client.post(address("new"), CALL | {"another": "yes"})
    first = Request.objects.get()
    client.post(response.url, CALL | {"chosen_name": "Tijs"})
    second = Request.objects.exclude(pk=first.pk).get()
    assert first.reference in text_of(client.get(address("detail", second)))


def test_a_draft_comes_back_and_goes_once_the_call_is_noted(signed_in):
    client = signed_in("coordinator")
    fields = {"chosen_name": ["Salomé"], "story": ["Half a sent"], "call_back_uses": ["text"], "urgency": ["tonight"]}
    save_draft(user=client.user, key="intake:new:one", fields=fields)
    page = client.get(address("new"), {"draft": "one"})
    assert "Half a sent" in page.content.decode()
    assert page.context["form"]["chosen_name"].value() == "Salomé"
    client.post(address("new"), CALL | {"draft_token": "one"})
    assert not client.user.drafts.exists()


# The inbox


def references(response) -> list[str]:
    return [row.reference for row in response.context["rows"]]


def test_the_inbox_shows_what_waits_the_oldest_first(signed_in):
    client, now = signed_in("psychologist"), timezone.now()
    recent = make_request(received_at=now - timedelta(hours=2))
    old = make_request(received_at=now - timedelta(days=3))
    decided = make_request()
    operations.decide(request=decided, by=make_user("coordinator"), outcome="withdrawn", reason="Found an aunt.")
    page = client.get(address("inbox"))
    assert references(page) == [old.reference, recent.reference]
    assert "2 h ago" in text_of(page)
    assert references(client.get(address("inbox"), {"state": "withdrawn"})) == [decided.reference]
    everything = [decided.reference, recent.reference, old.reference]
    assert references(client.get(address("inbox"), {"state": "all"})) == everything


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"urgency": "tonight"}, "urgent"),
        ({"channel": "email"}, "mailed"),
        ({"mine": "on"}, "mine"),
        ({"age": "minor"}, "minor"),
        ({"age": "older"}, "older"),
        ({"age": "usual"}, "usual"),
    ],
)
def test_each_filter_leaves_what_it_says(query, expected, signed_in):
    client, year = signed_in("coordinator"), timezone.localdate().year
    requests = {
        "urgent": make_request(urgency="tonight"),
        "mailed": make_request(channel="email"),
        "mine": operations.assign(request=make_request(), worker=client.user, by=client.user),
        "minor": make_request(person=make_person(birth_year=year - 15)),
        "older": make_request(person=make_person(birth_year=year - 30)),
        "usual": make_request(person=make_person(birth_year=year - 21)),
    }
    assert references(client.get(address("inbox"), query)) == [requests[expected].reference]


def test_anonymous_calls_and_uncertain_ages_are_of_unknown_age(signed_in):
    year = timezone.localdate().year
    anonymous = make_request()
    uncertain = make_request(person=make_person(birth_year=year - 18))
    unasked = make_request(person=make_person(birth_year=None))
    make_request(person=make_person(birth_year=year - 15))
    found = references(signed_in("coordinator").get(address("inbox"), {"age": "unknown"}))
    assert set(found) == {anonymous.reference, uncertain.reference, unasked.reference}


def test_the_inbox_goes_on_by_key_and_loses_nobody(signed_in, settings):
    settings.PAGE_SIZE = 4
    made = [make_request().reference for _number in range(10)]
    client, seen, query = signed_in("coordinator"), [], {}
    while query is not None:
        page = client.get(address("inbox"), query)
        seen += references(page)
        following = page.context["listing"].next
        query = {"after": following} if following else None
    assert seen == made


def test_an_empty_inbox_says_what_to_do_next(signed_in):
    page = signed_in("coordinator").get(address("inbox"))
    assert "No request waits for a decision" in text_of(page)
    assert address("new") in page.content.decode()


def test_htmx_gets_the_results_alone(signed_in):
    make_request()
    headers = {"HX-Request": "true", "HX-Target": "results"}
    body = signed_in("coordinator").get(address("inbox"), headers=headers).content.decode()
    assert "<html" not in body
    assert "R-" in body


# One request


def test_the_page_tells_the_story_and_logs_that_it_was_opened(signed_in):
    client, person = signed_in("management"), make_person(chosen_name="Salomé")
    request = make_request(person=person, in_danger="no", needs=["accommodation"])
    page = text_of(client.get(address("detail", request)))
    assert all(words in page for words in ("Salomé", "Put out on Saturday.", "A place to sleep", "Call noted"))
    opening = Opening.objects.get()
    assert (opening.user, opening.subject_id) == (client.user, person.pk)


@pytest.mark.parametrize("name", ["detail", "assess", "assign", "decide"])
def test_every_page_that_tells_of_somebody_is_logged(name, signed_in):
    client, person = signed_in("coordinator"), make_person()
    client.get(address(name, make_request(person=person)))
    assert Opening.objects.get().subject_id == person.pk


def test_opening_an_anonymous_call_opens_nobodys_file(signed_in):
    signed_in("educator").get(address("detail", make_request()))
    assert not Opening.objects.exists()


def test_no_name_stands_in_the_title(signed_in):
    page = signed_in("coordinator").get(address("detail", make_request(chosen_name="Salomé"))).content.decode()
    assert "Salomé" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_only_those_who_decide_are_offered_to(signed_in):
    request = make_request()
    for role, offered in (("psychologist", False), ("coordinator", True)):
        page = signed_in(role).get(address("detail", request)).content.decode()
        assert (address("decide", request) in page) is offered


def test_history_tells_each_move_and_its_author(signed_in):
    client = signed_in("coordinator")
    request = make_request(by=make_user("educator", name="Sarah"))
    client.post(address("start", request))
    client.post(address("decide", request), {"outcome": "referred", "reason": "Closer to Ghent."})
    client.post(address("reopen", request))
    page = client.get(address("detail", request))
    told = text_of(page).partition("History")[2]
    in_order = ("Reopened after: Referred", "Referred", "Being assessed · Given to", "Call noted")
    assert re.search(".*".join(in_order), told)
    assert [move.who for move in page.context["history"].moves] == [client.user.name] * 3 + ["Sarah"]


def test_assessing_saves_what_was_found(signed_in):
    client, request = signed_in("coordinator"), make_request()
    found = {"urgency": "week", "ethos": "7", "reasons": ["outing", "put_out"], "assessment": "Safe until Friday."}
    assert client.post(address("assess", request), found).url == address("detail", request)
    request.refresh_from_db()
    assert (request.urgency, request.ethos, request.reasons) == ("week", "7", ["outing", "put_out"])
    assert "Safe until Friday." in text_of(client.get(address("detail", request)))


def test_a_decision_without_a_reason_keeps_what_was_typed(signed_in):
    client, request = signed_in("coordinator"), make_request()
    typed = {"outcome": "declined", "reason": " ", "offered_instead": "A night at the Samusocial."}
    page = client.post(address("decide", request), typed)
    assert set(page.context["form"].errors) == {"reason", "refusal_reason", "space_was_free"}
    assert "A night at the Samusocial." in page.content.decode()
    assert not Decision.objects.exists()


def test_a_minor_is_not_given_a_space_and_the_form_says_why(signed_in):
    client = signed_in("coordinator")
    request = make_request(person=make_person(birth_year=timezone.localdate().year - 15))
    page = client.post(address("decide", request), {"outcome": "waiting", "reason": "Needs a bed."})
    assert set(page.context["form"].errors) == {"outcome"}
    assert "No space before the age of 18." in text_of(page)
    assert "Needs a bed." in page.content.decode()


def test_the_exception_is_asked_for_only_outside_the_usual_ages(signed_in):
    client, year = signed_in("coordinator"), timezone.localdate().year
    for birth_year, asked in ((year - 20, False), (year - 30, True), (None, False)):
        request = make_request(person=make_person(birth_year=birth_year))
        page = client.get(address("decide", request))
        assert ("exception" in page.context["form"].fields) is asked


def test_who_decides_second_is_told_and_keeps_the_text(signed_in):
    client, request = signed_in("coordinator"), make_request()
    operations.decide(request=request, by=make_user("coordinator"), outcome="referred", reason="Closer to Ghent.")
    page = client.post(address("decide", request), {"outcome": "followed", "reason": "Wants to talk."})
    assert "already been decided: Referred" in text_of(page)
    assert "Wants to talk." in page.content.decode()


def test_deciding_offers_to_take_it_back(signed_in):
    client, request = signed_in("coordinator"), make_request()
    response = client.post(address("decide", request), {"outcome": "followed", "reason": "Wants to talk."})
    assert address("revoke", request) in client.get(response.url).content.decode()
    client.post(address("revoke", request))
    request.refresh_from_db()
    assert (request.state, Decision.objects.get().revoked_by) == ("assessing", client.user)
    assert "Taken back" in text_of(client.get(address("detail", request)))


def test_giving_to_a_colleague_offers_those_who_may_read(signed_in):
    client, request = signed_in("coordinator"), make_request()
    educator, _driver = make_user("educator"), make_user("logistics")
    page = client.get(address("assign", request))
    offered = {pk for pk, _name in page.context["form"].fields["worker"].choices if pk}
    assert offered == {str(pk) for pk in (client.user.pk, educator.pk, request.received_by_id)}
    client.post(address("assign", request), {"worker": educator.pk})
    request.refresh_from_db()
    assert request.worker == educator


def test_joining_an_anonymous_call_to_a_file_can_be_undone(signed_in):
    client, request, person = signed_in("coordinator"), make_request(), make_person()
    response = client.post(address("attach", request), {"person": person.reference.lower()})
    assert address("detach", request) in client.get(response.url).content.decode()
    client.post(address("detach", request))
    request.refresh_from_db()
    assert request.person is None


# Shared pages


def find(user, text):
    provider = next(each for each in search_providers.entries if each.permission == "intake.view_request")
    return [hit.url for hit in provider.find(user, text, 10)]


def test_a_reference_is_found_however_it_is_written():
    request, user = make_request(), make_user("psychologist")
    year, number = request.reference.split("-")[1:]
    for text in (request.reference, request.reference.lower(), f"{year}-{int(number)}", f"R{number}", str(int(number))):
        assert find(user, text) == [address("detail", request)]
    assert find(user, "Nour") == []
    assert find(make_user("logistics"), request.reference) == []


def test_today_shows_what_waits_to_those_who_read_requests(signed_in):
    make_request(chosen_name="Salomé", urgency="tonight")
    assert "Salomé" in text_of(signed_in("educator").get(reverse("today")))
    assert "Salomé" not in text_of(signed_in("logistics").get(reverse("today")))


def test_the_person_page_lists_the_requests(signed_in):
    person = make_person()
    request = make_request(person=person)
    page = signed_in("coordinator").get(reverse("people:panel", args=[person.reference, "requests"]))
    assert request.reference in text_of(page)


# The same number of queries, whatever there is


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["inbox", "new", "detail", "assess", "assign", "attach", "decide"])
def test_a_page_asks_as_often_with_ten_times_the_data(name, signed_in):
    client, person = signed_in("coordinator"), make_person()
    request = make_request(person=person)
    for _number in range(4):
        make_request(person=person)
    few = queries_of(client, address(name, request))
    for number in range(45):
        make_request(chosen_name=f"Ami {number}", person=person if number % 3 else None)
        operations.assess(request=request, by=client.user, assessment=f"Call {number}.")
    many = queries_of(client, address(name, request))
    assert many == few
    assert many <= (15 if name == "detail" else 12)  # where every app adds its part, as on the person page
