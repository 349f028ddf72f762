"""Templates of plans, reviews, the young person's copy, the journal's changes and search, the caseload, holidays."""

import zlib
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from casework import operations, reviews, roads
from casework.caseload import attention
from casework.handout import content_of, handout_pdf
from casework.models import (
    Action,
    Appointment,
    EditedRoad,
    Goal,
    JournalNote,
    NoteAddition,
    OwnRoad,
    Plan,
    PlanCopy,
    PlanReview,
)
from casework.rows import SEARCHED
from housing.alerts import send_stay_alerts
from housing.operations import depart
from refuge.documents import alerts as documents
from refuge.notifications.models import Alert
from refuge.parameters.operations import set_value
from refuge.people.models import Person
from refuge.people.operations import assign_worker, close_file, record_death
from refuge.violations import RuleBroken
from tests.documents import make_document
from tests.factories import make_person, make_user
from tests.housing import make_space, make_stay
from tests.test_casework import make_action, make_goal, make_note, make_plan
from tests.test_casework_agenda import make_appointment, refused
from tests.test_casework_pages import cost, signed_in

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + timedelta(days=number)


def open_since(number, *, person=None, worker=None):
    """A plan opened so many days ago."""
    by = make_user("coordinator")
    person = person or make_person(by=by)
    if worker:
        assign_worker(person=person, worker=worker, by=by)
        person.refresh_from_db()
    return make_plan(person, by=by, opened_on=days(-number))


# Templates


@pytest.mark.parametrize("language", roads.LANGUAGES)
def test_every_road_stands_in_every_language_with_as_many_steps(language):
    for road in roads.roads_in(language):
        french = roads.road_of(road.code, "fr")
        assert [step[1] for step in road.steps] == [step[1] for step in french.steps]
        assert all(text.strip() for text, _days in road.steps)
        assert road.wording.strip()


def test_a_template_adds_a_goal_with_the_steps_ticked_and_goes_again(client):
    me = signed_in(client, "educator", language="fr")
    plan = open_since(0)
    url = reverse("casework:road_apply", args=[plan.pk, "address"])
    assert "adresse de référence" in client.get(url).content.decode()
    answer = client.post(url, {"steps": ["0", "2"], "responsible": me.pk}, follow=True)
    goal = Goal.objects.get(plan=plan)
    road = roads.road_of("address", "fr")
    assert (goal.domain, goal.wording) == ("administrative", road.wording)
    steps = [(action.text, action.due_on) for action in goal.actions.all()]
    assert steps == [(road.steps[number][0], days(road.steps[number][1])) for number in (0, 2)]
    back = reverse("casework:road_take_back", args=[goal.pk])
    assert back in answer.content.decode()
    client.post(back)
    assert (Goal.objects.count(), Action.objects.count()) == (0, 0)
    assert client.get(reverse("casework:road_apply", args=[plan.pk, "no-road"])).status_code == 404


def test_a_template_of_which_a_step_is_done_is_not_taken_back():
    plan, by = open_since(0), make_user("coordinator")
    goal = operations.apply_road(plan=plan, code="work", language="en", steps=[0, 1], responsible=by, by=by)
    operations.do_action(action=goal.actions.first(), by=by)
    assert refused(lambda: operations.take_road_back(goal=goal, by=by)) == "done"
    assert goal.actions.count() == 2
    assert (
        refused(lambda: operations.apply_road(plan=plan, code="work", language="en", steps=[99], responsible=by, by=by))
        == "required"
    )


def test_the_house_puts_a_template_into_its_own_words_and_back(client):
    signed_in(client, "management")
    url = reverse("casework:road", args=["work", "fr"])
    typed = {"wording": "Un job", "text_0": "Aller chez Actiris", "days_0": "3", "text_4": "Un CV", "days_4": ""}
    assert "After how many days" in client.post(url, typed).content.decode()
    assert not EditedRoad.objects.exists()
    client.post(url, typed | {"days_4": "10"})
    road = roads.road_of("work", "fr")
    assert (road.wording, road.steps) == ("Un job", [("Aller chez Actiris", 3), ("Un CV", 10)])
    assert roads.road_of("work", "nl").is_edited is False
    client.post(reverse("casework:road_reset", args=["work", "fr"]))
    assert roads.road_of("work", "fr").is_edited is False
    assert client.get(reverse("casework:road", args=["work", "de"])).status_code == 404


