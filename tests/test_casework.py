"""Plans, goals, actions and the journal: what staff do, and the rules that hold whoever does it."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone, translation

from casework import operations
from casework.indicators import supported
from casework.models import Action, Audience, Goal, GoalState, JournalNote, Plan
from refuge.accounts.operations import switch_off
from refuge.audit.history import Wanted, page_of
from refuge.audit.lines import lines_of
from refuge.indicators import Period
from refuge.people.operations import assign_worker, close_file
from refuge.violations import RuleBroken
from tests.casework import make_action, make_goal, make_note, make_plan
from tests.factories import make_person, make_user

# Rule 6


@pytest.mark.django_db
def test_a_second_open_plan_is_refused_with_its_sentence():
    plan = make_plan()
    with pytest.raises(RuleBroken) as refusal:
        make_plan(plan.person)
    assert refusal.value.code == "casework_one_open_plan"
    with translation.override("en"):
        assert "open plan already" in str(refusal.value)


@pytest.mark.django_db
def test_rule_6_holds_against_plain_sql():
    plan = make_plan()
    operations.close_plan(plan=plan, by=plan.opened_by)
    make_plan(plan.person)
    reopen = "UPDATE casework_plan SET closed_on = NULL, closed_by_id = NULL WHERE id = %s"
    insert = """
        INSERT INTO casework_plan (id, person_id, kind, opened_on, opened_by_id)
        SELECT gen_random_uuid(), person_id, kind, opened_on, opened_by_id FROM casework_plan WHERE id = %s
    """
    with connection.cursor() as cursor:
        for statement in (reopen, insert):
            with pytest.raises(IntegrityError, match="casework_one_open_plan"), transaction.atomic():
                cursor.execute(statement, [plan.pk])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_plan_at_once_one_is_told():
    person, colleagues = make_person(), [make_user("coordinator"), make_user("educator")]
    told, gate = [], threading.Barrier(2)

    def run(by):
        gate.wait()
        try:
            operations.open_plan(person=person, kind="upstream", by=by)
        except RuleBroken as refusal:
            told.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[by]) for by in colleagues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Plan.objects.filter(person=person).count(), told) == (1, ["casework_one_open_plan"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("plan", "closed_on = opened_on - 1, closed_by_id = opened_by_id", "casework_plan_closes_after_opening"),
        ("plan", "closed_on = opened_on", "casework_plan_closed_by_somebody"),
        ("goal", "wording = NULL", "casework_goal_says_something"),
        ("goal", "state = 'reached'", "casework_goal_ended_has_day"),
        ("action", "text = NULL", "casework_action_says_something"),
        ("action", "done_at = now()", "casework_action_done_by_somebody"),
        ("journalnote", "text = NULL", "casework_note_says_something"),
    ],
)
def test_the_other_rules_hold_against_plain_sql(table, change, rule):
    action = make_action()
    make_note(action.goal.plan.person, by=action.created_by)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=rule), transaction.atomic():
        cursor.execute(f"UPDATE casework_{table} SET {change}")


# What staff do


@pytest.mark.django_db
def test_nothing_of_what_is_written_stands_in_the_tables_as_text():
    action = make_action(text="Ring the landlord")
    make_note(action.goal.plan.person, by=action.created_by, text="Afraid of the brother")
    with connection.cursor() as cursor:
        for table in ("goal", "action", "journalnote", "goalevent", "actionevent", "journalnoteevent"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM casework_{table} row")
            stored = cursor.fetchone()[0]
            for secret in ("landlord", "brother", "home of my own"):
                assert secret not in stored
                assert secret.encode().hex() not in stored


@pytest.mark.django_db
def test_a_blank_goal_is_refused():
    with pytest.raises(RuleBroken) as refusal:
        make_goal(wording="   ")
    assert refusal.value.code == "casework_goal_says_something"


@pytest.mark.django_db
def test_what_is_done_leaves_the_list_and_comes_back_when_it_was_not():
    action = make_action()
    by = action.created_by
    operations.do_action(action=action, by=by)
    first = Action.objects.get().done_at
    operations.do_action(action=action, by=make_user("educator"))
    assert (Action.objects.get().done_at, Action.objects.get().done_by) == (first, by)
    assert not Action.objects.to_do().exists()
    operations.undo_action(action=action, by=by)
    assert Action.objects.to_do().get() == action


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["goal reached", "goal dropped", "plan closed"])
def test_an_action_leaves_the_list_with_its_goal_or_plan(how):
    action = make_action()
    by, goal = action.created_by, action.goal
    if how == "plan closed":
        operations.close_plan(plan=goal.plan, by=by)
        assert not Action.objects.to_do().exists()
        operations.reopen_plan(plan=goal.plan, by=by)
    else:
        operations.end_goal(goal=goal, state=how.split()[1], by=by)
        assert not Action.objects.to_do().exists()
        operations.resume_goal(goal=goal, by=by)
    assert Action.objects.to_do().get() == action


@pytest.mark.django_db
def test_a_closed_plan_takes_nothing_more():
    action = make_action()
    by, goal, plan = action.created_by, action.goal, action.goal.plan
    operations.close_plan(plan=plan, by=by, closing_note="Moved on.")
    writes = [
        lambda: make_goal(plan, by=by),
        lambda: make_action(goal, by=by),
        lambda: operations.end_goal(goal=goal, state="reached", by=by),
        lambda: operations.do_action(action=action, by=by),
        lambda: operations.close_plan(plan=plan, by=by),
    ]
    for write in writes:
        with pytest.raises(ValidationError) as refusal:
            write()
        assert refusal.value.code == "closed"
    assert Plan.objects.get().closing_note == "Moved on."


@pytest.mark.django_db
def test_an_ended_goal_takes_no_action():
    goal = make_goal()
    operations.end_goal(goal=goal, state="dropped", by=goal.set_by)
    with pytest.raises(ValidationError) as refusal:
        make_action(goal, by=goal.set_by)
    assert refusal.value.code == "ended"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["logistics", "management", "closed", "left"])
def test_nobody_is_given_an_action_in_a_plan_they_cannot_open(who):
    make_user("management")
    goal = make_goal()
    colleague = make_user("educator" if who in ("closed", "left") else who, is_active=who != "left")
    if who == "closed":
        close_file(person=goal.plan.person, user=colleague, reason="Lived here", by=make_user("management"))
    with pytest.raises(ValidationError) as refusal:
        make_action(goal, by=goal.set_by, responsible=colleague)
    assert list(refusal.value.error_dict) == ["responsible"]


@pytest.mark.django_db
def test_what_was_entered_by_mistake_can_be_removed_but_not_what_was_done():
    action = make_action()
    by, goal = action.created_by, action.goal
    with pytest.raises(ValidationError) as refusal:
        operations.remove_goal(goal=goal, by=by)
    assert refusal.value.code == "has_actions"
    operations.do_action(action=action, by=by)
    with pytest.raises(ValidationError) as refusal:
        operations.remove_action(action=action, by=by)
    assert refusal.value.code == "done"
    operations.undo_action(action=action, by=by)
    operations.remove_action(action=action, by=by)
    operations.remove_goal(goal=goal, by=by)
    assert (Action.objects.count(), Goal.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_what_was_removed_can_come_back_and_is_not_worked_on_meanwhile():
    action = make_action()
    by, goal = action.created_by, action.goal
    operations.remove_action(action=action, by=by)
    operations.remove_goal(goal=goal, by=by)
    steps = [
        lambda: operations.do_action(action=action, by=by),
        lambda: operations.end_goal(goal=goal, state="reached", by=by),
        lambda: operations.restore_action(action=action, by=by),
    ]
    for step in steps:
        with pytest.raises(ValidationError) as refusal:
            step()
        assert refusal.value.code == "removed"
    operations.restore_goal(goal=goal, by=by)
    operations.restore_action(action=action, by=by)
    assert (Action.objects.to_do().get(), goal.plan.goals.get()) == (action, goal)


@pytest.mark.django_db
def test_a_goal_and_an_action_removed_leave_their_history_on_the_file():
    action, reader = make_action(), make_user("management")
    by, goal = action.created_by, action.goal
    wanted = Wanted(subject=goal.plan.person_id, kind="change")
    before = len(page_of(reader, wanted, size=100).rows)
    operations.remove_action(action=action, by=by)
    operations.remove_goal(goal=goal, by=by)
    assert len(page_of(reader, wanted, size=100).rows) == before + 2


@pytest.mark.django_db
def test_a_removed_step_is_no_support_in_the_figures():
    """It cannot be removed once done; against plain SQL the figure does not count it either."""
    action, today = make_action(), timezone.localdate()
    operations.do_action(action=action, by=action.created_by)
    assert supported(Period(today, today))[None] == 1
    Action.objects.update(removed_at=timezone.now())
    assert supported(Period(today, today))[None] == 0


@pytest.mark.django_db
def test_the_audit_page_tells_nothing_of_what_a_note_is_about():
    worker, other, manager = make_user("educator"), make_user("educator"), make_user("management")
    person = make_person()
    note = make_note(person, by=worker, domain="mental", audience="worker")
    rows = {user: page_of(user, Wanted(colleague=worker.pk, kind="change")).rows for user in (worker, other, manager)}
    assert {user: len(rows[user]) for user in rows} == {worker: 1, other: 0, manager: 0}
    operations.write_note(person=note.person, domain="mental", text="To the team", by=worker)
    line = lines_of(manager, page_of(manager, Wanted(colleague=worker.pk, kind="change")).rows)[0]
    assert [field.now for field in line.fields] == []


@pytest.mark.django_db
def test_a_day_to_come_is_no_day_of_a_note_or_a_plan():
    person, by = make_person(), make_user("educator")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        make_note(person, by=by, happened_on=tomorrow)
    assert list(refusal.value.error_dict) == ["happened_on"]
    with pytest.raises(ValidationError):
        make_plan(person, by=by, opened_on=tomorrow)


@pytest.mark.django_db
def test_a_plan_is_not_closed_before_it_was_opened():
    plan = make_plan(opened_on=date(2026, 3, 1))
    with pytest.raises(RuleBroken) as refusal:
        operations.close_plan(plan=plan, by=plan.opened_by, closed_on=date(2026, 2, 28))
    assert refusal.value.code == "casework_plan_closes_after_opening"


# Who reads what


@pytest.mark.django_db
def test_a_note_kept_to_the_worker_in_charge_is_read_by_them_and_its_author_alone():
    author, worker, colleague = make_user("educator"), make_user("coordinator"), make_user("coordinator")
    psychologist, management = make_user("psychologist"), make_user("management")
    person = make_person()
    assign_worker(person=person, worker=worker, by=worker)
    kept = make_note(person, by=author, audience=Audience.WORKER)
    shared = make_note(person, by=author)
    read = {
        who: set(JournalNote.objects.visible_to(who))
        for who in (author, worker, colleague, psychologist, management, make_user("logistics"))
    }
    assert read[author] == read[worker] == {kept, shared}
    assert read[colleague] == read[psychologist] == {shared}
    assert read[management] == set()
    assert set(JournalNote.objects.readable_by(management)) == {shared}


@pytest.mark.django_db
def test_a_note_taken_back_is_read_by_nobody_until_it_is_restored():
    by = make_user("educator")
    note = make_note(make_person(), by=by)
    operations.withdraw_note(note=note, by=by)
    assert not JournalNote.objects.visible_to(by).exists()
    operations.restore_note(note=note, by=by)
    assert JournalNote.objects.visible_to(by).get() == note


@pytest.mark.django_db
def test_a_closed_file_hides_its_plan_actions_and_notes():
    colleague = make_user("educator")
    action = make_action()
    person = action.goal.plan.person
    make_note(person, by=action.created_by)
    close_file(person=person, user=colleague, reason="Lived here", by=make_user("management"))
    for model in (Plan, Goal, Action, JournalNote):
        assert not model.objects.visible_to(colleague).exists()
        assert model.objects.visible_to(action.created_by).exists()


# Handing over


@pytest.mark.django_db
def test_an_account_is_not_switched_off_with_work_in_hand():
    management, leaving, heir = make_user("management"), make_user("educator"), make_user("educator")
    person = make_person()
    assign_worker(person=person, worker=leaving, by=management)
    action = make_action(responsible=leaving)
    kept = make_note(person, by=leaving, audience=Audience.WORKER)
    with pytest.raises(ValidationError) as refusal:
        switch_off(user=leaving, by=management)
    assert refusal.value.code == "in_hand"
    assert operations.hand_over(user=leaving, to=heir, by=management) == 2
    action.refresh_from_db()
    assert action.responsible == heir
    assert kept in JournalNote.objects.visible_to(heir)
    switch_off(user=leaving, by=management)


@pytest.mark.django_db
def test_a_caseload_goes_to_nobody_who_cannot_open_it():
    management, leaving, heir = make_user("management"), make_user("educator"), make_user("educator")
    person = make_person()
    assign_worker(person=person, worker=leaving, by=management)
    close_file(person=person, user=heir, reason="Lived here", by=management)
    with pytest.raises(ValidationError) as refusal:
        operations.hand_over(user=leaving, to=heir, by=management)
    assert list(refusal.value.error_dict) == ["to"]
    person.refresh_from_db()
    assert person.worker == leaving


@pytest.mark.django_db
def test_the_counts_of_a_plan():
    by = make_user("coordinator")
    plan, today = make_plan(by=by), timezone.localdate()
    housing, work = make_goal(plan, by=by), make_goal(plan, by=by, domain="work")
    operations.end_goal(goal=make_goal(plan, by=by, domain="legal"), state=GoalState.REACHED, by=by)
    make_action(housing, by=by, due_on=today - timedelta(days=3))
    make_action(work, by=by, due_on=today + timedelta(days=2))
    operations.do_action(action=make_action(work, by=by, due_on=today - timedelta(days=9)), by=by)
    counted = Plan.objects.with_counts().get()
    assert (counted.goals_open, counted.goals_reached, counted.actions_to_do, counted.actions_late) == (2, 1, 2, 1)
    assert counted.next_due == today - timedelta(days=3)
