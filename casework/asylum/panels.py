"""What the asylum track shows on other pages: the person page, Today, the timeline."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.asylum.forms import LanguageForm
from casework.asylum.rows import current_of, deadline_row, missing_deadlines, steps_of, task_row
from casework.models import AsylumDeadline, AsylumOutcome, AsylumStep, AsylumTask, AsylumTrack, DeadlineKind, StepKind
from intake.care import reception_card
from intake.registry import DUE_ROW, DueSource
from refuge.access import allows
from refuge.people.registry import TimelineSource, timeline_row
from refuge.questions import SOMEBODY, read

VIEW, STATUS, TASKS = "intake.view_asylum", "intake.view_asylum_status", "casework.asylum_tasks"


def of_person(request, person) -> dict:
    """The procedure that is followed, or how to follow one; and those before it."""
    of_person, user = {SOMEBODY: person.pk}, request.user
    tracks = read("casework.tracks_of", user, lambda: _tracks_of_somebody(user), stand_ins=of_person)
    current = next((track for track in tracks if track.is_open), None)
    shown = track_context(request, current) if current else {"may_view": allows(request.user, VIEW)}
    return shown | {"earlier": [status_of(track) for track in tracks if not track.is_open]}


def _tracks_of_somebody(user):
    tracks = AsylumTrack.objects.visible_to(user).filter(person=SOMEBODY).with_status()
    return tracks.select_related("person__worker").order_by("-opened_on", "-id")


def status_of(track) -> dict:
    """Where a procedure stands, for who may know that and no more. `track` comes from `with_status`."""
    return {
        "track": track,
        "step": StepKind(track.current) if track.current else None,
        "outcome": AsylumOutcome(track.outcome) if track.outcome else None,
    }


def track_context(request, track) -> dict:
    """All of one procedure for who may read it, in three queries; its status for who may not."""
    context = {"track": track, "status": status_of(track), "may_view": allows(request.user, VIEW)}
    if not context["may_view"]:
        return context
    of_track = {SOMEBODY: track.pk}
    steps = read("casework.track_steps", None, _steps_of_somebody, stand_ins=of_track)
    deadlines = read("casework.track_deadlines", None, _deadlines_of_somebody, stand_ins=of_track)
    tasks = [task_row(each) for each in read("casework.track_tasks", None, _tasks_of_somebody, stand_ins=of_track)]
    checklist = [row for row in tasks if row.task.of_checklist]
    return context | {
        "current": current_of(steps),
        "rows": steps_of(steps),
        "running": [deadline_row(each) for each in deadlines if each.is_running],
        "settled": [deadline_row(each) for each in deadlines if not each.is_running],
        "missing": missing_deadlines(steps, deadlines) if track.is_open else [],
        "tasks": [row for row in tasks if not row.task.of_checklist],
        "checklist": checklist,
        "checklist_done": sum(row.task.done_at is not None for row in checklist),
        "may_prepare": all(row.task.done_at for row in checklist),
        "language_form": LanguageForm(initial={"language": request.LANGUAGE_CODE}, auto_id="prepare_%s"),
        "may_change": track.is_open and not track.person.has_died,
        "reception": reception_card(request, track.person),
    }


def _steps_of_somebody():
    return AsylumStep.objects.filter(track=SOMEBODY)


def _deadlines_of_somebody():
    deadlines = AsylumDeadline.objects.filter(track=SOMEBODY).select_related("confirmed_by", "ended_by")
    return deadlines.order_by("due_on", "id")


def _tasks_of_somebody():
    return AsylumTask.objects.filter(track=SOMEBODY).select_related("responsible", "done_by")


def tasks_of(user):
    """What `user` has to do for a procedure, what is due first; without a day last."""
    tasks = AsylumTask.objects.visible_to(user).of(user).to_do().select_related("track__person")
    return tasks.order_by(F("due_on").asc(nulls_last=True), "position", "id")


def due_rows(user, today) -> list:
    """Deadlines and own tasks that are late or soon, in the shape of Today's card of what is due."""
    deadlines = AsylumDeadline.objects.visible_to(user).running().due_soon(today)
    tasks = AsylumTask.objects.visible_to(user).of(user).to_do().due_soon(today)
    return [_due(deadlines, "asylum.deadline", 0, F("kind")), _due(tasks, "asylum.task", 1, Value(""))]


def _due(records, what, weight, fact):
    shape = {"what": Value(what), "weight": Value(weight), "fact": Cast(fact, CharField())}
    about = {"file": Cast("track_id", CharField()), "name": F("track__person__chosen_name")}
    return records.order_by().annotate(**shape, **about).values(*DUE_ROW)


def about_due(row) -> dict:
    """Words and address of such a row."""
    if row["what"] == "asylum.task":
        return {"words": _("A task for the asylum procedure"), "url": reverse("casework:asylum_tasks")}
    return {"words": DeadlineKind(row["fact"]).label, "url": reverse("casework:asylum_track", args=[row["file"]])}


def reached(user, person):
    row = timeline_row("asylum.step", at="done_on", fact="kind", note=F("track_id"), actor="noted_by_id")
    return AsylumStep.objects.visible_to(user).reached().filter(track__person=person).annotate(**row)


def about_step(row) -> dict:
    url = reverse("casework:asylum_track", args=[row["note"]])
    return {"title": _("Asylum"), "detail": StepKind(int(row["fact"])).label, "url": url}


SOURCE = TimelineSource("asylum.step", reached, about_step, VIEW)
DUE = DueSource("asylum.", due_rows, about_due)
