"""The pages of a merge, of the trace on a file and of a death: what each role reads, and what is not there for them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework import operations as casework
from housing import operations as housing
from housing.alerts import send_stay_alerts
from intake import operations as intake
from refuge.audit.models import Opening
from refuge.notifications.models import Alert
from refuge.people import operations
from refuge.people.models import Merge, Person
from tests.factories import make_person, make_request, make_user
from tests.housing import make_space, make_stay
from tests.staff import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Refusals are read here in the words of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator")


@pytest.fixture
def kept(by):
    return make_person(by=by, chosen_name="Nour", legal_name="Nora El Amrani")


@pytest.fixture
def other(by):
    return make_person(by=by, chosen_name="Noor", birth_year=2005, legal_name="Noura Amrani")


@pytest.fixture
def read(client, by):
    """The text of a page, as the coordinator reads it unless told otherwise."""
    client.raise_request_exception = True

    def opened(path, user=None, data=None, **headers):
        sign_in(client, user or by)
        client.cookies["django_language"] = "en"
        method = client.get if data is None else client.post
        response = method(path, data or {}, follow=True, headers={"accept-language": "en", **headers})
        response.text_ = response.content.decode()
        return response

    by.language = "en"
    by.save()
    return opened


def merged(kept, other, by, **choices):
    return operations.merge_people(kept=kept, absorbed=other, by=by, reason="Same phone.", choices=choices)


def test_the_other_file_is_found_as_one_types(read, kept, other):
    path = f"/people/{kept.reference}/merge/"
    for text in ("noor", other.reference):
        found = read(f"{path}?q={text}", **{"hx-request": "true", "hx-target": "results"})
        assert f"{path}{other.reference}/" in found.text_
        assert "<html" not in found.text_


def test_likely_files_are_offered_on_the_page_itself(read, kept, by):
    same = make_person(by=by, chosen_name="Nour", birth_year=2005)
    operations.add_channel(person=kept, kind="phone", value="0470123456", by=by)
    other = make_person(by=by, chosen_name="Alix", birth_year=2001)
    operations.add_channel(person=other, kind="phone", value="0470 12 34 56", by=by)
    make_person(by=by, chosen_name="Nour", birth_year=1999)
    text = read(f"/people/{kept.reference}/").text_
    for likely in (same, other):
        assert f"/people/{kept.reference}/merge/{likely.reference}/" in text
    assert text.count("/merge/P-") == 2
    assert "/merge/" not in read(f"/people/{kept.reference}/", make_user("educator")).text_


@pytest.mark.parametrize(("stored", "typed"), [("Jan Van de Putte", "Vandeputte"), ("Jan Vandeputte", "van de putte")])
def test_a_name_is_found_however_it_is_spaced(read, by, stored, typed):
    person = make_person(by=by, chosen_name="Alix", legal_name=stored)
    assert person.reference in read(f"/search/?q={typed}").text_


def test_two_files_are_compared_merged_and_parted(read, kept, other, by):
    casework.write_note(person=other, domain="housing", text="Seen.", by=by)
    path = f"/people/{kept.reference}/merge/{other.reference}/"
    compared = read(path).text_
    assert "Noura Amrani" in compared
    assert "Journal" in compared
    done = read(path, data={"chosen_name": "absorbed", "legal_name": "kept", "reason": "Same phone."})
    merge = Merge.objects.get()
    assert done.redirect_chain[-1][0] == f"/people/{kept.reference}/merges/{merge.pk}/"
    assert "Part again" in done.text_
    assert Person.objects.get(pk=kept.pk).chosen_name == "Noor"
    parted = read(f"/people/{kept.reference}/merges/{merge.pk}/part/", data={})
    assert parted.status_code == 200
    read(f"/people/{kept.reference}/merges/{merge.pk}/part/", data={"go": "1"})
    assert other.notes.exists()
    assert Person.objects.visible_to(by).count() == 2


def test_what_moved_unseen_is_told_to_nobody_who_may_not_read_it(read, kept, other, by):
    """A note kept to the worker in charge moves, and is not even counted to who merges."""
    educator = make_user("educator")
    for person in (kept, other):
        operations.assign_worker(person=person, worker=educator, by=by)
    kept.refresh_from_db()
    other.refresh_from_db()
    casework.write_note(person=other, domain="housing", text="Between us.", audience="worker", by=educator)
    merge = merged(kept, other, by)
    assert kept.notes.count() == 1
    assert "<b>" not in read(f"/people/{kept.reference}/merges/{merge.pk}/").text_.partition("What moved")[2]


def test_a_parted_file_closed_to_the_reader_is_not_named(read, kept, other, by):
    merge = merged(kept, other, by)
    operations.part_people(merge=merge, by=by)
    operations.close_file(person=other, user=by, reason="Family.", by=make_user("management"))
    assert read(f"/people/{kept.reference}/merges/{merge.pk}/").status_code == 404
    assert other.reference not in read(f"/people/{kept.reference}/history/").text_


def test_a_clash_is_named_and_nothing_typed_is_lost(read, kept, other, by):
    for person in (kept, other):
        casework.open_plan(person=person, kind="residential", by=by)
    data = {"chosen_name": "kept", "legal_name": "kept", "reason": "They told me so."}
    refused = read(f"/people/{kept.reference}/merge/{other.reference}/", data=data).text_
    assert "Both files have an open plan" in refused
    assert "They told me so." in refused


def test_different_ages_are_not_chosen_for_anybody(read, kept, by):
    other = make_person(by=by, chosen_name="Nour", birth_year=2004)
    path = f"/people/{kept.reference}/merge/{other.reference}/"
    assert "checked" not in read(path).text_.partition('id="div_id_age"')[2].partition('id="div_id_reason"')[0]
    read(path, data={"reason": "Same phone."})
    assert not Merge.objects.exists()


def test_the_old_address_leads_to_the_file_for_who_may_open_it(read, kept, other, by):
    merged(kept, other, by)
    for panel in ("", "contact/"):
        reached = read(f"/people/{other.reference}/{panel}")
        assert reached.redirect_chain[-1][0].startswith(f"/people/{kept.reference}/")
    educator = make_user("educator")
    operations.close_file(person=kept, user=educator, reason="Family.", by=make_user("management"))
    assert read(f"/people/{other.reference}/", educator).status_code == 404
    assert read(f"/people/{other.reference}/edit/identity/").status_code == 404


def test_a_file_closed_to_the_coordinator_is_not_compared(read, kept, other, by):
    operations.close_file(person=other, user=by, reason="Family.", by=make_user("management"))
    assert read(f"/people/{kept.reference}/merge/{other.reference}/").status_code == 404
    assert other.reference not in read(f"/people/{kept.reference}/merge/?q=noor").text_


def test_the_access_panel_tells_of_both_files_and_says_why(read, kept, other, by):
    management = make_user("management", language="en")
    read(f"/people/{other.reference}/contact/")
    merged(kept, other, by, chosen_name="absorbed")
    text = read(f"/people/{kept.reference}/access/", management).text_
    assert f"/people/{other.reference}/contact/" in text
    assert "merged" in text
    assert Opening.objects.filter(subject_id=kept.pk, user=management).exists()


def test_the_history_panel_says_correction_or_change_and_gives_no_value_away(read, kept, by):
    path = f"/people/{kept.reference}/edit/identity/"
    read(path, data={"legal_name": "Nadia El Amrani", "age": "2004", "residence": "", "why": "correction"})
    text = read(f"/people/{kept.reference}/history/").text_
    assert "corrected" in text
    assert "2005 → 2004" in text
    assert "Nadia" not in text
    assert read(f"/people/{kept.reference}/history/", make_user("educator")).status_code == 404


def test_what_was_taken_off_is_listed_with_its_reason_and_put_back(read, kept, by):
    channel = operations.add_channel(person=kept, kind="phone", value="0470123456", by=by)
    read(f"/people/{kept.reference}/contact/{channel.pk}/remove/", data={"because": "wrong"})
    text = read(f"/people/{kept.reference}/contact/").text_
    assert "Entered by mistake" in text
    read(f"/people/{kept.reference}/contact/{channel.pk}/restore/", data={"go": "1"})
    channel.refresh_from_db()
    assert (channel.removed_at, channel.removed_because) == (None, "")


def test_a_consent_noted_by_mistake_was_never_given(read, kept, by):
    consent = operations.give_consent(person=kept, purpose="photo", how="spoken", by=by)
    read(f"/people/{kept.reference}/consents/{consent.pk}/remove/", data={"go": "1"})
    assert not kept.consents.standing().exists()
    assert "Consent given" not in read(f"/people/{kept.reference}/").text_


def test_a_correction_that_shows_a_resident_to_be_a_minor_is_accepted(kept, by):
    stay = make_stay(kept, make_space("A1"), by=by)
    age = {"birth_date": None, "birth_year": None, "stated_age": 16, "stated_on": timezone.localdate()}
    operations.change_identity(person=kept, by=by, why=operations.CORRECTION, **age)
    assert stay.occupancies.get().under_age


# A death


def test_after_a_death_the_file_is_read_only_alerts_stop_and_the_departure_is_asked_for(read, kept, by):
    request = make_request(person=kept, by=by)
    plan = casework.open_plan(person=kept, kind="residential", by=by)
    until = timezone.localdate() + timedelta(days=7)
    stay = make_stay(kept, make_space("A1"), by=by, agreed_until=until)
    assert send_stay_alerts() > 0
    read(f"/people/{kept.reference}/death/", data={"source": "The hospital, by phone"})
    assert not Alert.objects.open().exists()
    assert send_stay_alerts(until) == 0
    text = read(f"/people/{kept.reference}/").text_
    assert "Has died." in text
    assert f"/housing/stays/{stay.pk}/depart/" in text
    assert "/edit/name/" not in text
    kept.refresh_from_db()
    refused = [
        lambda: operations.rename(person=kept, chosen_name="X", pronouns="", by=by),
        lambda: operations.add_channel(person=kept, kind="phone", value="0470123456", by=by),
        lambda: casework.write_note(person=kept, domain="housing", text="Late.", by=by),
        lambda: casework.add_goal(plan=plan, domain="housing", wording="A room", by=by),
        lambda: intake.assign(request=request, worker=by, by=by),
        lambda: intake.decide(request=request, outcome="accommodated", reason="A space.", by=by),
        lambda: housing.offer(person=kept, space=make_space("A2"), starts_on=until, by=by),
        lambda: operations.record_death(person=kept, source="Again", by=by),
    ]
    for step in refused:
        with pytest.raises(Exception, match="died"):
            step()
    housing.depart(stay=stay, destination="deceased", exit_type="other", by=by)


def test_a_death_noted_by_mistake_is_taken_back_with_its_alerts(read, kept, by):
    make_stay(kept, make_space("A1"), by=by, agreed_until=timezone.localdate() + timedelta(days=7))
    send_stay_alerts()
    before = Alert.objects.open().count()
    operations.record_death(person=kept, source="A rumour", by=by)
    read(f"/people/{kept.reference}/death/undo/", data={"go": "1"})
    kept.refresh_from_db()
    assert not kept.has_died
    assert kept.death_source == ""
    assert Alert.objects.open().count() == before > 0


@pytest.mark.parametrize("path", ["", "history/", "contact/", "merge/", "merge/{other}/", "merges/{merge}/"])
def test_queries_stay_the_same_with_ten_times_the_rows(client, kept, other, by, path):
    def grow(times):
        for _ in range(times):
            twin = make_person(by=by, chosen_name="Nour")
            operations.add_channel(person=kept, kind="phone", value=f"04701234{Person.objects.count() + 10}", by=by)
            operations.give_consent(person=other, purpose="photo", how="spoken", by=by)
            merged(kept, twin, by)

    grow(1)
    address = f"/people/{kept.reference}/" + path.format(other=other.reference, merge=Merge.objects.first().pk)
    sign_in(client, by)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()
    before = count()
    grow(9)
    assert count() == before <= 15
