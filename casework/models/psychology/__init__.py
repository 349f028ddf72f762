"""The psychologist's room: what stands in it is sealed under a key ring of its own; its history says who and when."""

from casework.models.psychology.choices import Attended, FlagKind, FlagLevel, Modality, Tool
from casework.models.psychology.follow_up import FollowUp, FollowUpOpening, StandIn, Succession
from casework.models.psychology.safety_plan import SafetyPlan
from casework.models.psychology.score import Score
from casework.models.psychology.session import FollowUpDraft, FollowUpSession, SessionAddition
from casework.models.psychology.watch import FollowUpFile, FollowUpFlag

__all__ = [
    "Attended",
    "FlagKind",
    "FlagLevel",
    "FollowUp",
    "FollowUpDraft",
    "FollowUpFile",
    "FollowUpFlag",
    "FollowUpOpening",
    "FollowUpSession",
    "Modality",
    "SafetyPlan",
    "Score",
    "SessionAddition",
    "StandIn",
    "Succession",
    "Tool",
]
