"""Appointments: what staff do, who sees them, reminders, and the pages of the agenda."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework import operations, reminders
from casework.models import Appointment
from housing import operations as housing
from refuge.accounts.operations import switch_off
from refuge.audit.models import Opening
from refuge.notifications.models import Alert
from refuge.partners.models import Contact
from refuge.partners.operations import add_part
from refuge.people.merging import Joining, clashes_of
from refuge.people.operations import assign_worker, close_file, merge_people, record_death, undo_death
from tests.casework import hours, make_appointment, refused
from tests.factories import make_person, make_user
from tests.pages import cost, signed_in
from tests.partners import make_organisation

pytestmark = pytest.mark.django_db


# What the database keeps


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("title = NULL", "casework_appointment_says_something"),
        ("ends_at = starts_at", "casework_appointment_ends_after_beginning"),
        ("ends_at = starts_at + interval '2 days'", "casework_appointment_ends_after_beginning"),
        ("attendance = 'missed'", "casework_appointment_noted_whole"),
        ("noted_at = now()", "casework_appointment_noted_whole"),
    ],
)
def test_the_rules_hold_against_plain_sql(change, rule):
    make_appointment()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=rule), transaction.atomic():
        cursor.execute(f"UPDATE casework_appointment SET {change}")


def test_nothing_of_an_appointment_stands_in_the_tables_as_text():
    made = make_appointment(make_person(), title="Blood test", place="Clinic of the canal", starts_at=hours(-2))
    operations.note_attendance(appointment=made, attendance="missed", note="Afraid of needles", by=made.worker)
    with connection.cursor() as cursor:
        for table in ("appointment", "appointmentevent"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM casework_{table} row")
            stored = cursor.fetchone()[0]
            for secret in ("Blood", "canal", "needles"):
                assert secret not in stored
                assert secret.encode().hex() not in stored


# What staff do


def test_noted_cancelled_and_back():
    made = make_appointment(starts_at=hours(-2))
    operations.note_attendance(appointment=made, attendance="excused", note="Ill.", by=made.worker)
    assert refused(lambda: operations.cancel_appointment(appointment=made, by=made.worker)) == "noted"
    operations.plan_again(appointment=made, by=made.worker)
    made.refresh_from_db()
    assert (made.attendance, made.attendance_note) == ("planned", "")
    operations.cancel_appointment(appointment=made, note="Moved away.", by=made.worker)
    assert not Appointment.objects.standing().exists()


def test_what_is_still_to_come_is_neither_kept_nor_missed():
    made = make_appointment(starts_at=hours(48))
    assert (
        refused(lambda: operations.note_attendance(appointment=made, attendance="missed", by=made.worker)) == "future"
    )


@pytest.mark.parametrize("place", ["rue du Canal 12", "12, Rue du canal (2e étage)", "RUE DU CANAL, 12 – 1000"])
def test_the_address_of_a_flat_is_refused_as_a_place(place):
    housing.open_site(alias="North", address="Rue du Canal 12, 1000 Bruxelles", by=make_user("coordinator"))
    assert refused(lambda: make_appointment(place=place)) == "flat"
    assert refused(lambda: make_appointment(title=place)) == "flat"
    make_appointment(place="Rue du Canal 14")
    make_appointment(place="Rue du Canal")


def test_nobody_is_given_an_appointment_about_a_file_that_they_cannot_open():
    person, colleague = make_person(), make_user("educator")
    close_file(person=person, user=colleague, reason="Lived here", by=make_user("management"))
    for name in ("worker", "accompanied_by"):
        assert refused(lambda name=name: make_appointment(person, **{name: colleague})) == "may_not_read"
    assert refused(lambda: make_appointment(person, worker=make_user("logistics"))) == "may_not_read"
    make_appointment(worker=colleague)


def test_a_contact_works_for_the_organisation_of_the_appointment():
    one, other, by = make_organisation("One"), make_organisation("Other"), make_user("coordinator")
    contact = add_part(kind=Contact, organisation=one, name="Mieke", by=by)
    assert refused(lambda: make_appointment(organisation=other, contact=contact)) == "elsewhere"
    assert make_appointment(contact=contact).organisation == one


def test_after_a_death_nothing_is_planned_any_more_and_nobody_is_reminded():
    person = make_person()
    made = make_appointment(person)
    assert reminders.send_appointment_reminders() == 1
    record_death(person=person, source="The hospital", by=made.worker)
    person.refresh_from_db()
    assert not Alert.objects.open().exists()
    assert refused(lambda: make_appointment(person)) == "deceased"
    assert refused(lambda: operations.cancel_appointment(appointment=made, by=made.worker)) == "deceased"
    assert not Appointment.objects.ahead().exists()
    undo_death(person=person, by=made.worker)
    assert Alert.objects.open().count() == 1


def test_appointments_move_with_a_merge_unless_a_colleague_would_lose_sight_of_them():
    by, manager, colleague = make_user("coordinator"), make_user("management"), make_user("educator")
    kept, absorbed = make_person(by=by), make_person(by=by)
    made = make_appointment(absorbed, worker=colleague)
    close_file(person=kept, user=colleague, reason="Lived here", by=manager)
    joining = Joining(kept=kept, absorbed=absorbed, person=kept, by=by)
    assert any("agenda" in message for message in clashes_of(joining))
    operations.change_appointment(
        appointment=made, kind="talk", title="x", starts_at=hours(2), minutes=30, worker=by, by=by
    )
    merge_people(kept=kept, absorbed=absorbed, reason="The same", by=by)
    made.refresh_from_db()
    assert made.person_id == kept.pk


def test_a_caseload_handed_over_for_good_takes_the_appointments_to_come_with_it():
    leaving, heir, manager = make_user("educator"), make_user("educator"), make_user("management")
    make_user("management")
    coming, past = make_appointment(worker=leaving), make_appointment(worker=leaving, starts_at=hours(-30))
    along = make_appointment(accompanied_by=leaving)
    assert refused(lambda: switch_off(user=leaving, by=manager)) == "in_hand"
    assert operations.hand_over(user=leaving, to=heir, by=manager) == 2
    for each in (coming, past, along):
        each.refresh_from_db()
    assert (coming.worker, along.accompanied_by, past.worker) == (heir, heir, leaving)
    switch_off(user=leaving, by=manager)


# Reminders


def test_whose_it_is_and_who_goes_along_are_reminded_once():
    one, other = make_user("coordinator"), make_user("educator")
    person = make_person()
    make_appointment(person, worker=one, accompanied_by=other, starts_at=hours(20))
    make_appointment(person, worker=one, starts_at=hours(60))
    make_appointment(person, worker=one, starts_at=hours(-1))
    assert reminders.send_appointment_reminders() == 2
    assert reminders.send_appointment_reminders() == 0
    assert {alert.recipient for alert in Alert.objects.open()} == {one, other}


def test_the_stored_reminder_tells_nothing_but_the_day():
    made = make_appointment(make_person(chosen_name="Quetzal"), title="Blood test", starts_at=hours(3))
    reminders.send_appointment_reminders()
    alert = Alert.objects.get()
    assert alert.params == {"on": timezone.localdate(made.starts_at).isoformat()}
    assert alert.url == reverse("casework:appointment", args=[made.pk])


def test_a_cancelled_or_moved_appointment_reminds_of_its_new_day_alone():
    made = make_appointment(starts_at=hours(20))
    facts = {"kind": "talk", "title": "x", "minutes": 30, "worker": made.worker}
    reminders.send_appointment_reminders()
    operations.change_appointment(appointment=made, starts_at=hours(20 + 48), by=made.worker, **facts)
    assert not Alert.objects.open().exists()
    assert reminders.send_appointment_reminders(hours(30 + 20)) == 1
    operations.cancel_appointment(appointment=made, by=made.worker)
    assert not Alert.objects.open().exists()
    operations.plan_again(appointment=made, by=made.worker)
    assert Alert.objects.open().count() == 1


def test_a_worker_who_cannot_open_the_file_any_more_is_not_reminded():
    person, worker = make_person(), make_user("educator")
    make_appointment(person, worker=worker)
    close_file(person=person, user=worker, reason="Lived here", by=make_user("management"))
    assert reminders.send_appointment_reminders() == 0


# The pages


def post_of(made, **changes):
    fields = {
        "kind": "talk", "title": "A talk", "starts_at": "2026-11-25T10:00", "minutes": "60", "worker": made.worker.pk,
    }  # fmt: skip
    return fields | changes


def test_a_clash_is_warned_of_by_its_hours_alone_and_kept_when_ticked(client):
    me = signed_in(client, "coordinator")
    at = datetime(2030, 1, 14, 10, tzinfo=timezone.get_current_timezone())
    taken = make_appointment(make_person(chosen_name="Quetzal"), title="Secret", worker=me, starts_at=at)
    url = reverse("casework:appointment_for", args=[make_person().reference])
    typed = post_of(taken, starts_at="2030-01-14T10:30")
    page = client.post(url, typed).content.decode()
    assert "10:00" in page
    assert "11:00" in page
    assert "Quetzal" not in page
    assert "Secret" not in page
    assert Appointment.objects.count() == 1
    client.post(url, typed | {"anyway": "on"})
    client.post(url, typed | {"starts_at": "2030-01-14T11:00", "title": "Right after"})
    # The one at half past lasts until half past eleven.
    assert Appointment.objects.count() == 2
    change = reverse("casework:appointment_change", args=[taken.pk])
    assert "anyway" in client.post(change, post_of(taken, starts_at="2030-01-14T10:15")).content.decode()


def test_from_the_agenda_to_a_missed_appointment_and_back(client):
    me = signed_in(client, "educator")
    person = make_person()
    begin = timezone.localtime() - timedelta(hours=1)
    typed = {
        "person": person.reference, "kind": "accompanied", "title": "To the town hall", "minutes": "45",
        "starts_at": begin.strftime("%Y-%m-%dT%H:%M"), "worker": me.pk, "place": "Town hall",
    }  # fmt: skip
    answer = client.post(reverse("casework:appointment_new"), typed, follow=True)
    made = Appointment.objects.get()
    assert answer.redirect_chain[0][0] == reverse("casework:appointment", args=[made.pk])
    assert "Town hall" in answer.content.decode()
    note = reverse("casework:appointment_note", args=[made.pk])
    page = client.post(note, {"attendance": "missed", "note": "Overslept"}, follow=True).content.decode()
    assert "Missed" in page
    assert "Overslept" in page
    assert client.post(note, {"attendance": "planned"}).status_code == 404
    client.post(reverse("casework:appointment_again", args=[made.pk]))
    assert Appointment.objects.get().is_planned
    assert Opening.objects.filter(user=me, subject_id=person.pk, detail="agenda").exists()


def test_a_reference_that_is_no_file_is_told_beside_the_field(client):
    me = signed_in(client, "educator")
    closed = make_person()
    close_file(person=closed, user=me, reason="Lived here", by=make_user("management"))
    for text in (closed.reference, "P-2026-9999", "x"):
        typed = {"person": text, "kind": "team", "title": "x", "minutes": "5", "starts_at": "2026-11-25T10:00"}
        assert (
            "No file has this reference"
            in client.post("/casework/agenda/new/", typed | {"worker": me.pk}).content.decode()
        )


@pytest.mark.parametrize("view", ["", "month"])
def test_the_agenda_of_a_worker_a_person_and_the_house(client, view):
    me, other = signed_in(client, "coordinator"), make_user("educator")
    mine, theirs = make_person(chosen_name="Salomé"), make_person(chosen_name="Theirs")
    now = timezone.now()
    make_appointment(mine, worker=me, starts_at=now)
    make_appointment(theirs, worker=other, starts_at=now)
    gone = make_appointment(mine, worker=me, starts_at=now, title="Called off")
    operations.cancel_appointment(appointment=gone, by=me)

    def names(query):
        page = client.get(f"/casework/agenda/?view={view}&{query}").content.decode()
        main = page[page.index("<main") :]
        return {name for name in ("Salomé", "Theirs") if f">{name}<" in main}

    assert names("") == {"Salomé"}
    assert names("whose=house") == {"Salomé", "Theirs"}
    assert names(f"whose={other.pk}") == {"Theirs"}
    assert names(f"person={theirs.reference}") == {"Theirs"}
    assert client.get("/casework/agenda/?person=P-2026-9999").status_code == 404
    assert client.get("/casework/agenda/?on=x&whose=x&view=x").status_code == 200


def test_an_appointment_of_a_closed_file_is_in_no_agenda(client):
    me = signed_in(client, "educator")
    person = make_person(chosen_name="Quetzal")
    made = make_appointment(person)
    close_file(person=person, user=me, reason="Lived here", by=make_user("management"))
    assert "Quetzal" not in client.get("/casework/agenda/?whose=house").content.decode()
    assert client.get(reverse("casework:appointment", args=[made.pk])).status_code == 404
    assert client.get(f"/casework/agenda/?person={person.reference}").status_code == 404


def test_a_full_week_is_cut_and_says_so(client, monkeypatch):
    me = signed_in(client, "educator")
    for _number in range(3):
        make_appointment(worker=me, starts_at=timezone.now())
    monkeypatch.setattr("casework.agenda.views.MOST", 2)
    assert "Only the first 2 appointments" in client.get("/casework/agenda/").content.decode()
    monkeypatch.setattr("casework.agenda.views.MOST", 3)
    assert "Only the first" not in client.get("/casework/agenda/").content.decode()


def test_the_psychologist_changes_their_own_appointments_only(client):
    me = signed_in(client, "psychologist")
    own, other = make_appointment(worker=me, starts_at=hours(-1)), make_appointment(starts_at=hours(-1))
    addresses = [reverse("casework:appointment_note", args=[each.pk]) for each in (own, other)]
    assert [client.post(url, {"attendance": "attended"}).status_code for url in addresses] == [302, 404]


def test_today_the_caseload_and_the_person_page_show_it(client):
    me = signed_in(client, "educator")
    person = make_person()
    made = make_appointment(person, worker=me, title="Register at school", starts_at=timezone.now())
    panel = reverse("people:panel", args=[person.reference, "agenda"])
    for url in ("/", "/casework/", panel):
        assert "Register at school" in client.get(url).content.decode()
    operations.note_attendance(appointment=made, attendance="attended", by=me)
    assert "Attended" in client.get(reverse("people:person", args=[person.reference])).content.decode()


def test_as_many_queries_for_thirty_times_the_appointments(client):
    me = signed_in(client, "coordinator")
    by = make_user("coordinator")
    person = make_person(by=by)
    now = timezone.now()
    make_appointment(person, by=by, worker=me, starts_at=now)
    urls = {
        "week": "/casework/agenda/?whose=house", "month": "/casework/agenda/?whose=house&view=month", "today": "/",
        "panel": reverse("people:panel", args=[person.reference, "agenda"]), "new": "/casework/agenda/new/",
        "one": reverse("casework:appointment", args=[Appointment.objects.get().pk]),
    }  # fmt: skip

    def queries():
        return {name: cost(client, url) for name, url in urls.items()}

    queries()
    few = queries()
    for number in range(30):
        one = make_person(by=by) if number % 3 == 0 else person
        make_appointment(one, by=by, worker=me, accompanied_by=by, starts_at=now + timedelta(minutes=number))
    assert queries() == few
    limits = {"week": 12, "month": 12, "today": 15, "panel": 15, "new": 12, "one": 12}
    assert {name: number for name, number in few.items() if number > limits[name]} == {}


def test_who_is_away_is_stood_in_for_from_one_day_to_the_other(client):
    """Appointments, reminders and kept-back notes; by itself it ends."""
    away, me, today = make_user("educator"), signed_in(client, "educator"), timezone.localdate()
    person = make_person(chosen_name="Quetzal")
    assign_worker(person=person, worker=away, by=away)
    make_appointment(person, worker=away, starts_at=timezone.now() + timedelta(minutes=5), title="While away")
    operations.write_note(
        person=person, domain="social", text="Kept back", audience="worker", by=make_user("coordinator")
    )
    pages = ("/casework/agenda/", reverse("people:panel", args=[person.reference, "journal"]))

    def shown():
        return [
            "While away" in client.get(pages[0]).content.decode(),
            "Kept back" in client.get(pages[1]).content.decode(),
        ]

    assert shown() == [False, False]
    cover = operations.arrange_cover(
        away=away, colleague=me, starts_on=today, ends_on=today + timedelta(days=7), by=away
    )
    assert shown() == [True, True]
    reminders.send_appointment_reminders()
    assert {alert.recipient for alert in Alert.objects.open()} == {away, me}
    operations.end_cover(cover=cover, by=away)
    assert shown() == [False, False]
    operations.restore_cover(cover=cover, by=away)
    type(cover).objects.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert shown() == [False, False]
