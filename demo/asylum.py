"""Asylum procedures of some who are here, each at another step; deadlines told from today."""

from datetime import timedelta

from casework.models import AsylumTrack, Counting, DeadlineKind, StepKind, StepResult
from casework.operations import asylum

# By chosen name: steps as (kind, day from today, result), a planned one last.
STEPS = {
    "Ayoub": [
        (StepKind.ANNOUNCED, -210, ""), (StepKind.LODGED, -198, StepResult.ANNEX_26),
        (StepKind.PLACE, -198, StepResult.LIFTED), (StepKind.CARD, -170, ""), (StepKind.OFFICE_INTERVIEW, -150, ""),
        (StepKind.RESPONSIBILITY, -120, StepResult.BELGIUM),
    ],
    "Blessing": [
        (StepKind.ANNOUNCED, -420, ""), (StepKind.LODGED, -405, StepResult.ANNEX_26), (StepKind.CARD, -390, ""),
        (StepKind.INTERVIEW, -95, ""), (StepKind.DECISION, -8, StepResult.REFUSAL),
    ],
    "Farid": [(StepKind.ANNOUNCED, -12, ""), (StepKind.REGISTERED, -6, "")],
    "Imane": [
        (StepKind.LODGED, -600, StepResult.ANNEX_26), (StepKind.INTERVIEW, -240, ""),
        (StepKind.DECISION, -30, StepResult.REFUGEE), (StepKind.PROTECTED, -9, StepResult.REFUGEE),
    ],
}  # fmt: skip
INTERVIEW = "Ayoub"
# Who, what, notified on (day from today), days on the letter, counted in.
DEADLINES = [
    ("Blessing", DeadlineKind.APPEAL, -7, 30, Counting.CALENDAR),
    ("Farid", DeadlineKind.CARD, -6, 8, Counting.WORKING),
    ("Ayoub", DeadlineKind.OTHER, -20, 21, Counting.CALENDAR),
]


def build_asylum(stays, staff, moment) -> dict[str, AsylumTrack]:
    """After the stays. One interview is being prepared, with a task for the educator."""
    by, tracks = staff["coordinator"], {}
    for name, steps in STEPS.items():
        person = stays[name].person
        tracks[name] = asylum.open_track(person=person, opened_on=moment.day(min(steps[0][1], -10)), by=by)
        for kind, day, result in steps:
            asylum.note_step(track=tracks[name], kind=kind, done_on=moment.day(day), result=result, by=by)
    for name, kind, notified, days, counting in DEADLINES:
        asylum.confirm_deadline(
            track=tracks[name], kind=kind, notified_on=moment.day(notified), days=days, counting=counting,
            confirmed=True, by=by,
        )  # fmt: skip
    _prepare(tracks[INTERVIEW], staff, moment)
    return tracks


def _prepare(track, staff, moment) -> None:
    by = staff["psychologist"]
    asylum.note_step(track=track, kind=StepKind.INTERVIEW, planned_on=moment.day(12), by=by)
    asylum.prepare_interview(track=track, language="fr", by=by)
    for task in track.tasks.all()[:4]:
        asylum.do_task(task=task, by=by)
    asylum.add_task(
        track=track, text="L’accompagner au bureau de l’avocate, repérer le trajet", due_on=moment.day(3),
        responsible=staff["educator"], by=staff["coordinator"],
    )  # fmt: skip
    asylum.add_task(
        track=track, text="Demander la lettre de l’association", due_on=moment.day(0) + timedelta(days=6),
        responsible=staff["coordinator"], by=staff["coordinator"],
    )  # fmt: skip
