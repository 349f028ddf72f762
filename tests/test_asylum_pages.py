"""The pages of asylum: who sees what, and what can be done there."""

import pytest
from django.urls import reverse

from casework.models import AsylumDeadline, AsylumStep, AsylumTask, AsylumTrack, EditedChecklist, StepKind
from casework.operations import asylum
from intake.operations import keep_asylum_file
from refuge.audit.models import Opening
from refuge.people.operations import assign_worker
from tests.asylum import days, make_deadline, make_task, make_track
from tests.factories import make_person, make_user
from tests.pages import cost, signed_in, source_of

pytestmark = pytest.mark.django_db
NOTHING = ("logistics", "volunteers", "volunteer")

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
    return " ".join(source_of(client.get(url)) for url in pages_of(track))


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
    assert "sylum" not in source_of(client.get("/"))


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
    assert "Confirm that the number of days stands on the letter." in source_of(refused)
    assert 'value="30"' in refused.content.decode()
    page = client.post(url, typed | {"confirmed": "on"}, follow=True)
    assert "Sunday 1 November 2026, moved to Monday 2 November 2026 (All Saints’ Day)" in source_of(page)


def test_the_sum_is_told_while_typing_with_what_the_table_says(client):
    signed_in(client, "psychologist")
    url = reverse("casework:asylum_sum")
    page = source_of(client.get(url))
    assert "The sum stands here" in page
    typed = {"kind": "appeal", "notified_on": "2026-11-19", "days": "9", "counting": "calendar"}
    page = source_of(client.get(url, typed))
    assert "+ 9 days = Saturday 28 November 2026, moved to Monday 30 November 2026" in page
    assert "The table knows another number of days" in page
    assert "CGRS decision, ordinary procedure" in page
    assert "cassation" not in page
    assert "another number" not in source_of(client.get(url, typed | {"days": "10"}))


def test_after_a_decision_the_page_asks_for_the_deadline_and_stops_asking(client):
    signed_in(client, "coordinator")
    track, by = make_track(), make_user("coordinator")
    step = asylum.note_step(track=track, kind=StepKind.DECISION, done_on=days(-3), result="refusal", by=by)
    url = reverse("casework:asylum_track", args=[track.pk])
    assert "no deadline is set from it" in source_of(client.get(url))
    asylum.change_step(step=step, done_on=days(-3), result="refugee", by=by)
    assert "no deadline is set from it" not in source_of(client.get(url))
    asylum.change_step(step=step, done_on=days(-3), result="refusal", by=by)
    make_deadline(track, notified_on=days(-3), by=by)
    assert "no deadline is set from it" not in source_of(client.get(url))


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
    assert "A deadline is still running" in source_of(refused)
    end = reverse("casework:asylum_deadline_end", args=[deadline.pk])
    assert client.post(end, {"ending": "nonsense"}).status_code == 404
    client.post(end, {"ending": "met", "note": "Sent by the lawyer"})
    client.post(reverse("casework:asylum_close", args=[track.pk]), {"outcome": "refused", "closed_on": str(days(0))})
    track.refresh_from_db()
    assert track.outcome == "refused"
    panel = source_of(client.get(reverse("people:panel", args=[person.reference, "asylum"])))
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
    assert "No deadline fits these filters" in source_of(client.get(f"{url}?when=late"))
    tracks = reverse("casework:asylum_tracks")
    assert "Élio" not in source_of(client.get(f"{tracks}?step=10"))
    assert "No procedure fits" in source_of(client.get(f"{tracks}?standing=closed"))


def test_empty_pages_say_what_to_do_next(client):
    signed_in(client, "coordinator")
    assert "from a letter that somebody has read" in source_of(client.get(reverse("casework:asylum")))
    assert "in the tab Asylum" in source_of(client.get(reverse("casework:asylum_tracks")))
    assert "Nothing was given to you" in source_of(client.get(reverse("casework:asylum_tasks")))


def test_a_template_is_changed_and_put_back_by_the_pages(client):
    signed_in(client, "management")
    url = reverse("casework:asylum_checklist", args=["fr"])
    client.post(url, {"items": "Première ligne\n\nDeuxième ligne"})
    assert EditedChecklist.objects.get().items == ["Première ligne", "Deuxième ligne"]
    assert "Première ligne" in source_of(client.get(reverse("casework:asylum_checklists")))
    client.post(reverse("casework:asylum_checklist_reset", args=["fr"]))
    assert not EditedChecklist.objects.exists()
    assert client.get(reverse("casework:asylum_checklist", args=["de"])).status_code == 404


def test_what_is_due_stands_on_today_and_in_the_caseload_of_who_may_read_it(client, full):
    me = signed_in(client, "psychologist")
    assign_worker(person=full.person, worker=me, by=full.opened_by)
    assert "Appeal to the CALL" in source_of(client.get("/"))
    assert "Appeal to the CALL" in source_of(client.get(reverse("casework:caseload")))
    educator = make_user("educator", language="en")
    assign_worker(person=full.person, worker=educator, by=full.opened_by)
    client.force_login(educator)
    assert "Appeal" not in source_of(client.get("/")) + source_of(client.get(reverse("casework:caseload")))


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