def test_the_house_adds_a_template_takes_it_out_and_puts_it_back(client):
    me = signed_in(client, "coordinator", language="fr")
    typed = {"domain": "social_life", "language": "fr", "text_0": "Choisir un cours", "days_0": "14"}
    assert client.post(reverse("casework:road_new"), typed).status_code == 200
    assert not OwnRoad.objects.exists()
    typed |= {"name": "Natation", "wording": "Apprendre à nager"}
    page = client.post(reverse("casework:road_new"), typed, follow=True).content.decode()
    code = OwnRoad.objects.get().code
    assert "Natation" in page
    assert reverse("casework:road_remove", args=[code]) in page
    for language in roads.LANGUAGES:
        road = roads.road_of(code, language)
        assert (road.wording, road.domain, road.is_lent) == ("Apprendre à nager", "social_life", language != "fr")
    plan = open_since(0)
    assert "Natation" in client.get(reverse("casework:roads_of_plan", args=[plan.pk])).content.decode()
    client.post(reverse("casework:road_apply", args=[plan.pk, code]), {"steps": ["0"], "responsible": me.pk})
    assert Goal.objects.get(plan=plan).domain == "social_life"
    client.post(reverse("casework:road_remove", args=[code]))
    assert "Natation" not in client.get(reverse("casework:roads_of_plan", args=[plan.pk])).content.decode()
    assert client.get(reverse("casework:road", args=[code, "fr"])).status_code == 404
    assert Goal.objects.filter(plan=plan).exists()
    client.post(reverse("casework:road_restore", args=[code]))
    assert roads.road_of(code, "nl").name == "Natation"
    assert client.post(reverse("casework:road_remove", args=["work"])).status_code == 404


def test_a_template_of_the_house_is_written_in_a_second_language_and_keeps_its_last_one():
    by = make_user("management")
    words = {"wording": "Learn to swim", "steps": [("Choose a course", 14)]}
    road = operations.add_road(name="Swimming", domain="social_life", language="en", **words, by=by)
    dutch = {"wording": "Leren zwemmen", "steps": [("Een cursus kiezen", 14)]}
    assert refused(lambda: operations.edit_road(code=road.code, language="nl", **dutch, by=by)) == "required"
    operations.edit_road(code=road.code, language="nl", name="Zwemmen", **dutch, by=by)
    assert [roads.road_of(road.code, each).name for each in ("fr", "nl", "en")] == ["Zwemmen", "Zwemmen", "Swimming"]
    operations.reset_road(code=road.code, language="en", by=by)
    assert roads.road_of(road.code, "en").name == "Zwemmen"
    assert refused(lambda: operations.reset_road(code=road.code, language="nl", by=by)) == "last"


def test_the_templates_ask_the_database_as_often_with_thirty_more(client):
    signed_in(client, "coordinator")
    by, url = make_user("coordinator"), reverse("casework:roads")
    few = [cost(client, url) for _time in range(2)][1]
    for number in range(30):
        words = {"wording": "Learn", "steps": [("Choose a course", 14)]}
        operations.add_road(name=f"Course {number}", domain="training", language="fr", **words, by=by)
    assert cost(client, url) == few <= 12


# Reviews


@pytest.mark.parametrize(
    ("opened", "kind"), [(24, ""), (25, "first"), (40, "first"), (52, "first"), (53, "second"), (90, "second")]
)
def test_a_review_is_due_four_and_eight_weeks_after_the_opening(opened, kind):
    """Three days ahead, by the parameter."""
    plan = open_since(opened)
    found = reviews.with_due(type(plan).objects.all(), timezone.localdate()).get()
    assert found.review_due == kind


def test_once_held_the_next_one_is_due_and_a_later_one_stands_for_the_first():
    plan, by = open_since(60), make_user("coordinator")

    def due():
        return reviews.with_due(type(plan).objects.all(), timezone.localdate()).get().review_due

    assert due() == "second"
    held = operations.hold_review(plan=plan, kind="second", reached="Papers.", by=by)
    assert due() == ""
    operations.remove_review(review=held, by=by)
    assert due() == "second"
    operations.restore_review(review=held, by=by)
    with pytest.raises(RuleBroken) as refusal:
        operations.hold_review(plan=plan, kind="second", reached="Again.", by=by)
    assert refusal.value.code == "casework_one_review_of_a_kind"


def test_the_review_at_the_exit_is_due_when_the_stay_ends():
    plan, by = open_since(10), make_user("coordinator")
    stay = make_stay(plan.person, make_space("L1"), by=by, on=days(-5))

    def due():
        return reviews.with_due(type(plan).objects.all(), timezone.localdate()).get().review_due

    assert due() == ""
    depart(stay=stay, destination="flatshare", exit_type="achieved", by=by)
    assert due() == "exit"


