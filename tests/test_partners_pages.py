"""The pages of partners and referrals, as each role meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from refuge.audit.models import Opening
from refuge.partners import operations
from refuge.partners.models import Contact, Meeting, Organisation, Referral, SafetyMark
from refuge.people.models import Consent
from refuge.people.operations import close_file
from refuge.registry import search_providers
from tests.factories import make_person, make_request, make_user
from tests.partners import SAID, csv_file, make_organisation, make_referral, make_sent

pytestmark = pytest.mark.django_db
WRITTEN = {
    "need": "income",
    "purpose": "An appointment.",
    "facts": ["age"],
    "language": "fr",
    "letterhead": "neutral",
    "consent_how": "signed",
    "consent_on": timezone.localdate().isoformat(),
} | SAID


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.user = make_user(*roles, language="en")
        client.force_login(client.user)
        return client

    return sign_in


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page_of(record) -> str:
    name = "partners:referral" if isinstance(record, Referral) else "partners:organisation"
    return reverse(name, args=[record.pk])


def referring(person, organisation) -> str:
    return f"{reverse('partners:refer', args=[person.reference])}?need=income&organisation={organisation.pk}"


# The directory


def test_two_keys_leave_one_organisation_in_the_list(signed_in):
    make_organisation("CPAS de Bruxelles")
    make_organisation("Arc du Midi", "lgbtqi")
    rows = signed_in("volunteers").get(
        reverse("partners:list"), {"q": "cp"}, headers={"HX-Request": "true", "HX-Target": "results"}
    )
    assert "CPAS de Bruxelles" in text_of(rows)
    assert "Arc du Midi" not in text_of(rows)
    assert "<html" not in rows.content.decode()


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"type": "legal"}, ["Avocats"]),
        ({"need": "health"}, ["Maison médicale"]),
        ({"language": "nl"}, ["Maison médicale"]),
        ({"agreement": "on"}, ["Avocats"]),
        ({"archived": "on"}, ["Ancien"]),
        ({}, ["Avocats", "Maison médicale"]),
    ],
)
def test_each_filter_leaves_what_it_says(signed_in, query, left):
    from refuge.partners.models import Agreement

    by, today = make_user("coordinator"), timezone.localdate()
    law = make_organisation("Avocats", "legal", by=by)
    operations.add_part(kind=Agreement, organisation=law, subject="A", starts_on=today, by=by)
    make_organisation("Maison médicale", "health", services=["health"], languages=["nl"], by=by)
    operations.archive_organisation(organisation=make_organisation("Ancien", by=by), by=by)
    page = signed_in("educator").get(reverse("partners:list"), query)
    assert [row.organisation.name for row in page.context["rows"]] == left


def test_an_organisation_is_entered_changed_archived_and_put_back(signed_in):
    client = signed_in("volunteers")
    client.post(reverse("partners:new"), {"name": "Het Huis", "type": "lgbtqi", "services": ["community"]})
    house = Organisation.objects.get()
    changed = {"name": "Het Huis", "type": "lgbtqi", "phone": "0499990101", "website": "huis.example"}
    client.post(reverse("partners:edit", args=[house.pk]), changed)
    house.refresh_from_db()
    assert (house.phone, house.website, house.services) == ("0499 99 01 01", "https://huis.example", [])
    client.post(reverse("partners:archive", args=[house.pk]))
    assert "archived" in text_of(client.get(page_of(house)))
    client.post(reverse("partners:unarchive", args=[house.pk]))
    assert Organisation.objects.current().get() == house


def test_a_name_taken_is_said_in_the_form_and_nothing_typed_is_lost(signed_in):
    make_organisation("Het Huis", "lgbtqi")
    page = signed_in("coordinator").post(reverse("partners:new"), {"name": "HET huis", "type": "cpas", "area": "Jette"})
    assert "in the directory already" in text_of(page)
    assert "Jette" in page.content.decode()


def test_each_part_is_added_changed_and_taken_off(signed_in):
    client, record, today = signed_in("educator"), make_organisation(), timezone.localdate().isoformat()
    said = {
        "contact": {"name": "Mieke Peeters", "phone": "0499 99 12 12"},
        "agreement": {"subject": "Two places", "starts_on": today},
        "meeting": {"held_on": today, "subject": "How to refer"},
        "mark": {"felt_safe": "yes", "marked_on": today, "note": "Name respected."},
    }
    for kind, data in said.items():
        client.post(reverse("partners:part_new", args=[record.pk, kind]), data)
    page = text_of(client.get(page_of(record)))
    for words in ("Mieke Peeters", "0499 99 12 12", "Two places", "How to refer", "Felt safe", client.user.name):
        assert words in page
    contact = Contact.objects.get()
    client.post(reverse("partners:part_edit", args=["contact", contact.pk]), {"name": "Mieke P."})
    client.post(reverse("partners:part_remove", args=["meeting", Meeting.objects.get().pk]))
    page = text_of(client.get(page_of(record)))
    assert "Mieke P." in page
    assert "How to refer" not in page


def test_who_reads_no_files_reads_no_referral_on_the_page_of_a_partner(signed_in):
    by = make_user("coordinator")
    referral = make_sent(make_person(chosen_name="Zéphyr"), by=by)
    for role, seen in (("volunteers", False), ("logistics", False), ("educator", True)):
        assert ("Zéphyr" in text_of(signed_in(role).get(page_of(referral.organisation)))) is seen


def test_a_referral_of_a_closed_file_is_nowhere(signed_in):
    client, person = signed_in("coordinator"), make_person(chosen_name="Zéphyr")
    referral = make_sent(person)
    close_file(person=person, user=client.user, reason="Lived here together.", by=make_user("management"))
    for address in (page_of(referral.organisation), reverse("partners:referrals"), reverse("today")):
        assert "Zéphyr" not in text_of(client.get(address))
    assert client.get(page_of(referral)).status_code == 404
    assert client.get(referring(person, referral.organisation)).status_code == 404


def test_the_search_finds_partners(signed_in):
    record = make_organisation("Service de l’aide à la jeunesse", "saj", abbreviation="SAJ")
    provider = next(each for each in search_providers.entries if each.permission == "partners.view")
    assert [hit.url for hit in provider.find(signed_in("logistics").user, "sa", 5)] == [page_of(record)]


def test_a_list_is_imported_by_its_pages(signed_in):
    client = signed_in("volunteers")
    shown = client.post(
        reverse("partners:import"), {"file": csv_file("name,type\nHet Huis,cpas\n,cpas\n")}, follow=True
    )
    assert "1 new, 0 known already, 1 rejected" in text_of(shown)
    assert "The name is missing." in text_of(shown)
    batch = shown.context["batch"]
    done = client.post(reverse("partners:import_confirm", args=[batch.pk]), follow=True)
    assert "1 organisation entered." in text_of(done)
    client.post(reverse("partners:import_undo", args=[batch.pk]))
    assert not Organisation.objects.current().exists()


def test_what_is_no_list_is_said_beside_the_file(signed_in):
    page = signed_in("coordinator").post(reverse("partners:import"), {"file": csv_file("PK broken", "x.xlsx")})
    assert "This is not a workbook that can be read." in text_of(page)


def test_two_entries_are_merged_and_parted_by_their_pages(signed_in):
    client, kept, gone = signed_in("coordinator"), make_organisation("CPAS"), make_organisation("CPAS bis")
    client.post(reverse("partners:merge", args=[kept.pk]), {"other": gone.pk})
    assert "CPAS bis" in text_of(client.get(page_of(kept)))
    client.post(reverse("partners:part", args=[kept.merges.get().pk]))
    assert Organisation.objects.current().count() == 2


def test_an_entry_is_merged_with_another_one_that_is_in_use(signed_in):
    client, kept, gone = signed_in("coordinator"), make_organisation("CPAS"), make_organisation("Closed")
    make_organisation("CPAS bis")
    operations.archive_organisation(organisation=gone, by=client.user)
    address = reverse("partners:merge", args=[kept.pk])
    offered = [words for _key, words in client.get(address).context["form"].fields["other"].choices]
    assert offered[1:] == ["CPAS bis"]
    for other in (kept, gone):
        answer = client.post(address, {"other": other.pk})
        assert answer.context["form"].errors.keys() == {"other"}
    assert not kept.merges.exists()


# Referring


def test_from_the_file_to_the_answer(signed_in):
    client, person, record = signed_in("coordinator"), make_person(), make_organisation(services=["income"])
    choose = client.get(reverse("partners:refer", args=[person.reference]), {"need": "income"})
    assert referring(person, record).replace("&", "&amp;") in choose.content.decode()
    client.post(referring(person, record), WRITTEN)
    referral = Referral.objects.get()
    assert (referral.consent.how, referral.outside.knows_refuge, referral.prepared_by) == ("signed", "yes", client.user)
    client.post(reverse("partners:send", args=[referral.pk]), {"sent_on": timezone.localdate().isoformat()})
    assert person.chosen_name in text_of(client.get(reverse("today")))
    answer = {"status": "accepted", "answered_on": timezone.localdate().isoformat(), "answer": "Tuesday at 10."}
    page = client.post(reverse("partners:answer", args=[referral.pk]), answer, follow=True)
    assert "Tuesday at 10." in text_of(page)
    panel = client.get(reverse("people:panel", args=[person.reference, "referrals"]))
    assert "accepted" in text_of(panel)
    timeline = client.get(reverse("people:person", args=[person.reference]))
    assert "Referral: accepted" in text_of(timeline)


def test_from_the_request_to_the_referral(signed_in):
    client, person = signed_in("educator"), make_person()
    request = make_request(person=person)
    detail = client.get(reverse("intake:detail", args=[request.reference]))
    refer = reverse("intake:refer", args=[request.reference])
    assert refer in detail.content.decode()
    record = make_organisation()
    page = client.post(f"{refer}?organisation={record.pk}", WRITTEN, follow=True)
    assert page.context["referral"].person == person
    nobody = client.get(reverse("intake:refer", args=[make_request().reference]), follow=True)
    assert "join the call to one first" in text_of(nobody)


def test_an_educator_prepares_and_the_coordinator_answers_what_may_be_said(signed_in):
    client, person, record = signed_in("educator"), make_person(), make_organisation()
    client.post(referring(person, record), WRITTEN)
    referral = Referral.objects.get()
    assert referral.is_held
    assert referral.outside.name_to_use == "Nora"
    assert "Orientation" not in text_of(client.get(referring(person, record))).split("What is told")[1][:120]
    page = text_of(client.get(page_of(referral)))
    assert "held back" in page
    assert "Note as sent" not in page
    assert client.get(reverse("partners:letter", args=[referral.pk])).status_code == 302


def test_age_unknown_the_form_says_to_ask_and_refuses(signed_in):
    client, person = signed_in("coordinator"), make_person(stated_age=None)
    saj = make_organisation("SAJ", "saj", services=["youth_care"])
    chosen = client.get(reverse("partners:refer", args=[person.reference]), {"need": "youth_care"})
    assert "ask it" in text_of(chosen)
    assert "SAJ" not in [str(row.organisation) for row in chosen.context["rows"]]
    page = client.post(referring(person, saj), WRITTEN)
    assert "Ask the age first" in text_of(page)
    assert not Referral.objects.exists()
    assert not Consent.objects.exists()


def test_a_refused_letter_keeps_what_was_typed(signed_in):
    client, person, record = signed_in("coordinator"), make_person(), make_organisation()
    page = client.post(referring(person, record), WRITTEN | {"shared": "A gay young man."})
    assert "shared" in page.context["form"].errors
    assert "“gay” tells this organisation what it may not know." in text_of(page)
    assert "A gay young man." in page.content.decode()


def test_the_letter_is_a_download_named_for_nobody_and_logged(signed_in):
    referral = make_sent(make_person(chosen_name="Zéphyr"))
    client = signed_in("management")
    answer = client.get(reverse("partners:letter", args=[referral.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.content.startswith(b"%PDF-")
    assert Opening.objects.filter(subject_id=referral.person_id, what="reveal", detail="referral_letter").count() == 1


def intimate_referral(make=make_sent):
    answers = SAID | {"knows_orientation": "yes"}
    return make(make_person(), answers=answers, facts=["orientation", "age"])


@pytest.mark.parametrize(
    ("role", "status", "opens"),
    [
        ("coordinator", 200, True),
        ("psychologist", 200, True),
        ("management", 200, False),
        ("educator", 200, False),
        ("volunteers", 404, False),
        ("logistics", 404, False),
        ("volunteer", 404, False),
    ],
)
def test_what_is_intimate_in_a_letter_is_read_by_who_reads_it_in_the_file(signed_in, role, status, opens):
    referral, client = intimate_referral(), signed_in(role)
    letter = reverse("partners:letter", args=[referral.pk])
    page = client.get(page_of(referral))
    assert page.status_code == status
    assert client.get(letter).status_code == (200 if opens else 404)
    assert (letter in page.content.decode()) is opens
    assert page.context["facts"] == "Orientation, Age" if opens else "Orientation" not in text_of(page)


def test_an_educator_changes_a_letter_and_leaves_what_they_are_not_shown(signed_in):
    referral, client = intimate_referral(make_referral), signed_in("educator")
    form = {"need": "income", "purpose": "Changed.", "facts": ["languages"], "language": "fr"}
    client.post(reverse("partners:referral_edit", args=[referral.pk]), form | {"facts": ["languages"]})
    referral.refresh_from_db()
    assert (referral.purpose, set(referral.facts)) == ("Changed.", {"languages", "orientation"})


def test_what_waits_too_long_stands_first_on_today_and_is_late_in_the_list(signed_in):
    client, today = signed_in("coordinator"), timezone.localdate()
    make_sent(make_person(chosen_name="Young"), sent_on=today - timedelta(days=13))
    make_sent(make_person(chosen_name="Old"), make_organisation("B"), sent_on=today - timedelta(days=14))
    late = client.get(reverse("partners:referrals"), {"state": "late"})
    assert [row.referral.person.chosen_name for row in late.context["rows"]] == ["Old"]
    page = text_of(client.get(reverse("today")))
    assert page.index("Old") < page.index("Young")


@pytest.mark.parametrize(
    ("state", "left"), [("", {"held", "prepared", "sent"}), ("held", {"held"}), ("accepted", {"accepted"}), ("all", 4)]
)
def test_the_list_of_referrals_by_where_they_stand(signed_in, state, left):
    by = make_user("coordinator")
    made = {
        "held": make_referral(make_person(), make_organisation("A", by=by), by=by, answers={}),
        "prepared": make_referral(make_person(), make_organisation("B", by=by), by=by),
        "sent": make_sent(make_person(), make_organisation("C", by=by), by=by),
        "accepted": make_sent(make_person(), make_organisation("D", by=by), by=by),
    }
    operations.answer_referral(referral=made["accepted"], status="accepted", by=by)
    page = signed_in("psychologist").get(reverse("partners:referrals"), {"state": state})
    names = {referral.pk: name for name, referral in made.items()}
    shown = {names[row.referral.pk] for row in page.context["rows"]}
    assert (len(shown) if isinstance(left, int) else shown) == left


# The same number of queries, whatever there is


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_pages_ask_as_often_with_ten_times_the_data(signed_in):
    client, person, by = signed_in("coordinator"), make_person(), make_user("coordinator")
    record, today = make_organisation(services=["income"], by=by), timezone.localdate()

    def fill(times, mark):
        for number in range(times):
            other = make_organisation(f"{mark} {number}", services=["income"], by=by)
            make_sent(make_person(by=by), record, by=by)
            make_sent(person, other, by=by)
            make_request(person=person, by=by)
            operations.add_part(kind=Contact, organisation=record, name=f"{mark} {number}", by=by)
            operations.add_part(kind=SafetyMark, organisation=record, felt_safe="yes", marked_on=today, by=by)

    fill(2, "few")
    referral, request = person.referrals.first(), person.requests.first()
    pages = {
        reverse("partners:list"): 12,
        page_of(record): 12,
        reverse("partners:referrals"): 12,
        page_of(referral): 12,
        f"{reverse('partners:refer', args=[person.reference])}?need=income": 12,
        referring(person, record): 12,
        reverse("people:panel", args=[person.reference, "referrals"]): 15,
        reverse("intake:detail", args=[request.reference]): 15,
        reverse("today"): 15,
    }
    few = {page: queries_of(client, page) for page in pages}
    fill(12, "many")
    many = {page: queries_of(client, page) for page in pages}
    assert many == few
    assert {page: number for page, number in many.items() if number > pages[page]} == {}


def test_in_a_list_names_are_text_and_discreet_mode_finds_them(signed_in):
    client = signed_in("coordinator")
    person = make_person(by=client.user, chosen_name="Lou <3")
    make_sent(person, make_organisation("A & <b>B</b>", by=client.user), by=client.user)
    for address in (reverse("partners:referrals"), reverse("partners:list")):
        shown = client.get(address).content.decode()
        assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in shown
        assert "<b>B</b>" not in shown
    shown = client.get(reverse("partners:referrals")).content.decode()
    assert '<span class="name" data-initials="L&lt;"><span>Lou &lt;3</span></span>' in shown
