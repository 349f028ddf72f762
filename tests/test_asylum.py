"""Asylum procedures: what the database holds, what staff do, who sees what, and what the pages cost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework.models import AsylumDeadline, AsylumStep, AsylumTask, AsylumTrack, EditedChecklist, StepKind
from casework.operations import asylum, hand_over
from casework.operations.handover import check_nothing_in_hand
from intake.operations import keep_asylum_file
from refuge.audit.models import Opening
from refuge.people.merging import Joining, clashes_of
from refuge.people.operations import assign_worker, close_file, merge_people, part_people
from refuge.violations import RuleBroken
from tests.asylum import days, make_deadline, make_task, make_track
from tests.factories import make_person, make_user
from tests.test_casework_pages import cost, signed_in
from tests.test_people_pages import text_of

pytestmark = pytest.mark.django_db
NOTHING = ("logistics", "volunteers", "volunteer")


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


# What the database keeps


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("asylumtrack", "closed_on = current_date", "casework_asylum_track_closed_whole"),
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
        "UPDATE casework_asylumtrack SET closed_on = current_date, closed_by_id = opened_by_id, outcome = '\\x00'",
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


# Who sees what

SECRETS = (
    "Not believed",
    "Lawyer Ana",
    "Bring the letters",
    "Told late",
    "9123456",
    "Inadmissible",
    "Appeal to the CALL",
)


@pytest.fixture
def full():
    """A procedure in the middle, with a task of an educator's."""
    by = make_user("coordinator")
    track = make_track(note="Told late", by=by)
    keep_asylum_file(person=track.person, sp_number="9123456", by=by)
    asylum.note_step(
        track=track, kind=StepKind.DECISION, done_on=days(-3), result="inadmissible", note="Not believed", by=by
    )
    make_deadline(track, note="Lawyer Ana", notified_on=days(-3), days=10, by=by)
    make_task(track, text="Bring the letters", by=by)
    make_task(track, text="Show the way", by=by, responsible=make_user("educator", language="en"), due_on=days(2))
    return track


def pages_of(track):
    return [
        reverse("casework:asylum"),
        reverse("casework:asylum_tracks"),
        reverse("casework:asylum_tasks"),
        reverse("casework:asylum_track", args=[track.pk]),
        reverse("people:panel", args=[track.person.reference, "asylum"]),
        reverse("people:person", args=[track.person.reference]),
        reverse("casework:caseload"),
        "/",
    ]


def read_by(client, track) -> str:
    return " ".join(text_of(client.get(url)) for url in pages_of(track))


@pytest.mark.parametrize("role", ["coordinator", "psychologist"])
def test_coordinators_and_psychologists_read_it_whole(client, full, role):
    signed_in(client, role)
    read = read_by(client, full)
    assert [secret for secret in (*SECRETS, "Show the way") if secret not in read] == []


def test_management_reads_the_status_only(client, full):
    signed_in(client, "management")
    opened = {url for url in pages_of(full) if client.get(url).status_code == 200}
    assert reverse("casework:asylum") not in opened
    assert reverse("casework:asylum_tasks") not in opened
    read = read_by(client, full)
    assert "Decision of the CGRS" in read
    assert [secret for secret in (*SECRETS, "Show the way") if secret in read] == []


def test_an_educator_reads_their_own_task_and_nothing_else(client, full):
    task = AsylumTask.objects.get(responsible__isnull=False)
    client.force_login(task.responsible)
    read = read_by(client, full)
    assert "Show the way" in read
    assert [secret for secret in (*SECRETS, "Decision of the CGRS") if secret in read] == []
    client.force_login(make_user("educator", language="en"))
    read = read_by(client, full)
    assert [secret for secret in (*SECRETS, "Decision of the CGRS", "Show the way") if secret in read] == []
    assert client.post(reverse("casework:asylum_task_done", args=[task.pk])).status_code == 404


@pytest.mark.parametrize("role", NOTHING)
def test_for_the_others_it_does_not_exist(client, full, role):
    signed_in(client, role)
    assert {client.get(url).status_code for url in pages_of(full)[:-1]} == {404}
    assert "sylum" not in text_of(client.get("/"))


