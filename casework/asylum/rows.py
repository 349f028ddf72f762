"""An asylum procedure made ready for the eye: steps in their order, deadlines with their sum, tasks."""

from dataclasses import dataclass

from casework.asylum.deadlines import in_words, reckon
from casework.models import AsylumTask, Ending, StepKind
from casework.models.asylum_choices import AFTER, IN_FAVOUR
from casework.rows import due_words

ENDING_TONES = {Ending.MET: "well", Ending.MISSED: "late", Ending.VOID: "plain"}


@dataclass(frozen=True)
class StepRow:
    """One of the eighteen steps with what is noted of it. `is_current`: it was reached last."""

    kind: StepKind
    steps: list
    is_current: bool

    @property
    def is_reached(self) -> bool:
        return any(step.done_on for step in self.steps)


def steps_of(steps) -> list[StepRow]:
    """Every step of the procedure in its order, the noted ones of `steps` in it."""
    current = current_of(steps)
    return [
        StepRow(kind, [step for step in steps if step.kind == kind], current is not None and current.kind == kind)
        for kind in StepKind
    ]


def current_of(steps):
    """The step that was reached last; None before the first."""
    reached = [step for step in steps if step.done_on]
    return max(reached, key=lambda step: (step.done_on, step.kind, step.pk), default=None)


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline: how soon, and the sum behind it."""

    deadline: object
    due: str
    tone: str

    @property
    def sum(self) -> str:
        deadline = self.deadline
        return in_words(reckon(deadline.notified_on, deadline.days, deadline.counting))


def deadline_row(deadline, today=None) -> DeadlineRow:
    if deadline.is_running:
        return DeadlineRow(deadline, *_pressing(*due_words(deadline.due_on, today)))
    ending = Ending(deadline.ending)
    return DeadlineRow(deadline, ending.label, ENDING_TONES[ending])


def _pressing(words, tone) -> tuple[str, str]:
    return words, "calm" if tone == "plain" else tone


@dataclass(frozen=True)
class TaskRow:
    task: AsylumTask
    due: str
    tone: str


def task_row(task) -> TaskRow:
    if task.done_at or task.due_on is None:
        return TaskRow(task, "", "plain")
    return TaskRow(task, *due_words(task.due_on))


def missing_deadlines(steps, deadlines) -> list:
    """Kinds of deadlines that usually follow the newest letter, and that nobody has set since it came."""
    current = current_of(steps)
    if current is None or (current.kind != StepKind.PROTECTED and current.result in IN_FAVOUR):
        return []
    known = {deadline.kind for deadline in deadlines if deadline.notified_on >= current.done_on}
    return [kind for kind in AFTER.get(current.kind, ()) if kind not in known]
