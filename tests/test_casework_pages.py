"""The pages of casework: what each role reads and can do there, and what they cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import operations
from casework.models import Action, Audience, Goal, JournalNote, Plan
from refuge.audit.models import Opening
from refuge.people.operations import assign_worker, close_file
from tests.casework import make_action, make_goal, make_note, make_plan
from tests.factories import make_person, make_user
from tests.pages import cost, signed_in

WORDING, TEXT, NOTE = "A home of my own", "Complete the housing file", "Talked about school"
ACCOMPANY = ("coordinator", "educator", "psychologist")
NOTHING = ("logistics", "volunteers", "volunteer")


@pytest.fixture
def action(db):
    """A person with a plan, a goal, an action and a note, all of a coordinator."""
    action = make_action()
    make_note(action.goal.plan.person, by=action.created_by)
    return action


def addresses(action):
    """Every address that is read, and every one that is posted to."""
    plan, person = action.goal.plan, action.goal.plan.person
    note = JournalNote.objects.get()
    read = {
        "caseload": [], "plan": [plan.pk], "open": [person.reference], "close": [plan.pk], "goal_new": [plan.pk],
        "goal": [action.goal_id], "action_new": [action.goal_id], "action": [action.pk], "note_new": [person.reference],
    }  # fmt: skip
    posted = {
        "reopen": [plan.pk], "goal_end": [action.goal_id], "goal_resume": [action.goal_id],
        "goal_remove": [action.goal_id], "action_done": [action.pk], "action_undo": [action.pk],
        "action_remove": [action.pk], "notes_read": [person.reference], "note_withdraw": [note.pk],
        "note_restore": [note.pk],
    }  # fmt: skip
    urls = {name: reverse(f"casework:{name}", args=args) for name, args in {**read, **posted}.items()}
    return {name: urls[name] for name in read}, {name: urls[name] for name in posted}


READS = {
    "coordinator": {"caseload", "plan", "open", "close", "goal_new", "goal", "action_new", "action", "note_new"},
    "psychologist": {"caseload", "plan", "open", "goal_new", "action_new", "note_new"},
    "management": {"caseload", "plan"},
}
READS["educator"] = READS["coordinator"]


@pytest.mark.parametrize("role", ["management", *ACCOMPANY, *NOTHING])
def test_who_opens_what(client, action, role):
    signed_in(client, role)
    read, _posted = addresses(action)
    opened = {name for name, url in read.items() if client.get(url).status_code == 200}
    assert opened == READS.get(role, set())


@pytest.mark.parametrize("role", NOTHING)
def test_to_whom_casework_does_not_exist(client, action, role):
    signed_in(client, role)
    _read, posted = addresses(action)
    assert {client.post(url).status_code for url in posted.values()} == {404}


@pytest.mark.parametrize("role", ["management", "psychologist"])
def test_who_changes_nothing_of_others(client, action, role):
    signed_in(client, role)
    _read, posted = addresses(action)
    refused = {name for name, url in posted.items() if client.post(url).status_code == 404}
    assert refused == set(posted) - ({"notes_read"} if role == "management" else set())
    assert Action.objects.get().done_at is None


def test_a_file_closed_to_a_colleague_has_no_plan_for_them(client, action):
    user = signed_in(client, "educator")
    close_file(person=action.goal.plan.person, user=user, reason="Lived here", by=make_user("management"))
    read, posted = addresses(action)
    del read["caseload"]
    assert {client.get(url).status_code for url in read.values()} == {404}
    assert {client.post(url).status_code for url in posted.values()} == {404}
    assert "Nour" not in client.get("/casework/?whose=all").content.decode()


def test_management_sees_states_and_counts_but_no_words(client, action):
    signed_in(client, "management")
    plan = action.goal.plan
    pages = [
        client.get(url).content.decode()
        for url in (
            reverse("casework:plan", args=[plan.pk]),
            reverse("people:panel", args=[plan.person.reference, "plan"]),
            reverse("people:panel", args=[plan.person.reference, "journal"]),
            reverse("people:person", args=[plan.person.reference]),
            "/casework/",
        )
    ]
    assert "1 action, 0 done" in pages[0]
    assert "In progress" in pages[1]
    for page in pages:
        for secret in (WORDING, TEXT, NOTE):
            assert secret not in page


def test_management_reads_notes_with_a_reason_that_is_logged(client, action):
    user = signed_in(client, "management")
    person = action.goal.plan.person
    make_note(person, by=action.created_by, text="Kept back", audience=Audience.WORKER)
    url = reverse("casework:notes_read", args=[person.reference])
    assert NOTE not in client.post(url, {"reason": ""}, follow=True).content.decode()
    page = client.post(url, {"reason": "complaint"}).content.decode()
    assert NOTE in page
    assert "Kept back" not in page
    assert Opening.objects.filter(user=user, what="reveal").get().detail == "journal:complaint"


def test_a_plan_page_is_logged_as_an_opening_of_the_file(client, action):
    user = signed_in(client, "educator")
    client.get(reverse("casework:plan", args=[action.goal.plan_id]))
    opening = Opening.objects.get(user=user)
    assert (opening.subject_id, opening.detail) == (action.goal.plan.person_id, "plan")


@pytest.mark.django_db
def test_from_no_plan_to_an_action_that_is_done(client):
    """The whole road of one evening, by the pages alone."""
    me = signed_in(client, "educator")
    person = make_person()
    client.post(reverse("casework:open", args=[person.reference]), {"kind": "upstream", "opened_on": "2026-01-05"})
    plan = Plan.objects.get(person=person)
    client.post(reverse("casework:goal_new", args=[plan.pk]), {"domain": "training", "wording": WORDING})
    goal = Goal.objects.get()
    due = timezone.localdate() + timedelta(days=1)
    fields = {"text": TEXT, "due_on": due.isoformat(), "responsible": me.pk}
    client.post(reverse("casework:action_new", args=[goal.pk]), fields)
    action = Action.objects.get()
    today = client.get("/").content.decode()
    assert TEXT in today
    assert "tomorrow" in today
    answer = client.post(reverse("casework:action_done", args=[action.pk]), {"next": "/casework/"}, follow=True)
    assert answer.redirect_chain == [("/casework/", 302)]
    page = answer.content.decode()
    assert reverse("casework:action_undo", args=[action.pk]) in page
    assert TEXT not in client.get("/").content.decode()
    client.post(reverse("casework:action_undo", args=[action.pk]))
    assert TEXT in client.get("/").content.decode()


def test_a_second_plan_is_refused_beside_the_form_and_keeps_what_was_typed(client, action):
    signed_in(client, "coordinator")
    url = reverse("casework:open", args=[action.goal.plan.person.reference])
    page = client.post(url, {"kind": "upstream", "opened_on": "2026-02-03"}).content.decode()
    assert "open plan already" in page
    assert 'value="2026-02-03"' in page
    assert Plan.objects.count() == 1


def test_bad_input_stays_and_is_told_beside_the_field(client, action):
    signed_in(client, "educator")
    url = reverse("casework:note_new", args=[action.goal.plan.person.reference])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    fields = {"domain": "work", "kind": "talk", "text": "A long talk", "happened_on": tomorrow, "audience": "team"}
    page = client.post(url, fields).content.decode()
    assert "A long talk" in page
    assert "still to come" in page
    assert JournalNote.objects.count() == 1


def test_a_note_is_taken_back_and_brought_back_by_its_author(client, action):
    me = signed_in(client, "psychologist")
    person = action.goal.plan.person
    journal = reverse("people:panel", args=[person.reference, "journal"])
    mine = make_note(person, by=me, text="Mine alone to take back")
    page = client.post(reverse("casework:note_withdraw", args=[mine.pk]), follow=True).content.decode()
    assert "Mine alone" not in page
    assert reverse("casework:note_restore", args=[mine.pk]) in page
    client.post(reverse("casework:note_restore", args=[mine.pk]))
    assert "Mine alone" in client.get(journal).content.decode()
    theirs = JournalNote.objects.get(author=action.created_by)
    assert client.post(reverse("casework:note_withdraw", args=[theirs.pk])).status_code == 404


def test_the_psychologist_ticks_their_own_action_only(client, action):
    me = signed_in(client, "psychologist")
    own = make_action(action.goal, by=action.created_by, responsible=me)
    assert client.post(reverse("casework:action_done", args=[own.pk])).status_code == 302
    assert client.post(reverse("casework:action_done", args=[action.pk])).status_code == 404
    assert list(Action.objects.filter(done_at__isnull=False)) == [own]


def test_my_caseload_is_mine_until_i_ask_for_all(client, action):
    me = signed_in(client, "coordinator")
    mine = make_person(chosen_name="Salomé")
    assign_worker(person=mine, worker=me, by=me)
    make_plan(mine, by=me)
    waiting = make_person(chosen_name="Tijs")
    assign_worker(person=waiting, worker=me, by=me)
    page = client.get("/casework/").content.decode()
    assert "Salomé" in page
    assert "Nour" not in page
    assert reverse("casework:open", args=[waiting.reference]) in page
    everybody = client.get("/casework/?whose=all").content.decode()
    assert "Salomé" in everybody
    assert "Nour" in everybody


def test_the_filters_of_the_caseload(client, action):
    signed_in(client, "coordinator")
    late = make_action(
        make_goal(make_plan(make_person(chosen_name="Late"))), due_on=timezone.localdate() - timedelta(3)
    )
    gone = make_plan(make_person(chosen_name="Gone"))
    operations.close_plan(plan=gone, by=gone.opened_by)

    def names(query):
        page = client.get(f"/casework/?whose=all&{query}", headers={"HX-Request": "true", "HX-Target": "results"})
        return {name for name in ("Nour", "Late", "Gone") if f"<span>{name}</span>" in page.content.decode()}

    assert names("") == {"Nour", "Late"}
    assert names("late=on") == {"Late"}
    assert names("standing=closed") == {"Gone"}
    assert names("kind=upstream") == set()
    assert names(f"worker={late.created_by_id}") == set()


@pytest.mark.django_db
def test_the_journal_goes_on_by_pages_without_a_gap(client):
    me = signed_in(client, "educator")
    person = make_person()
    for number in range(45):
        make_note(person, by=me, text=f"note-{number:02}.", happened_on=timezone.localdate() - timedelta(number // 7))
    url, seen = reverse("people:panel", args=[person.reference, "journal"]), []
    while url:
        page = client.get(url)
        seen += [note.text for note in page.context["page"].notes]
        following = page.context["page"].next
        url = following and f"/people/{person.reference}/journal/?after={following}"
    assert len(seen) == len(set(seen)) == 45


def test_the_timeline_tells_of_plans_goals_and_notes_without_their_words(client, action):
    signed_in(client, "educator")
    operations.end_goal(goal=action.goal, state="reached", by=action.created_by)
    operations.close_plan(plan=action.goal.plan, by=action.created_by)
    page = client.get(reverse("people:person", args=[action.goal.plan.person.reference])).content.decode()
    for title in ("Plan opened", "Plan closed", "Goal reached", "Note · Social"):
        assert title in page
    assert NOTE not in page


def test_a_caseload_is_handed_over_from_the_team_page(client, action):
    signed_in(client, "management")
    leaving, heir = make_user("educator"), make_user("educator", name="The Heir")
    person = make_person()
    assign_worker(person=person, worker=leaving, by=leaving)
    url = reverse("casework:hand_over", args=[leaving.pk])
    assert url in client.get(f"/team/{leaving.pk}/").content.decode()
    client.post(url, {"to": heir.pk})
    person.refresh_from_db()
    assert person.worker == heir
    signed_in(client, "coordinator")
    assert client.get(url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "management"])
def test_as_many_queries_for_ten_times_the_work(client, role):
    me = signed_in(client, role)
    by = make_user("coordinator")
    first = busy_person(by, me)

    def queries():
        plan = first.plans.get()
        urls = {
            "caseload": "/casework/?whose=all",
            "plan": reverse("casework:plan", args=[plan.pk]),
            "panel": reverse("people:panel", args=[first.reference, "plan"]),
            "journal": reverse("people:panel", args=[first.reference, "journal"]),
            "today": "/",
        }
        return {name: cost(client, url) for name, url in urls.items()}

    queries()
    few = queries()
    for number in range(9):
        busy_person(by, me, chosen_name=f"Person {number}")
        busy_plan(by, first.plans.get(), me)
    many = queries()
    assert many == few
    limits = {"caseload": 12, "plan": 12, "panel": 15, "journal": 15, "today": 15}
    assert {name: number for name, number in many.items() if number > limits[name]} == {}


def busy_person(by, me, **fields):
    person = make_person(by=by, **fields)
    assign_worker(person=person, worker=me, by=by)
    busy_plan(by, make_plan(person, by=by), me)
    return person


def busy_plan(by, plan, me):
    responsible = me if me.has_role("coordinator") else by
    for domain in ("housing", "work"):
        make_action(make_goal(plan, by=by, domain=domain), by=by, responsible=responsible)
    make_note(plan.person, by=by)


def test_a_removal_offers_its_way_back(client, action):
    signed_in(client, "coordinator")
    page = client.post(reverse("casework:action_remove", args=[action.pk]), follow=True).content.decode()
    back = reverse("casework:action_restore", args=[action.pk])
    assert back in page
    assert not Action.objects.exists()
    client.post(back)
    assert Action.objects.get() == action
    client.post(back.replace("restore", "remove"))
    remove, restore = (reverse(f"casework:goal_{step}", args=[action.goal_id]) for step in ("remove", "restore"))
    assert restore in client.post(remove, follow=True).content.decode()
    client.post(restore)
    assert Goal.objects.get() == action.goal


@pytest.mark.django_db
def test_what_is_no_reference_of_a_file_leads_nowhere(client):
    signed_in(client, "coordinator")
    assert {client.get(f"/casework/{page}/%00/").status_code for page in ("notes/new", "plans/open")} == {404}
