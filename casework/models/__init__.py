from casework.models.choices import Audience, Domain, GoalState, NoteKind, PlanKind
from casework.models.note import JournalNote
from casework.models.plan import Action, Goal, Plan

__all__ = ["Action", "Audience", "Domain", "Goal", "GoalState", "JournalNote", "NoteKind", "Plan", "PlanKind"]
