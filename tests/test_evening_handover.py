"""The night's hand-over and the safety log."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from housing import operations as housing
from housing.evening.alerts import ACUTE
from housing.evening.retention import forget_handovers
from housing.models import HandoverNote, HandoverReading, SafetyEntry
from housing.operations import absences, handover, presence, safety
from refuge.audit.models import Opening
from refuge.notifications.models import Alert
from refuge.parameters.operations import set_value
from refuge.people import operations as people
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def at(hour, number=0):
    day = MONDAY + timedelta(days=number)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(at(14))
    return time_machine


@pytest.fixture
def coordinator():
    return make_user("coordinator", name="Camille", language="en")


def refused(function, **kwargs) -> str:
    with pytest.raises(ValidationError) as error:
        function(**kwargs)
    told = error.value
    return told.code if hasattr(told, "code") else next(iter(told.error_dict.values()))[0].code


def resident(code, name, by, on=MONDAY - timedelta(days=9), **fields):
    return make_stay(make_person(by=by, chosen_name=name, **fields), make_space(code), by=by, on=on)


def read_by(user, client, night=None):
    client.force_login(user)
    return client.get(reverse("housing:handover"), {"night": night} if night else {}).content.decode()


# What it says


def test_it_is_made_of_the_day_by_chosen_names_only(coordinator, client):
    kai = resident("A1", "Kai", coordinator, legal_name="Karim Exemple")
    zoe = resident("A2", "Zoé", coordinator)
    lou = resident("A3", "Lou", coordinator)
    resident("A4", "Jo", coordinator, on=MONDAY)
    idris = resident("A5", "Idris", coordinator)
    presence.mark(space=kai.occupancies.get().space, night=MONDAY, presence="absent", by=coordinator)
    housing.move(stay=zoe, space=make_space("B1"), by=coordinator)
    absences.note_absence(stay=lou, kind="hospital", starts_on=MONDAY, by=coordinator)
    housing.depart(stay=idris, destination="street", exit_type="own", by=coordinator)
    people.set_team_alert(person=zoe.person, kind="allergy", text="Peanuts", by=coordinator)
    safety.note_incident(type="threat", what="He shouted.", person=kai.person, by=coordinator)
    housing.close_space(space=make_space("C1"), starts_on=MONDAY, reason="Paint", by=coordinator)
    page = read_by(coordinator, client)
    for words in ("Kai", "absent · Camille", "now in B1", "Hospital", "Street", "Peanuts", "Threat", "Paint", "Jo"):
        assert words in page
    assert "Not checked: A3, A4, B1" in page
    assert "Karim" not in page
    assert "He shouted" not in page


def test_a_closed_file_is_in_no_line_of_it(coordinator, client):
    kai = resident("A1", "Kai", coordinator)
    presence.mark(space=kai.occupancies.get().space, night=MONDAY, presence="absent", by=coordinator)
    safety.note_incident(type="threat", what="He shouted.", person=kai.person, by=coordinator)
    lived_here = make_user("educator")
    people.close_file(person=kai.person, user=lived_here, reason="They lived together.", by=make_user("management"))
    assert "Kai" in read_by(coordinator, client)
    assert "Kai" not in read_by(lived_here, client)


def test_a_night_to_come_and_one_past_its_term_are_not_there(coordinator, client, clock):
    client.force_login(coordinator)
    for night, status in (("2026-11-24", 404), ("2026-11-23", 200), ("2026-10-24", 200), ("2026-10-23", 404)):
        assert client.get(reverse("housing:handover"), {"night": night}).status_code == status, night


# Notes and receipts


def test_a_note_is_added_encrypted_and_read_with_its_receipt(coordinator, client):
    client.force_login(coordinator)
    client.post(reverse("housing:handover"), {"text": "The plumber comes at nine."})
    assert "plumber" in read_by(coordinator, client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM housing_handovernote UNION ALL SELECT text FROM housing_handovernoteevent")
        assert all(b"plumber" not in bytes(row[0]) for row in cursor.fetchall())
    manager = make_user("management", name="Mona")
    client.force_login(manager)
    assert client.post(reverse("housing:handover"), {"text": "Mine."}).status_code == 404
    client.post(reverse("housing:read_handover"))
    client.post(reverse("housing:read_handover"))
    assert HandoverReading.objects.get().user == manager
    assert "Mona" in read_by(coordinator, client)


def test_one_takes_back_ones_own_note_while_nobody_has_read_it(coordinator):
    other = make_user("educator")
    note = handover.add_handover_note(night=MONDAY, text="A slip.", by=coordinator)
    assert refused(handover.remove_handover_note, note=note, by=other) == "gone"
    handover.confirm_reading(night=MONDAY, by=other)
    assert refused(handover.remove_handover_note, note=note, by=coordinator) == "read"
    second = handover.add_handover_note(night=MONDAY, text="Another.", by=coordinator)
    handover.remove_handover_note(note=second, by=coordinator)
    assert HandoverNote.objects.get() == note


def test_it_is_gone_after_its_term_with_its_history_and_the_run_may_come_twice(coordinator, clock):
    handover.add_handover_note(night=MONDAY, text="Old.", by=coordinator)
    gone = handover.add_handover_note(night=MONDAY, text="Taken back.", by=coordinator)
    handover.remove_handover_note(note=gone, by=coordinator)
    handover.confirm_reading(night=MONDAY, by=coordinator)
    clock.move_to(at(14, 20))
    handover.add_handover_note(night=MONDAY + timedelta(days=20), text="New.", by=coordinator)
    clock.move_to(at(4, 30))
    assert forget_handovers() == 0
    clock.move_to(at(4, 31))
    assert forget_handovers() == 2
    assert forget_handovers() == 0
    assert [note.text for note in HandoverNote.objects.all()] == ["New."]
    for model in (HandoverNote, HandoverReading):
        events = model._meta.get_field("events").related_model
        assert not events.objects.filter(night=MONDAY).exists()


def test_the_term_is_a_parameter(coordinator, clock):
    set_value(code="housing.handover_days", valid_from=MONDAY, value=10, by=make_user("management"))
    handover.add_handover_note(night=MONDAY, text="Old.", by=coordinator)
    clock.move_to(at(4, 11))
    assert forget_handovers() == 1


# The safety log


def incident(by, **fields):
    return safety.note_incident(**{"type": "threat", "what": "He shouted.", "by": by} | fields)


def open_alerts(user):
    return Alert.objects.filter(recipient=user, kind=ACUTE.code, resolved_at=None).count()


def test_an_acute_entry_is_told_to_management_at_once_and_no_other(coordinator):
    manager = make_user("management")
    incident(coordinator)
    assert open_alerts(manager) == 0
    entry = incident(coordinator, is_acute=True)
    assert (open_alerts(manager), open_alerts(coordinator)) == (1, 0)
    assert "shouted" not in str(Alert.objects.values().get())
    safety.add_to_incident(entry=entry, text="He was arrested.", ends_danger=True, by=coordinator)
    assert open_alerts(manager) == 0
    assert not SafetyEntry.objects.with_danger().get(pk=entry.pk).in_danger


def test_an_entry_is_added_to_and_never_rewritten(coordinator, client):
    entry = incident(coordinator, what="First words.")
    client.force_login(make_user("educator", language="en"))
    address = reverse("housing:safety_entry", args=[entry.pk])
    client.post(address, {"text": "Later words."})
    page = client.get(address).content.decode()
    assert "First words." in page
    assert "Later words." in page
    assert refused(safety.withdraw_incident, entry=entry, by=coordinator) == "not_alone"


def test_taken_back_it_is_nowhere_and_comes_back_whole(coordinator, client):
    manager = make_user("management")
    entry = incident(coordinator, is_acute=True)
    safety.withdraw_incident(entry=entry, by=coordinator)
    assert open_alerts(manager) == 0
    client.force_login(coordinator)
    assert client.get(reverse("housing:safety_entry", args=[entry.pk])).status_code == 404
    safety.restore_incident(entry=entry, by=coordinator)
    assert open_alerts(manager) == 1
    assert client.get(reverse("housing:safety_entry", args=[entry.pk])).status_code == 200


def test_opening_an_entry_about_somebody_is_logged_with_their_file(coordinator, client):
    kai = make_person(by=coordinator, chosen_name="Kai")
    entry = incident(coordinator, person=kai)
    client.force_login(coordinator)
    client.get(reverse("housing:safety_entry", args=[entry.pk]))
    assert Opening.objects.filter(subject_id=kai.pk, detail="safety").count() == 1
    assert "Threat" in client.get(reverse("people:panel", args=[kai.reference, "incidents"])).content.decode()


def test_the_list_filters_and_asks_the_same_number_of_questions_of_many(
    coordinator, client, django_assert_max_num_queries
):
    site = make_space("A1").unit.site
    for number in range(30):
        incident(coordinator, type="police" if number % 2 else "outing", site=site, person=make_person(by=coordinator))
    client.force_login(coordinator)
    client.get(reverse("housing:safety"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("housing:safety"), {"type": "police"}).content.decode()
    assert "Outing</b>" not in page
    assert "Police at the door</b>" in page


def test_what_happened_is_encrypted_and_type_and_day_can_be_counted(coordinator):
    incident(coordinator, what="A brother rang.", measures="Nobody opened.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, measures, type, happened_on FROM housing_safetyentry")
        what, measures, kind, day = cursor.fetchone()
    assert b"brother" not in bytes(what) + bytes(measures)
    assert (kind, day) == ("threat", MONDAY)


def test_it_is_of_today_or_before_and_says_something(coordinator):
    assert refused(incident, by=coordinator, happened_on=MONDAY + timedelta(days=1)) == "future"
    assert refused(incident, by=coordinator, what="  ") == "empty"
