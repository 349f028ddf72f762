"""Asylum procedures: what the database holds, and what staff do."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from casework.models import AsylumDeadline, AsylumTask, AsylumTrack, EditedChecklist, StepKind
from casework.operations import asylum, hand_over
from casework.operations.handover import check_nothing_in_hand
from refuge.people.merging import Joining, clashes_of
from refuge.people.operations import close_file, merge_people, part_people
from refuge.violations import RuleBroken
from tests.asylum import days, make_deadline, make_task, make_track
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


# What the database keeps


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("asylumtrack", "closed_on = opened_on", "casework_asylum_track_closed_whole"),
        ("asylumtrack", "closed_on = opened_on - 1, closed_by_id = opened_by_id, outcome = '\\x00'",
         "casework_asylum_track_closed_after_opening"),
        ("asylumstep", "done_on = NULL, planned_on = NULL", "casework_asylum_step_has_a_day"),
        ("asylumstep", "kind = 19", "casework_asylum_step_is_known"),
        ("asylumdeadline", "days = 0", "casework_asylum_deadline_has_days"),
        ("asylumdeadline", "due_on = due_on - 7", "casework_asylum_deadline_reckoned"),
        ("asylumdeadline", "due_on = due_on + 7", "casework_asylum_deadline_reckoned"),
        ("asylumdeadline", "due_on = date '2026-11-28', notified_on = date '2026-10-29'",
         "casework_asylum_deadline_on_a_weekday"),
        ("asylumdeadline", "ending = 'met'", "casework_asylum_deadline_ended_whole"),
        ("asylumdeadline", "confirmed_by_id = NULL", "confirmed_by_id"),
        ("asylumtask", "text = NULL", "casework_asylum_task_says_something"),
        ("asylumtask", "done_at = now()", "casework_asylum_task_done_by_somebody"),
    ],
)  # fmt: skip
def test_the_rules_hold_against_plain_sql(table, change, rule):
    track = make_track(kind=3, done_on=days(-1))
    if table != "asylumtrack":
        make_deadline(track)
    make_task(track)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=rule), transaction.atomic():
        cursor.execute(f"UPDATE casework_{table} SET {change}")


def test_one_procedure_is_followed_at_a_time():
    track = make_track()
    with pytest.raises(RuleBroken) as refused:
        make_track(track.person)
    assert refused.value.code == "casework_one_open_asylum_track"
    asylum.close_track(track=track, outcome="refugee", by=track.opened_by)
    assert make_track(track.person)
    with pytest.raises(RuleBroken):
        asylum.reopen_track(track=track, by=track.opened_by)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_asylumtrack SET closed_on = opened_on, closed_by_id = opened_by_id, outcome = '\\x00'",
        "UPDATE casework_asylumdeadline SET ended_at = NULL, ended_by_id = NULL, ending = ''",
        "UPDATE casework_asylumdeadline SET removed_at = NULL",
    ],
)
def test_no_deadline_runs_in_a_closed_procedure_from_either_side(change):
    track, by = make_track(), make_user("coordinator")
    deadline = make_deadline(track, by=by)
    if "asylumdeadline" in change:
        asylum.end_deadline(deadline=deadline, ending="void", by=by)
        if "removed" in change:
            asylum.resume_deadline(deadline=deadline, by=by)
            asylum.remove_deadline(deadline=deadline, by=by)
        asylum.close_track(track=track, outcome="unknown", by=by)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="casework_no_deadline_in_a_closed_track"):
        cursor.execute(change)


def test_nothing_of_a_procedure_stands_in_the_tables_as_text():
    by = make_user("coordinator")
    track = make_track(note="Told late", by=by)
    asylum.note_step(track=track, kind=10, done_on=days(-3), result="refusal", note="Not believed", by=by)
    deadline = make_deadline(track, note="Lawyer Ana", by=by)
    asylum.end_deadline(deadline=deadline, ending="met", note="Sent by fax", by=by)
    make_task(track, text="Bring the letters", by=by)
    asylum.close_track(track=track, outcome="refused", closing_note="Went away", by=by)
    with connection.cursor() as cursor:
        for table in ("track", "step", "deadline", "task"):
            for name in (f"asylum{table}", f"asylum{table}event"):
                cursor.execute(f"SELECT string_agg(row::text, ' ') FROM casework_{name} row")
                stored = cursor.fetchone()[0]
                for secret in ("Told late", "refusal", "Not believed", "Ana", "fax", "letters", "refused", "Went"):
                    assert secret not in stored
                    assert secret.encode().hex() not in stored


# What staff do


def test_steps_are_noted_planned_corrected_and_taken_out():
    track, by = make_track(), make_user("psychologist")
    step = asylum.note_step(track=track, kind=StepKind.INTERVIEW, planned_on=days(5), by=by)
    assert AsylumTrack.objects.with_status().get().current is None
    asylum.change_step(step=step, planned_on=days(5), done_on=days(0), by=by)
    asylum.note_step(track=track, kind=StepKind.LODGED, done_on=days(-60), result="annex_26", by=by)
    assert AsylumTrack.objects.with_status().get().current == StepKind.INTERVIEW
    asylum.remove_step(step=step, by=by)
    assert AsylumTrack.objects.with_status().get().current == StepKind.LODGED
    asylum.restore_step(step=step, by=by)
    assert AsylumTrack.objects.with_status().get().current == StepKind.INTERVIEW


def test_what_a_step_cannot_be():
    track, by = make_track(), make_user("coordinator")
    note = asylum.note_step
    assert code_of(note, track=track, kind=3, by=by) == "required"
    assert code_of(note, track=track, kind=3, done_on=days(1), by=by) == "future"
    assert code_of(note, track=track, kind=3, done_on=days(0), result="refusal", by=by) == "invalid"
    assert code_of(asylum.open_track, person=make_person(), kind=3, by=by) == "required"
    asylum.close_track(track=track, outcome="unknown", by=by)
    assert code_of(note, track=track, kind=3, done_on=days(0), by=by) == "closed"


def test_a_deadline_is_never_set_unless_somebody_confirms_the_letter():
    track, by = make_track(), make_user("coordinator")
    facts = {"track": track, "kind": "appeal", "notified_on": days(-1), "days": 30, "by": by}
    assert code_of(asylum.confirm_deadline, **facts) == "unconfirmed"
    assert code_of(asylum.confirm_deadline, **facts | {"notified_on": days(1), "confirmed": True}) == "future"
    asylum.note_step(track=track, kind=StepKind.DECISION, done_on=days(-1), result="refusal", by=by)
    assert not AsylumDeadline.objects.exists()  # a step sets none
    made = asylum.confirm_deadline(**facts, confirmed=True)
    assert (made.confirmed_by, made.confirmed_at.date()) == (by, timezone.now().date())


def test_a_deadline_that_is_settled_is_not_corrected():
    deadline, by = make_deadline(), make_user("coordinator")
    asylum.end_deadline(deadline=deadline, ending="met", by=by)
    same = {"deadline": deadline, "kind": "appeal", "notified_on": days(-2), "days": 30, "confirmed": True, "by": by}
    assert code_of(asylum.change_deadline, **same) == "ended"
    asylum.resume_deadline(deadline=deadline, by=by)
    assert asylum.change_deadline(**same | {"note": "By the lawyer"}).pk == deadline.pk


def test_it_is_closed_with_an_outcome_once_no_deadline_runs():
    track, by = make_track(), make_user("coordinator")
    deadline = make_deadline(track, by=by)
    task = make_task(track, by=by, responsible=by)
    refused = code_of(asylum.close_track, track=track, outcome="refugee", by=by)
    assert refused == "casework_no_deadline_in_a_closed_track"
    asylum.end_deadline(deadline=deadline, ending="met", by=by)
    asylum.close_track(track=track, outcome="refugee", by=by)
    assert not AsylumTask.objects.to_do().exists()
    assert code_of(asylum.do_task, task=task, by=by) == "closed"
    asylum.reopen_track(track=track, by=by)
    track.refresh_from_db()
    assert (track.outcome, AsylumTask.objects.to_do().count()) == ("", 1)


def test_opened_by_mistake_it_goes_again_unless_something_was_noted():
    track, by = make_track(kind=3, done_on=days(0)), make_user("coordinator")
    asylum.discard_track(track=track, by=by)
    assert not AsylumTrack.objects.exists()
    used = make_track()
    make_task(used, by=by)
    assert code_of(asylum.discard_track, track=used, by=by) == "used"


def test_the_checklist_is_put_in_ticked_and_taken_back():
    track, by = make_track(), make_user("psychologist")
    asylum.prepare_interview(track=track, language="nl", by=by)
    first = AsylumTask.objects.first()
    assert "tolk" in " ".join(task.text for task in AsylumTask.objects.all())
    asylum.do_task(task=first, by=by)
    first.refresh_from_db()
    assert (first.done_by, first.done_at is not None) == (by, True)
    assert code_of(asylum.remove_task, task=first, by=by) == "done"
    assert code_of(asylum.prepare_interview, track=track, language="nl", by=by) == "there"
    asylum.take_preparation_back(track=track, by=by)
    assert list(AsylumTask.objects.all()) == [first]
    asylum.undo_task(task=first, by=by)
    first.refresh_from_db()
    assert first.done_by is None


def test_the_checklist_in_the_houses_own_words_leaves_what_is_there():
    track, by = make_track(), make_user("coordinator")
    asylum.prepare_interview(track=track, language="fr", by=by)
    before = [task.text for task in AsylumTask.objects.all()]
    asylum.edit_checklist(language="fr", items=["Une seule chose", " "], by=by)
    assert [task.text for task in AsylumTask.objects.all()] == before
    other = make_track()
    asylum.prepare_interview(track=other, language="fr", by=by)
    assert [task.text for task in other.tasks.all()] == ["Une seule chose"]
    assert code_of(asylum.edit_checklist, language="fr", items=[" "], by=by) == "required"
    assert asylum.reset_checklist(language="fr", by=by) == 1
    assert not EditedChecklist.objects.exists()


def test_nobody_is_given_a_task_in_a_file_that_they_cannot_open():
    track, educator, by = make_track(), make_user("educator"), make_user("coordinator")
    close_file(person=track.person, user=educator, reason="Lived here", by=make_user("management"))
    for colleague in (educator, make_user("logistics"), make_user("management")):
        assert code_of(make_task, track, by=by, responsible=colleague) == "may_not_read"


def test_tasks_go_along_when_a_caseload_is_handed_over():
    by, leaving, to = make_user("coordinator"), make_user("educator"), make_user("educator")
    task = make_task(by=by, responsible=leaving)
    assert code_of(check_nothing_in_hand, user=leaving, by=by) == "in_hand"
    assert hand_over(user=leaving, to=to, by=make_user("management")) == 1
    task.refresh_from_db()
    assert task.responsible == to
    check_nothing_in_hand(user=leaving, by=by)


def test_two_procedures_that_are_followed_stand_in_the_way_of_a_merge():
    by = make_user("coordinator")
    kept, absorbed = make_person(by=by), make_person(by=by)
    for person in (kept, absorbed):
        make_deadline(make_track(person, by=by), by=by)
    joining = Joining(kept=kept, absorbed=absorbed, person=kept, by=by)
    assert len(clashes_of(joining)) == 1
    track = absorbed.asylum_tracks.get()
    asylum.end_deadline(deadline=track.deadlines.get(), ending="void", by=by)
    asylum.close_track(track=track, outcome="elsewhere", by=by)
    done = merge_people(kept=kept, absorbed=absorbed, reason="Same phone", choices={}, by=by)
    assert kept.asylum_tracks.count() == 2
    part_people(merge=done, by=by)
    assert (kept.asylum_tracks.count(), absorbed.asylum_tracks.count()) == (1, 1)


def test_a_task_of_a_colleague_who_would_lose_sight_of_it_stands_in_the_way():
    by, colleague = make_user("coordinator"), make_user("educator")
    kept, absorbed = make_person(by=by), make_person(by=by)
    make_task(make_track(absorbed, by=by), by=by, responsible=colleague)
    close_file(person=kept, user=colleague, reason="Lived here", by=make_user("management"))
    assert len(clashes_of(Joining(kept=kept, absorbed=absorbed, person=kept, by=by))) == 1
