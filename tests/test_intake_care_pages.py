"""The pages of assessment, risks, minors, asylum and the reserve, as each role meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Plan
from housing import operations as housing
from housing.models import Occupancy, Stay
from housing.reserve import reserve_on
from housing.terms import Terms
from intake import operations
from intake.models import AsylumFile, Decision, Request, RiskFlag
from intake.reminders import send_reminders
from refuge.audit.models import Opening
from refuge.people import operations as people
from refuge.people.models import Person
from tests.factories import make_minor, make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.intake import CALL, address
from tests.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_its_day")]
TODAY = timezone.localdate()
READ = ("management", "coordinator", "psychologist", "educator")


@pytest.fixture
def signed_in(client):
    def sign_in(role):
        client.user = make_user(role, language="en")
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def coordinator():
    return make_user("coordinator")


def flagged(person, by, **fields):
    fields = {"kind": "honour", "level": "acute", "review_on": TODAY, "note": "Brothers in town."} | fields
    return operations.raise_flag(person=person, by=by, **fields)


# The assessment

ASSESSED = {
    "urgency": "tonight",
    "ethos": "7",
    "place_of_stay": "wallonia",
    "needs": ["accommodation"],
    "domain_legal": "urgent",
    "domain_work": "none",
    "reasons": ["outing", "physical"],
    "main_reason": "physical",
    "perpetrators": ["father"],
    "complaint": "wishes",
    "reported": "no",
    "assessment": "Seen at the office.",
}


def test_the_assessment_is_filled_in_and_comes_back_to_be_changed(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    page = text_of(client.get(address("assess", request)))
    assert "Tonight: no safe place to sleep this night, or in danger now" in page
    assert client.post(address("assess", request), ASSESSED).status_code == 302
    request = Request.objects.get()
    assert (request.ethos, request.main_reason, request.place_of_stay) == ("7", "physical", "wallonia")
    assert request.found.domains == {"legal": "urgent", "work": "none"}
    form = client.get(address("assess", request)).context["form"]
    assert (form["domain_legal"].value(), form["perpetrators"].value()) == ("urgent", ["father"])


def test_a_main_reason_that_is_no_reason_stands_beside_its_field(signed_in):
    client, request = signed_in("coordinator"), make_request()
    page = client.post(address("assess", request), ASSESSED | {"main_reason": "honour"})
    assert set(page.context["form"].errors) == {"main_reason"}
    assert "Seen at the office." in page.content.decode()


@pytest.mark.parametrize("role", READ)
def test_reasons_are_read_by_the_coordinator_and_the_psychologists(role, signed_in, coordinator):
    request = make_request(person=make_person())
    operations.assess(
        request=request, by=coordinator, reasons=["outing"], main_reason="outing", perpetrators=["father"]
    )
    page = text_of(signed_in(role).get(address("detail", request)))
    reads = role in {"coordinator", "psychologist"}
    assert ("Outed by somebody else (main reason)" in page, "Father" in page) == (reads, reads)


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ({"birth_year": TODAY.year - 22}, "Within the usual ages, 18 to 25."),
        ({"birth_year": TODAY.year - 30}, "Outside the usual ages, 18 to 25: possible, with a written reason."),
        ({"birth_year": None}, "No space until it is known"),
        ({"stated_age": 16, "stated_on": TODAY}, "Support and the referral to youth care are possible."),
        ({"residence": "applicant"}, "living elsewhere than assigned needs an agreement first"),
    ],
)
def test_eligibility_explains_itself_and_decides_nothing(person, says, signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person(**person))
    page = text_of(client.get(address("assess", request)))
    assert says in page
    assert "the decision is yours" in page
    assert not Decision.objects.exists()


# The decision


def test_a_refusal_asks_why_and_what_was_free_beside_the_fields(signed_in):
    client, request = signed_in("coordinator"), make_request()
    page = client.post(address("decide", request), {"outcome": "declined", "reason": "Not ours to do."})
    assert set(page.context["form"].errors) == {"refusal_reason", "space_was_free", "offered_instead"}
    assert "Not ours to do." in page.content.decode()
    typed = {"outcome": "declined", "reason": "Not ours to do.", "refusal_reason": "no_place"}
    client.post(address("decide", request), typed | {"space_was_free": "no", "offered_instead": "The night shelter."})
    assert Decision.objects.get().refusal_reason == "no_place"
    assert "Why not here? No space free" in text_of(client.get(address("detail", request)))


def test_a_minors_decision_page_leads_to_the_danger_assessment_first(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_minor())
    assert address("danger", request) in client.get(address("decide", request)).content.decode()
    page = client.post(address("decide", request), {"outcome": "followed", "reason": "Under 18."})
    assert "write the danger assessment first" in text_of(page)
    client.post(address("danger", request), {"level": "acute", "done": "Called 103.", "answer_violence": "yes"})
    assert request.danger_assessments.get().answers == {"violence": "yes"}
    shown = text_of(client.get(address("detail", request)))
    assert "Acute danger" in shown
    assert "Violence where they live, or the threat of it? Yes" in shown
    assert client.post(address("decide", request), {"outcome": "followed", "reason": "Under 18."}).status_code == 302


def test_support_at_home_ends_in_a_plan_and_no_stay(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    client.post(address("decide", request), {"outcome": "followed", "reason": "Stays with an aunt."})
    page = client.get(address("detail", request)).content.decode()
    link = reverse("casework:open", args=[request.person.reference]) + "?kind=upstream"
    assert link in page
    assert client.get(link).context["form"]["kind"].value() == "upstream"
    client.post(link, {"kind": "upstream", "opened_on": TODAY})
    assert (Plan.objects.get().kind, Request.objects.get().state) == ("upstream", "followed")
    assert not Stay.objects.exists()
    assert link not in client.get(address("detail", request)).content.decode()


# Minors


@pytest.mark.parametrize(("role", "named", "status"), [
    ("coordinator", False, 200), ("educator", True, 200), ("educator", False, 404), ("psychologist", False, 404),
    ("management", False, 404),
])  # fmt: skip
def test_keeping_in_touch_is_for_the_coordinator_and_whoever_is_named(role, named, status, signed_in, coordinator):
    client, request = signed_in(role), make_request(person=make_minor())
    worker = client.user if named else coordinator
    operations.follow_minor(person=request.person, worker=worker, next_on=TODAY, by=coordinator)
    assert client.get(address("follow_up", request)).status_code == status


def test_the_pages_of_a_minor_are_not_there_for_an_adult(signed_in):
    client, request = signed_in("coordinator"), make_request(person=make_person())
    assert {client.get(address(name, request)).status_code for name in ("danger", "follow_up")} == {404}


def test_an_overdue_contact_stands_out_on_the_request_and_on_today(signed_in, coordinator, time_machine):
    request = make_request(person=make_minor(chosen_name="Tijs"))
    operations.follow_minor(person=request.person, worker=coordinator, next_on=TODAY, by=coordinator)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    client = signed_in("coordinator")
    assert "overdue" in text_of(client.get(address("detail", request)))
    assert "Under 18: next contact" in text_of(client.get("/"))


def test_after_the_birthday_the_page_proposes_to_reopen(signed_in, coordinator, time_machine):
    time_machine.move_to("2026-11-23T10:00:00+01:00")
    request = make_request(person=make_person(birth_date="2009-01-20", by=coordinator), by=coordinator)
    operations.assess_danger(request=request, level="none", done="Talked.", by=coordinator)
    operations.decide(request=request, outcome="referred", reason="Under 18.", by=coordinator)
    assert "Eighteen by now" not in text_of(signed_in("coordinator").get(address("detail", request)))
    time_machine.move_to("2027-01-21T10:00:00+01:00")
    client = signed_in("coordinator")
    assert "Eighteen by now" in text_of(client.get(address("detail", request)))
    send_reminders()
    assert "Eighteen by now" in text_of(client.get("/"))
    client.post(address("reopen", request))
    assert "Eighteen by now" not in text_of(client.get("/"))
    assert Request.objects.get().state == "assessing"
    assert "Eighteen by now" not in text_of(client.get(address("detail", request)))


# Risk flags


@pytest.mark.parametrize("role", READ)
def test_flags_stand_above_every_page_of_the_person(role, signed_in, coordinator):
    person = make_person()
    flagged(person, coordinator)
    stay = make_stay(person, make_space("A1"), by=coordinator)
    client, request = signed_in(role), make_request(person=person)
    pages = [reverse("people:person", args=[person.reference]), address("detail", request)]
    pages += [reverse("housing:stay", args=[stay.pk]), reverse("intake:flags", args=[person.reference])]
    assert [url for url in pages if "Honour-related threat: Acute" not in text_of(client.get(url))] == []
    assert Opening.objects.filter(user=client.user, detail="risks").count() == 1


def test_an_educator_adds_a_flag_and_does_not_close_it(signed_in, coordinator):
    client, person = signed_in("educator"), make_person()
    page = client.post(reverse("intake:flag_new", args=[person.reference]), {"kind": "suicide", "level": "watch"})
    assert "review_on" in page.context["form"].errors
    typed = {"kind": "suicide", "level": "watch", "since": TODAY, "review_on": TODAY + timedelta(days=7)}
    client.post(reverse("intake:flag_new", args=[person.reference]), typed)
    flag = RiskFlag.objects.get()
    assert (flag.kind, flag.set_by) == ("suicide", client.user)
    listed = client.get(reverse("intake:flags", args=[person.reference])).content.decode()
    assert reverse("intake:flag_close", args=[flag.pk]) not in listed
    assert client.get(reverse("intake:flag_close", args=[flag.pk])).status_code == 404


def test_a_flag_is_closed_with_a_reason_and_put_back(signed_in):
    client, person = signed_in("psychologist"), make_person()
    flag = flagged(person, client.user)
    close = reverse("intake:flag_close", args=[flag.pk])
    assert "closing_note" in client.post(close, {"closing_note": ""}).context["form"].errors
    client.post(close, {"closing_note": "The brothers left."})
    assert "Honour-related threat: Acute" not in text_of(client.get(reverse("people:person", args=[person.reference])))
    client.post(reverse("intake:flag_reopen", args=[flag.pk]))
    assert RiskFlag.objects.standing().exists()


def test_an_overdue_review_stands_out(signed_in, coordinator):
    person = make_person()
    flagged(person, coordinator, since=TODAY - timedelta(days=30), review_on=TODAY - timedelta(days=1))
    client = signed_in("coordinator")
    assert "review overdue" in text_of(client.get(reverse("people:person", args=[person.reference])))
    assert "review overdue" in text_of(client.get("/"))


# Asylum


@pytest.mark.parametrize(
    ("role", "status", "content"),
    [
        ("management", True, False),
        ("coordinator", True, True),
        ("psychologist", True, True),
        ("educator", False, False),
    ],
)
def test_asylum_shows_to_each_role_what_is_theirs(role, status, content, signed_in, coordinator):
    person = make_person(residence="applicant")
    operations.keep_asylum_file(
        person=person, centre="Centre of the canal", incidents=["outing"], sp_number="9 123 456", by=coordinator
    )
    client, request = signed_in(role), make_request(person=person)
    for url in (reverse("people:person", args=[person.reference]), address("detail", request)):
        page = text_of(client.get(url))
        assert ("No agreement noted" in page) is status
        assert ("Centre of the canal" in page, "9123456" in page) == (content, content)
    assert client.get(reverse("intake:asylum", args=[person.reference])).status_code == (200 if content else 404)


def test_the_asylum_form_keeps_what_was_typed_and_finds_the_file_by_its_number(signed_in):
    client, person = signed_in("coordinator"), make_person(chosen_name="Blessing", residence="applicant")
    url = reverse("intake:asylum", args=[person.reference])
    typed = {"centre": "Centre of the canal", "incidents": ["threats"], "sp_number": "9.123.456"}
    page = client.post(url, typed | {"agreement_ends_on": TODAY})
    assert set(page.context["form"].errors) == {"agreed_on"}
    assert "9.123.456" in page.content.decode()
    client.post(url, typed | {"agreed_on": TODAY, "agreement_ends_on": TODAY + timedelta(days=60)})
    assert AsylumFile.objects.get().incidents == ["threats"]
    assert "Blessing" in text_of(client.get("/search/?q=9123456"))


# The reserve


def test_a_reserved_space_is_lent_only_knowingly_and_it_is_on_record(signed_in):
    client, person = signed_in("coordinator"), make_person()
    space = make_space("R1", reserved_asylum=True)
    url = f"{reverse('housing:give')}?person={person.reference}"
    typed = {"person": person.reference, "space": space.pk, "how": "promise", "starts_on": TODAY}
    page = client.post(url, typed)
    assert set(page.context["form"].errors) == {"lend"}
    assert "R1 is reserved for asylum seekers" in text_of(page)
    assert not Occupancy.objects.exists()
    client.post(url, typed | {"lend": "on"})
    assert Occupancy.objects.get().lent
    assert "lent: this person was no applicant" in text_of(
        client.get(reverse("housing:plan", args=[Occupancy.objects.get().pk]))
    )


def test_an_applicant_is_given_a_reserved_space_without_a_question(signed_in):
    client, person = signed_in("coordinator"), make_person(residence="applicant")
    typed = {"person": person.reference, "how": "promise", "starts_on": TODAY}
    typed["space"] = make_space("R1", reserved_asylum=True).pk
    client.post(f"{reverse('housing:give')}?person={person.reference}", typed)
    assert not Occupancy.objects.get().lent


def test_moving_into_a_reserved_space_asks_too(signed_in, coordinator):
    client, space = signed_in("coordinator"), make_space("R1", reserved_asylum=True)
    stay = make_stay(make_person(), make_space("A1"), by=coordinator)
    url = reverse("housing:move", args=[stay.pk])
    page = client.post(url, {"space": space.pk, "on": TODAY})
    assert set(page.context["form"].errors) == {"lend"}
    client.post(url, {"space": space.pk, "on": TODAY, "lend": "on"})
    assert Occupancy.objects.current().get().lent


def test_the_quota_counts_reserved_used_lent_and_lendable(coordinator):
    spaces = {code: make_space(code, reserved_asylum=True) for code in ("R1", "R2", "R3", "R4", "R5")}
    long_ago = TODAY - timedelta(days=40)
    make_stay(make_person(residence="applicant"), spaces["R1"], by=coordinator)
    make_stay(make_person(), spaces["R2"], by=coordinator)
    for code, left in (("R3", TODAY - timedelta(days=3)), ("R4", TODAY - timedelta(days=20))):
        stay = make_stay(make_person(residence="applicant"), spaces[code], on=long_ago, by=coordinator)
        housing.depart(stay=stay, on=left, destination="street", exit_type="own", by=coordinator)
    coming = TODAY + timedelta(days=5)
    housing.offer(person=make_person(residence="applicant"), space=spaces["R5"], starts_on=coming, by=coordinator)
    reserve = reserve_on(TODAY, Terms())
    assert (reserve.reserved, reserve.used, reserve.lent, reserve.coming) == (5, 1, 1, 1)
    assert [space.code for space in reserve.lendable] == ["R4"]


@pytest.mark.parametrize(("role", "sees"), [*((role, True) for role in READ), ("logistics", False)])
def test_the_quota_is_for_those_who_read_files(role, sees, signed_in):
    make_space("R1", reserved_asylum=True)
    assert ("Used by applicants" in text_of(signed_in(role).get(reverse("housing:spaces")))) is sees


# Where people slept before, and live after


def test_the_living_situation_is_kept_at_entry_and_at_exit(signed_in):
    client, person = signed_in("coordinator"), make_person()
    request = make_request(person=person, ethos="6")
    url = f"{reverse('housing:give')}?request={request.reference}"
    assert client.get(url).context["form"]["ethos_entry"].value() == "6"
    typed = {"person": person.reference, "space": make_space("A1").pk, "how": "arrive", "starts_on": TODAY}
    client.post(url, typed | {"ethos_entry": "1"})
    stay = Stay.objects.get()
    assert (stay.ethos_entry, stay.ethos_exit) == ("1", "")
    leaving = {"on": TODAY, "destination": "friends_temp", "exit_type": "own"}
    client.post(reverse("housing:depart", args=[stay.pk]), leaving)
    stay.refresh_from_db()
    assert stay.ethos_exit == "6"
    client.post(reverse("housing:undo_departure", args=[stay.pk]))
    stay.refresh_from_db()
    assert stay.ethos_exit == ""
    client.post(reverse("housing:depart", args=[stay.pk]), leaving | {"ethos_exit": "1"})
    stay.refresh_from_db()
    assert stay.ethos_exit == "1"


# Bad input


@pytest.mark.parametrize(
    ("age", "says"),
    [
        (f"23/11/{TODAY.year + 3}", "This birth date lies in the future."),
        ("7", "7 years old is not plausible here."),
        ("70", "70 years old is not plausible here."),
    ],
)
def test_an_impossible_age_is_told_beside_the_field_and_nothing_is_lost(age, says, signed_in):
    client = signed_in("coordinator")
    page = client.post(address("new"), CALL | {"age": age})
    assert set(page.context["form"].errors) == {"age"}
    assert says in text_of(page)
    assert "Put out on Saturday." in page.content.decode()
    assert (Request.objects.count(), Person.objects.count()) == (0, 0)
    person = make_person(legal_name="Nora El Amrani")
    page = client.post(reverse("people:change_identity", args=[person.reference]), {"age": age, "legal_name": "N. E."})
    assert set(page.context["form"].errors) == {"age"}
    assert "N. E." in page.content.decode()


def test_a_closed_file_hides_its_flags_and_asylum(signed_in, coordinator):
    client, person = signed_in("coordinator"), make_person()
    flag = flagged(person, coordinator)
    operations.keep_asylum_file(person=person, sp_number="9123456", by=coordinator)
    people.close_file(person=person, user=client.user, reason="Lived together.", by=make_user("management"))
    names = [("flags", person.reference), ("asylum", person.reference), ("flag_review", flag.pk)]
    assert {client.get(reverse(f"intake:{name}", args=[key])).status_code for name, key in names} == {404}
    assert not AsylumFile.objects.visible_to(client.user).exists()