def test_an_educator_ticks_their_task_and_takes_it_back(client, full):
    task = AsylumTask.objects.get(responsible__isnull=False)
    client.force_login(task.responsible)
    page = client.post(reverse("casework:asylum_task_done", args=[task.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("casework:asylum_tasks")
    assert reverse("casework:asylum_task_undo", args=[task.pk]) in page.content.decode()
    task.refresh_from_db()
    assert task.done_by == task.responsible
    client.post(reverse("casework:asylum_task_undo", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_at is None


def test_opening_it_is_logged(client, full):
    signed_in(client, "management")
    client.get(reverse("casework:asylum_track", args=[full.pk]))
    assert Opening.objects.get().detail == "asylum"


# Pages


def test_the_form_of_a_deadline_fills_nothing_in_and_asks_to_confirm(client, full):
    signed_in(client, "coordinator")
    url = reverse("casework:asylum_deadline_new", args=[full.pk])
    page = client.get(f"{url}?kind=appeal").content.decode()
    assert 'name="days"' in page
    assert 'value="30"' not in page
    assert "to be checked" in page
    typed = {"kind": "appeal", "notified_on": "2026-10-02", "days": "30", "counting": "calendar"}
    refused = client.post(url, typed)
    assert "Confirm that the number of days stands on the letter." in text_of(refused)
    assert 'value="30"' in refused.content.decode()
    page = client.post(url, typed | {"confirmed": "on"}, follow=True)
    assert "Sunday 1 November 2026, moved to Monday 2 November 2026 (All Saints’ Day)" in text_of(page)


def test_the_sum_is_told_while_typing_with_what_the_table_says(client):
    signed_in(client, "psychologist")
    url = reverse("casework:asylum_sum")
    page = text_of(client.get(url))
    assert "The sum stands here" in page
    typed = {"kind": "appeal", "notified_on": "2026-11-19", "days": "9", "counting": "calendar"}
    page = text_of(client.get(url, typed))
    assert "+ 9 days = Saturday 28 November 2026, moved to Monday 30 November 2026" in page
    assert "The table knows another number of days" in page
    assert "CGRS decision, ordinary procedure" in page
    assert "cassation" not in page
    assert "another number" not in text_of(client.get(url, typed | {"days": "10"}))


def test_after_a_decision_the_page_asks_for_the_deadline_and_stops_asking(client):
    signed_in(client, "coordinator")
    track, by = make_track(), make_user("coordinator")
    step = asylum.note_step(track=track, kind=StepKind.DECISION, done_on=days(-3), result="refusal", by=by)
    url = reverse("casework:asylum_track", args=[track.pk])
    assert "no deadline is set from it" in text_of(client.get(url))
    asylum.change_step(step=step, done_on=days(-3), result="refugee", by=by)
    assert "no deadline is set from it" not in text_of(client.get(url))
    asylum.change_step(step=step, done_on=days(-3), result="refusal", by=by)
    make_deadline(track, notified_on=days(-3), by=by)
    assert "no deadline is set from it" not in text_of(client.get(url))


def test_steps_deadlines_and_closing_by_the_pages(client):
    me = signed_in(client, "coordinator")
    person = make_person(by=me)
    made = client.post(
        reverse("casework:asylum_open", args=[person.reference]),
        {"kind": "3", "done_on": str(days(-10)), "opened_on": str(days(0)), "note": "x"},
    )
    track = AsylumTrack.objects.get()
    assert made.url == reverse("casework:asylum_track", args=[track.pk])
    client.post(
        reverse("casework:asylum_step_new", args=[track.pk, 10]), {"done_on": str(days(-1)), "result": "unfounded"}
    )
    step = AsylumStep.objects.get(kind=10)
    client.post(reverse("casework:asylum_step", args=[step.pk]), {"done_on": str(days(-2)), "result": "refusal"})
    step.refresh_from_db()
    assert (step.done_on, step.result) == (days(-2), "refusal")
    deadline = make_deadline(track, by=me)
    typed = {"kind": "appeal", "notified_on": str(days(-2)), "days": "10", "counting": "calendar", "confirmed": "on"}
    client.post(reverse("casework:asylum_deadline", args=[deadline.pk]), typed)
    deadline = AsylumDeadline.objects.get()
    assert deadline.days == 10
    refused = client.post(
        reverse("casework:asylum_close", args=[track.pk]), {"outcome": "refused", "closed_on": str(days(0))}
    )
    assert "A deadline is still running" in text_of(refused)
    end = reverse("casework:asylum_deadline_end", args=[deadline.pk])
    assert client.post(end, {"ending": "nonsense"}).status_code == 404
    client.post(end, {"ending": "met", "note": "Sent by the lawyer"})
    client.post(reverse("casework:asylum_close", args=[track.pk]), {"outcome": "refused", "closed_on": str(days(0))})
    track.refresh_from_db()
    assert track.outcome == "refused"
    panel = text_of(client.get(reverse("people:panel", args=[person.reference, "asylum"])))
    assert "Refused for good" in panel
    assert "Follow an asylum procedure" in panel


def test_the_lists_filter_and_sort(client, full):
    signed_in(client, "coordinator")
    other = make_track(make_person(chosen_name="Élio"), by=full.opened_by)
    make_deadline(other, kind="cassation", notified_on=days(-2), days=60, by=full.opened_by)
    url = reverse("casework:asylum")

    def names(query):
        page = client.get(f"{url}?{query}").content.decode()
        return sorted(name for name in ("Nour", "Élio") if f">{name}<" in page)

    assert names("") == ["Nour", "Élio"]
    assert names("kind=cassation") == ["Élio"]
    assert names("when=soon") == ["Nour"]
    assert names("when=late") == names("when=ended") == []
    page = client.get(f"{url}?sort=name").content.decode()
    assert page.index("Élio") < page.index("Nour")  # É sorts as E
    assert "No deadline fits these filters" in text_of(client.get(f"{url}?when=late"))
    tracks = reverse("casework:asylum_tracks")
    assert "Élio" not in text_of(client.get(f"{tracks}?step=10"))
    assert "No procedure fits" in text_of(client.get(f"{tracks}?standing=closed"))


def test_empty_pages_say_what_to_do_next(client):
    signed_in(client, "coordinator")
    assert "from a letter that somebody has read" in text_of(client.get(reverse("casework:asylum")))
    assert "in the tab Asylum" in text_of(client.get(reverse("casework:asylum_tracks")))
    assert "Nothing was given to you" in text_of(client.get(reverse("casework:asylum_tasks")))


def test_a_template_is_changed_and_put_back_by_the_pages(client):
    signed_in(client, "management")
    url = reverse("casework:asylum_checklist", args=["fr"])
    client.post(url, {"items": "Première ligne\n\nDeuxième ligne"})
    assert EditedChecklist.objects.get().items == ["Première ligne", "Deuxième ligne"]
    assert "Première ligne" in text_of(client.get(reverse("casework:asylum_checklists")))
    client.post(reverse("casework:asylum_checklist_reset", args=["fr"]))
    assert not EditedChecklist.objects.exists()
    assert client.get(reverse("casework:asylum_checklist", args=["de"])).status_code == 404


def test_what_is_due_stands_on_today_and_in_the_caseload_of_who_may_read_it(client, full):
    me = signed_in(client, "psychologist")
    assign_worker(person=full.person, worker=me, by=full.opened_by)
    assert "Appeal to the CALL" in text_of(client.get("/"))
    assert "Appeal to the CALL" in text_of(client.get(reverse("casework:caseload")))
    educator = make_user("educator", language="en")
    assign_worker(person=full.person, worker=educator, by=full.opened_by)
    client.force_login(educator)
    assert "Appeal" not in text_of(client.get("/")) + text_of(client.get(reverse("casework:caseload")))


def test_the_pages_ask_no_more_with_ten_times_the_rows(client, full):
    me = signed_in(client, "coordinator")

    def busy(number):
        for each in range(number):
            track = make_track(by=me)
            assign_worker(person=track.person, worker=me, by=me)
            make_deadline(track, notified_on=days(-20), by=me)
            make_task(track, responsible=me, due_on=days(each % 5), by=me)
            asylum.note_step(track=full, kind=2, done_on=days(-40), by=me)
            make_deadline(full, notified_on=days(-20), by=me)
            make_task(full, by=me)

    def asked():
        return [cost(client, url) for url in pages_of(full)]

    busy(2)
    asked()
    few = asked()
    busy(20)
    many = asked()
    assert many == few
    assert [number for number in many if number > 15] == []
    assert max(many[:3]) <= 12