def test_the_weeks_are_a_parameter():
    plan = open_since(15)
    set_value(code="casework.first_review_weeks", value=2, valid_from=days(-1), by=make_user("management"))
    found = reviews.with_due(type(plan).objects.all(), timezone.localdate()).get()
    assert (found.review_due, found.first_on) == ("first", days(-1))


def test_a_review_alerts_the_worker_in_charge_once_and_leaves_the_list_when_held():
    worker, by = make_user("educator"), make_user("coordinator")
    plan = open_since(27, worker=worker)
    open_since(200)
    assert (reviews.tell(), reviews.tell()) == (1, 0)
    assert Alert.objects.get().recipient == worker
    held = operations.hold_review(plan=plan, kind="first", reached="A start.", by=by)
    assert not Alert.objects.open().exists()
    operations.remove_review(review=held, by=by)
    assert Alert.objects.open().count() == 1
    operations.close_plan(plan=plan, by=by)
    assert not Alert.objects.open().exists()
    operations.reopen_plan(plan=plan, by=by)
    record_death(person=plan.person, source="Hospital", by=by)
    assert not Alert.objects.open().exists()
    assert reviews.tell(days(30)) == 0


def test_the_words_of_a_review_are_encrypted_and_management_reads_its_day_alone(client):
    plan, by = open_since(30), make_user("coordinator")
    operations.hold_review(plan=plan, kind="first", reached="Quetzal", changes="Tlaloc", by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row::text, ' ') FROM casework_planreviewevent row")
        stored = cursor.fetchone()[0]
        assert b"Quetzal".hex() not in stored
        for change in ("reached = NULL", "plan_id = plan_id"):
            if "NULL" in change:
                with pytest.raises(IntegrityError, match="casework_review_says_something"), transaction.atomic():
                    cursor.execute(f"UPDATE casework_planreview SET {change}")
    signed_in(client, "management")
    page = client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert "First review" in page
    assert "Quetzal" not in page
    signed_in(client, "educator")
    page = client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert "Quetzal" in page
    assert "Tlaloc" in page


def test_a_review_is_held_from_the_plan_page(client):
    signed_in(client, "educator")
    plan = open_since(30)
    url = reverse("casework:review_new", args=[plan.pk])
    assert f"{url}?kind=first" in client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    typed = {"kind": "first", "held_on": days(-40).isoformat(), "reached": "Kept when refused"}
    assert "Kept when refused" in client.post(url, typed).content.decode()
    client.post(url, typed | {"held_on": days(-1).isoformat()})
    assert PlanReview.objects.get().held_on == days(-1)


# The copy


def filled_plan(**person):
    by = make_user("coordinator", name="Gwendoline Dupont")
    plan = make_plan(make_person(by=by, **person), by=by)
    goal = make_goal(plan, by=by, wording="Un chez-moi")
    make_action(goal, by=by, text="Visiter une chambre")
    dropped = make_goal(plan, by=by, wording="Abandonné")
    operations.end_goal(goal=dropped, state="dropped", by=by)
    return plan


def test_the_copy_names_nobody_but_the_young_person_by_their_chosen_name():
    plan = filled_plan(chosen_name="Salomé", legal_name="Xavier Lambert")
    copy = operations.make_copy(plan=plan, language="nl", by=plan.opened_by)
    text = str(copy.content)
    assert "Salomé" in text
    assert "Un chez-moi" in text
    for secret in ("Xavier", "Lambert", "Gwendoline", "Dupont", "Abandonné", plan.person.reference):
        assert secret not in text


@pytest.mark.parametrize("words", ["Aller au bar gay", "Voir Gwendoline", "Papiers de Xavier", "Rester au Refuge"])
def test_a_plan_whose_words_give_something_away_is_not_handed_out(words):
    plan = filled_plan(chosen_name="Salomé", legal_name="Xavier Lambert")
    make_goal(plan, by=plan.opened_by, wording=words)
    assert refused(lambda: operations.make_copy(plan=plan, language="fr", by=plan.opened_by)) == "gives_away"


def test_the_copy_stays_as_it_was_given_and_is_drawn_the_same():
    plan = filled_plan()
    copy = operations.make_copy(plan=plan, language="fr", by=plan.opened_by)
    make_goal(plan, by=plan.opened_by, wording="Plus tard")
    copy = PlanCopy.objects.get(pk=copy.pk)
    assert "Plus tard" not in str(copy.content)
    drawn = handout_pdf(copy.content)
    assert drawn.startswith(b"%PDF")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang (fr-BE)"):
        assert mark in drawn or mark in inflated(drawn)
    assert drawn == handout_pdf(copy.content)


