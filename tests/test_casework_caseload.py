"""The caseload: what asks for attention, who stands in, and what it costs."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from casework import operations, reviews
from casework.caseload import attention
from casework.models import Appointment, JournalNote, Plan
from housing.alerts import send_stay_alerts
from refuge.documents import alerts as documents
from refuge.notifications.models import Alert
from refuge.people.models import Person
from refuge.people.operations import close_file, record_death
from tests.casework import days, make_action, make_appointment, make_goal, make_note, open_since
from tests.documents import make_document
from tests.factories import make_user
from tests.housing import make_space, make_stay
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


def matters_of(user):
    rows, _more = attention(user)
    return {row.person.chosen_name: [matter.label for matter in row.matters] for row in rows}


def test_a_file_is_silent_without_contact_and_no_longer_after_one():
    me = make_user("coordinator", language="en")
    plan = open_since(0, worker=me)
    type(plan.person).objects.update(created_at=timezone.now() - timedelta(days=20))
    with translation.override("en"):
        assert matters_of(me) == {"Nour": ["no contact for 20 days"]}
        make_note(plan.person, by=me, kind="observed", happened_on=days(-1))
        assert matters_of(me) == {"Nour": ["no contact for 20 days"]}
        kept = make_appointment(plan.person, worker=me, starts_at=timezone.now() - timedelta(days=2))
        assert "Nour" in matters_of(me)
        operations.note_attendance(appointment=kept, attendance="attended", by=me)
        assert matters_of(me) == {}
        operations.plan_again(appointment=kept, by=me)
        make_note(plan.person, by=me, happened_on=days(-14))
        assert matters_of(me) == {}


def test_stays_and_papers_about_to_end_and_reviews_due_stand_there():
    me, by = make_user("coordinator"), make_user("coordinator")
    plan = open_since(26, worker=me)
    make_stay(plan.person, make_space("L1"), by=by, on=days(-26), agreed_until=days(20))
    make_document(person=plan.person, by=by, expires_on=days(9))
    make_note(plan.person, by=me)
    with translation.override("en"):
        measured = "life areas: After four weeks"
        assert matters_of(me) == {"Nour": ["First review", measured, "end of the stay", "a paper ends"]}
    operations.close_plan(plan=plan, by=by)
    with translation.override("en"):
        assert matters_of(me) == {"Nour": ["life areas: At the exit", "end of the stay", "a paper ends"]}
    assert matters_of(by) == {}


def test_whose_file_is_closed_or_over_asks_for_nothing():
    me = make_user("educator")
    plan = open_since(40, worker=me)
    assert matters_of(me) != {}
    operations.close_plan(plan=plan, by=me)
    with translation.override("en"):
        assert matters_of(me) == {"Nour": ["life areas: At the exit"]}
    operations.reopen_plan(plan=plan, by=me)
    record_death(person=plan.person, source="Hospital", by=make_user("coordinator"))
    assert matters_of(me) == {}


def test_the_stand_in_sees_what_the_colleague_on_holiday_would():
    away, me = make_user("educator"), make_user("coordinator")
    open_since(40, worker=away)
    closed = open_since(40, worker=away)
    close_file(person=closed.person, user=me, reason="Lived here", by=make_user("management"))
    assert matters_of(me) == {}
    operations.arrange_cover(away=away, colleague=me, starts_on=days(0), ends_on=days(3), by=away)
    (row,) = attention(me)[0]
    assert row.is_stood_in_for


def test_the_stand_in_is_told_of_stays_papers_and_calls_too_unless_the_file_is_closed_to_them():
    away, me, by = make_user("educator"), make_user("educator"), make_user("coordinator")
    plan = open_since(26, worker=away)
    make_stay(plan.person, make_space("L1"), by=by, on=days(-26), agreed_until=days(7))
    make_document(person=plan.person, by=away, expires_on=days(1))
    other = open_since(0, worker=away)
    make_stay(other.person, make_space("L2"), by=by, on=days(-2), agreed_until=days(7))
    close_file(person=other.person, user=me, reason="Lived here", by=make_user("management"))
    operations.arrange_cover(away=away, colleague=me, starts_on=days(0), ends_on=days(3), by=away)
    send_stay_alerts()
    documents.tell()
    reviews.tell()
    kinds = Alert.objects.filter(recipient=me).values_list("kind", flat=True)
    assert sorted(set(kinds)) == ["casework.review", "housing.stay_ends"]
    assert (
        Alert.objects.filter(recipient=me, kind="housing.stay_ends", subject_id=other.person.stays.get().pk).count()
        == 0
    )
    assert Alert.objects.filter(recipient=away, kind="documents.expires").exists()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("ends_on = starts_on - 1", "casework_cover_in_order"),
        ("colleague_id = away_id", "casework_cover_by_somebody_else"),
    ],
)
def test_the_rules_of_holidays_hold_against_plain_sql(change, rule):
    away, me = make_user("educator"), make_user("educator")
    operations.arrange_cover(away=away, colleague=me, starts_on=days(0), ends_on=days(3), by=away)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=rule), transaction.atomic():
        cursor.execute(f"UPDATE casework_cover SET {change}")


def test_nobody_is_stood_in_for_twice_at_a_time(client):
    me, other = signed_in(client, "educator"), make_user("educator")
    typed = {"away": me.pk, "colleague": other.pk, "starts_on": days(2).isoformat(), "ends_on": days(5).isoformat()}
    client.post("/casework/covers/", typed)
    page = client.post("/casework/covers/", typed | {"starts_on": days(5).isoformat(), "ends_on": days(9).isoformat()})
    assert "on some of these days already" in page.content.decode()
    # Nobody arranges a colleague's holiday but management and the coordinator.
    typed |= {"away": other.pk, "colleague": me.pk}
    assert client.post("/casework/covers/", typed).status_code == 200
    with pytest.raises(ValidationError):
        operations.arrange_cover(away=me, colleague=make_user("logistics"), starts_on=days(20), ends_on=days(21), by=me)


def test_as_many_queries_for_three_hundred_files_as_for_ten(client):
    me, by = signed_in(client, "coordinator"), make_user("coordinator")
    plan = open_since(26, worker=me)
    operations.hold_review(plan=plan, kind="first", reached="x", by=by)
    make_stay(plan.person, make_space("L1"), by=by, on=days(-26), agreed_until=days(20))
    make_note(plan.person, by=me)
    make_appointment(plan.person, worker=me, starts_at=timezone.now())
    for _number in range(2):
        make_action(make_goal(plan, by=by), by=by, responsible=me)
    urls = {
        "caseload": "/casework/", "plan": reverse("casework:plan", args=[plan.pk]), "agenda": "/casework/agenda/",
        "person": reverse("people:person", args=[plan.person.reference]), "notes": "/casework/notes/?q=school",
        "panel": reverse("people:panel", args=[plan.person.reference, "plan"]), "covers": "/casework/covers/",
    }  # fmt: skip

    def queries():
        return {name: cost(client, url) for name, url in urls.items()}

    bulk(plan, me, 9)
    queries()
    few = queries()
    bulk(plan, me, 290)
    assert queries() == few
    limits = {"person": 15, "panel": 15}
    assert {name: number for name, number in few.items() if number > limits.get(name, 12)} == {}


def bulk(plan, me, number) -> None:
    """So many more files like that of `plan`, each with a note and an appointment today."""
    made = count(Person.objects.count() + 1)
    people = [
        Person(reference=f"P-2019-{next(made):05}", chosen_name="Nour", birth_year=2005, worker=me, created_by=me)
        for _each in range(number)
    ]
    Person.objects.bulk_create(people)
    now = timezone.now()
    Plan.objects.bulk_create(
        Plan(person=each, kind="upstream", opened_on=plan.opened_on, opened_by=me) for each in people
    )
    JournalNote.objects.bulk_create(
        JournalNote(person=each, domain="social", text="About school", author=me) for each in people
    )
    Appointment.objects.bulk_create(
        Appointment(
            person=each, kind="talk", title="A talk", starts_at=now, ends_at=now + timedelta(hours=1),
            worker=me, created_by=me,
        )
        for each in people
    )  # fmt: skip
