from casework.models.appointment import Appointment, CalendarFeed
from casework.models.areas import Area, Level, LifeMeasurement, Moment
from casework.models.asylum import AsylumDeadline, AsylumStep, AsylumTask, AsylumTrack, EditedChecklist
from casework.models.asylum_choices import AsylumOutcome, Counting, DeadlineKind, Ending, StepKind, StepResult
from casework.models.choices import (
    AppointmentKind,
    Attendance,
    Audience,
    Domain,
    GoalState,
    NoteKind,
    PlanKind,
    ReviewKind,
)
from casework.models.cover import Cover
from casework.models.note import JournalNote, NoteAddition
from casework.models.plan import Action, Goal, Plan
from casework.models.psychology import (
    FollowUp,
    FollowUpDraft,
    FollowUpFile,
    FollowUpFlag,
    FollowUpOpening,
    FollowUpSession,
    SafetyPlan,
    Score,
    SessionAddition,
    StandIn,
    Succession,
)
from casework.models.review import EditedRoad, OwnRoad, PlanCopy, PlanReview
from casework.models.rights import Right, RightStep, Step

__all__ = [
    "Action",
    "Appointment",
    "AppointmentKind",
    "Area",
    "AsylumDeadline",
    "AsylumOutcome",
    "AsylumStep",
    "AsylumTask",
    "AsylumTrack",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "Counting",
    "Cover",
    "DeadlineKind",
    "Domain",
    "EditedChecklist",
    "EditedRoad",
    "Ending",
    "FollowUp",
    "FollowUpDraft",
    "FollowUpFile",
    "FollowUpFlag",
    "FollowUpOpening",
    "FollowUpSession",
    "Goal",
    "GoalState",
    "JournalNote",
    "Level",
    "LifeMeasurement",
    "Moment",
    "NoteAddition",
    "NoteKind",
    "OwnRoad",
    "Plan",
    "PlanCopy",
    "PlanKind",
    "PlanReview",
    "ReviewKind",
    "Right",
    "RightStep",
    "SafetyPlan",
    "Score",
    "SessionAddition",
    "StandIn",
    "Step",
    "StepKind",
    "StepResult",
    "Succession",
]