def inflated(pdf: bytes) -> bytes:
    """The streams of a PDF, opened."""
    parts = []
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(parts)


@pytest.mark.parametrize(("language", "title"), [("fr", "atteint"), ("nl", "bereikt"), ("en", "reached")])
def test_the_copy_speaks_the_language_of_the_young_person(language, title):
    plan = filled_plan()
    operations.end_goal(goal=plan.goals.get(state="open"), state="reached", by=plan.opened_by)
    with translation.override(language):
        assert title in render_to_string("casework/handout.html", {"copy": content_of(plan, language)})


def test_a_copy_is_made_read_over_given_and_signed(client):
    signed_in(client, "educator")
    plan = filled_plan(languages=["nl"])
    new = reverse("casework:copy_new", args=[plan.pk])
    assert 'value="nl" ' in client.get(new).content.decode()
    client.post(new, {"language": "nl"})
    copy = PlanCopy.objects.get()
    page = reverse("casework:copy", args=[copy.pk])
    assert "Un chez-moi" in client.get(page).content.decode()
    answer = client.get(reverse("casework:copy_pdf", args=[copy.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "Salom" not in answer["Content-Disposition"]
    mark = reverse("casework:copy_mark", args=[copy.pk])
    assert "still to come" in client.post(mark, {"given_on": days(1).isoformat()}).content.decode()
    client.post(mark, {"given_on": days(0).isoformat(), "signed_on": days(0).isoformat()})
    assert "signed on" in client.get(reverse("casework:plan", args=[plan.pk])).content.decode()
    assert refused(lambda: operations.remove_copy(copy=copy, by=plan.opened_by)) == "given"


# The journal


def test_a_note_is_changed_for_a_day_and_then_added_to(client):
    me = signed_in(client, "educator")
    person = make_person()
    with time_machine.travel(timezone.now() - timedelta(hours=23), tick=False):
        note = make_note(person, by=me, text="First words", present="The mediator")
    amend, add = (reverse(f"casework:note_{way}", args=[note.pk]) for way in ("amend", "add"))
    typed = {
        "domain": "social", "kind": "talk", "text": "Better words", "happened_on": days(-1).isoformat(),
        "audience": "team", "present": "The mediator",
    }  # fmt: skip
    client.post(amend, typed)
    note.refresh_from_db()
    assert (note.text, note.amended_at is not None) == ("Better words", True)
    JournalNote.objects.update(written_at=timezone.now() - timedelta(hours=25))
    assert client.get(amend).url == add
    fields = {**typed, "happened_on": days(-1)}
    assert refused(lambda: operations.amend_note(note=note, by=me, minutes=None, **fields)) == "late"
    client.post(add, {"text": "Rang back since"})
    page = client.get(reverse("people:panel", args=[person.reference, "journal"])).content.decode()
    for words in ("Better words", "Rang back since", "The mediator"):
        assert words in page
    assert NoteAddition.objects.get().note == note


def test_what_is_taken_back_or_anothers_is_neither_changed_nor_added_to(client):
    signed_in(client, "educator")
    note = make_note(make_person(), by=make_user("coordinator"))
    addresses = [reverse(f"casework:note_{way}", args=[note.pk]) for way in ("amend", "add")]
    assert {client.get(url).status_code for url in addresses} == {404}
    operations.withdraw_note(note=note, by=note.author)
    assert refused(lambda: operations.add_to_note(note=note, text="x", by=note.author)) == "withdrawn"


def test_ones_own_notes_are_found_by_words_wherever_they_stand(client):
    me = signed_in(client, "educator")
    person, closed = make_person(), make_person()
    first = make_note(person, by=me, text="Rendez-vous à l’École du Parc")
    operations.add_to_note(note=first, text="Chaussures neuves", by=me)
    make_note(person, by=me, text="Un autre jour")
    make_note(person, by=make_user("coordinator"), text="École, d’une autre")
    make_note(closed, by=me, text="École, fermé")
    close_file(person=closed, user=me, reason="Lived here", by=make_user("management"))

    def found(words):
        return [note.text for note in client.get("/casework/notes/", {"q": words}).context["notes"]]

    assert found("ecole parc") == [first.text]
    assert found("chaussures") == [first.text]
    assert found("rien") == []
    assert len(found("")) == 2
    assert str(SEARCHED) in client.get("/casework/notes/").content.decode()


# The caseload


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
