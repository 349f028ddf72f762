"""Life areas: gone through at four moments, corrected, replaced, compared, due, drawn, printed."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from casework import operations
from casework.areas.due import due_of, with_facts, worths
from casework.areas.rows import areas_of
from casework.areas.wording import SENTENCES
from casework.caseload import attention
from casework.models import Area, LifeMeasurement, Moment
from housing import operations as housing
from refuge.people import operations as people
from refuge.people.models import Person
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay
from tests.leaks import text_of_bytes

pytestmark = pytest.mark.django_db
LOW = dict.fromkeys(Area.values, 2)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return make_user("coordinator", language="en")


@pytest.fixture
def person(by):
    person = make_person(by=by)
    return people.assign_worker(person=person, worker=by, by=by)


def measure(person, by, moment="entry", levels=LOW, **fields):
    return operations.measure_areas(person=person, moment=moment, levels=levels, by=by, **fields)


def standing(person):
    return {each.moment: each for each in LifeMeasurement.objects.standing().filter(person=person)}


def test_there_are_twelve_areas_with_five_sentences_each():
    assert len(Area) == 12
    assert set(SENTENCES) == set(Area.values)
    assert {len(set(map(str, each))) for each in SENTENCES.values()} == {5}


def test_a_measurement_is_compared_with_the_entry(person, by):
    measure(person, by)
    later = measure(person, by, "weeks", {"housing": 4, "income": 2, "work": 1})
    assert (later.compared, later.gained) == (["housing", "income", "work"], ["housing"])
    assert standing(person)["entry"].compared == []


def test_an_entry_corrected_changes_what_is_compared(person, by):
    measure(person, by)
    measure(person, by, "weeks", {"housing": 4})
    measure(person, by, levels={"housing": 5})
    later = standing(person)["weeks"]
    assert (later.compared, later.gained) == (["housing"], [])


def test_within_the_hours_its_author_corrects_it(person, by):
    first = measure(person, by)
    again = measure(person, by, levels={"housing": 1}, comment="Better so")
    assert again.pk == first.pk
    assert again.levels == {"housing": 1}
    assert LifeMeasurement.objects.count() == 1


@pytest.mark.parametrize("late", [True, False], ids=["late", "by somebody else"])
def test_otherwise_a_new_one_takes_its_place_and_gives_it_back(person, by, late):
    first = measure(person, by)
    who = by if late else make_user("educator")
    with time_machine.travel(timezone.now() + timedelta(hours=25 if late else 0)):
        second = measure(person, who, levels={"housing": 5})
    assert standing(person)["entry"].pk == second.pk != first.pk
    operations.remove_measurement(measurement=second, by=by)
    assert standing(person)["entry"].pk == first.pk
    operations.restore_measurement(measurement=second, by=by)
    assert standing(person)["entry"].pk == second.pk


def test_one_removed_comes_back_unless_it_was_done_again(person, by):
    first = measure(person, by)
    operations.remove_measurement(measurement=first, by=by)
    assert standing(person) == {}
    measure(person, by)
    with pytest.raises(ValidationError) as refused:
        operations.restore_measurement(measurement=first, by=by)
    assert refused.value.code == "casework_one_measurement_of_a_moment"


@pytest.mark.parametrize("levels", [{}, {"housing": 6}, {"housing": 0}, {"garden": 2}])
def test_what_is_no_level_is_refused(person, by, levels):
    with pytest.raises(ValidationError):
        measure(person, by, levels=levels)


def test_a_day_to_come_is_refused(person, by):
    with pytest.raises(ValidationError):
        measure(person, by, held_on=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("UPDATE casework_lifemeasurement SET moment = 'entry'", "casework_one_measurement_of_a_moment"),
        ("UPDATE casework_lifemeasurement SET gained = '{self}'", "casework_gained_where_compared"),
        ("UPDATE casework_lifemeasurement SET levels = NULL", "casework_measurement_says_something"),
    ],
)
def test_the_rules_hold_in_the_database(person, by, change, rule):
    measure(person, by)
    measure(person, by, "weeks", {"housing": 4})
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def due(person, today=None):
    today = today or timezone.localdate()
    found = due_of(with_facts(Person.objects.filter(pk=person.pk)).get(), today, worths(today))
    return found.moment, found.on


def test_what_is_due_follows_the_plan_and_the_stay(person, by):
    day = timezone.localdate()
    assert due(person) == ("", None)
    operations.open_plan(person=person, kind="residential", opened_on=day, by=by)
    assert due(person) == ("", None)
    assert due(person, day + timedelta(days=5)) == (Moment.ENTRY, day + timedelta(days=7))
    measure(person, by)
    assert due(person, day + timedelta(days=20)) == ("", None)
    assert due(person, day + timedelta(days=30)) == (Moment.WEEKS, day + timedelta(days=28))


def test_at_the_exit_and_six_months_after(person, by):
    day = timezone.localdate()
    stay = make_stay(person, make_space("A1"), on=day - timedelta(days=60), by=by)
    measure(person, by, held_on=day - timedelta(days=58))
    measure(person, by, "weeks", held_on=day - timedelta(days=30))
    assert due(person)[0] == ""
    housing.depart(stay=stay, on=day, destination="flatshare", exit_type="achieved", by=by)
    assert due(person) == (Moment.EXIT, day)
    measure(person, by, "exit")
    assert due(person, day + timedelta(days=100)) == ("", None)
    moment, on = due(person, day + timedelta(days=184))
    assert moment == Moment.AFTER
    assert on.day == day.day or on.day >= 28
    assert due(person, on + timedelta(days=91)) == ("", None), "it is not asked for ever"


def test_what_was_said_in_an_earlier_time_here_is_asked_anew(person, by):
    measure(person, by, held_on=timezone.localdate() - timedelta(days=400))
    operations.open_plan(person=person, kind="upstream", by=by)
    assert due(person, timezone.localdate() + timedelta(days=6))[0] == Moment.ENTRY


def test_what_is_due_stands_in_the_caseload_also_of_who_has_left(person, by):
    day = timezone.localdate()
    stay = make_stay(person, make_space("A1"), on=day - timedelta(days=200), by=by)
    housing.depart(stay=stay, on=day - timedelta(days=185), destination="flatshare", exit_type="achieved", by=by)
    ((row,), _more) = attention(by)
    assert [matter.label for matter in row.matters] == ["life areas: Six months after"]


def test_merged_files_are_compared_again_and_parted_again(by):
    kept, absorbed = make_person(by=by), make_person(by=by)
    measure(kept, by)
    measure(absorbed, by, "exit", {"housing": 3})
    assert standing(absorbed)["exit"].gained == []
    merge = people.merge_people(kept=kept, absorbed=absorbed, reason="The same.", by=by)
    assert standing(kept)["exit"].gained == ["housing"]
    people.part_people(merge=merge, by=by)
    assert standing(absorbed)["exit"].gained == []


def test_two_of_one_moment_are_a_clash(by):
    kept, absorbed = make_person(by=by), make_person(by=by)
    measure(kept, by)
    measure(absorbed, by)
    with pytest.raises(ValidationError, match="same moment"):
        people.merge_people(kept=kept, absorbed=absorbed, reason="The same.", by=by)


def test_the_form_notes_what_was_gone_through_and_offers_undo(person, by, client):
    client.force_login(by)
    url = reverse("casework:areas_measure", args=[person.reference, "entry"])
    answered = client.post(url, {"housing": "2", "self": "4", "comment": "Tired.", "held_on": timezone.localdate()})
    assert answered.status_code == 302
    measured = standing(person)["entry"]
    assert measured.levels == {"housing": 2, "self": 4}
    shown = client.get(reverse("people:panel", args=[person.reference, "areas"])).content.decode()
    assert "Tired." in shown
    assert reverse("casework:areas_remove", args=[measured.pk]) in shown
    assert "Life areas gone through" in client.get(reverse("people:person", args=[person.reference])).content.decode()


@pytest.mark.parametrize("who", ["its author", "somebody else"])
def test_the_form_opens_again_with_what_stands_for_its_author_alone(person, by, client, who):
    measure(person, by, comment="Tired.")
    client.force_login(by if who == "its author" else make_user("educator", language="en"))
    shown = client.get(reverse("casework:areas_measure", args=[person.reference, "entry"])).content.decode()
    assert ("Tired." in shown) is (who == "its author")
    assert ("takes its place" in shown) is (who != "its author")


def test_an_empty_form_is_refused_and_keeps_what_was_typed(person, by, client):
    client.force_login(by)
    url = reverse("casework:areas_measure", args=[person.reference, "entry"])
    answered = client.post(url, {"comment": "Not today.", "held_on": timezone.localdate()})
    assert answered.status_code == 200
    assert "Not today." in answered.content.decode()
    assert client.get(url.replace("entry", "never")).status_code == 404


def test_the_curve_draws_each_area(person, by, client):
    measure(person, by)
    measure(person, by, "weeks", {"housing": 5, "income": 1})
    client.force_login(by)
    drawn = client.get(reverse("casework:areas_curve", args=[person.reference]))
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.count(b"<polyline ") == 12
    assert drawn.content.count(b"<circle ") == 14
    assert b"style=" not in drawn.content


def test_the_paper_is_in_their_language_and_names_nobody_else(by, client):
    person = make_person(by=by, chosen_name="Sacha", legal_name="Theodoor Maes", languages=["nl"])
    measure(person, by, comment="Secret words")
    client.force_login(by)
    said = text_of_bytes(client.get(reverse("casework:areas_paper", args=[person.reference])).content)
    assert "Waar ik sta" in said
    assert "Sacha" in said
    assert not [word for word in ("Theodoor", "Refuge", "Secret", by.name) if word in said]


def test_management_finds_nothing_of_them(person, by, client):
    measure(person, by)
    manager = make_user("management", language="en")
    assert LifeMeasurement.objects.visible_to(manager).count() == 0
    client.force_login(manager)
    assert client.get(reverse("people:panel", args=[person.reference, "areas"])).status_code == 404
    assert "Life areas" not in client.get(reverse("people:person", args=[person.reference])).content.decode()


def test_the_panel_asks_as_often_for_four_moments_as_for_one(person, by, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:panel", args=[person.reference, "areas"]))
        return len(queries)

    client.force_login(by)
    measure(person, by)
    asked()
    one = asked()
    for moment in ("weeks", "exit", "after"):
        measure(person, by, moment)
    assert asked() <= one


def test_levels_and_words_are_encrypted(person, by):
    measure(person, by, comment="Quokka")
    assert areas_of(person).rows[0].cells[0].level == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(m::text || e::text, '') FROM casework_lifemeasurement m, casework_lifemeasurementevent e"
        )
        kept = cursor.fetchone()[0]
    assert "Quokka" not in kept
    assert '"housing": 2' not in kept
