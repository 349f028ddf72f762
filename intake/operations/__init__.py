"""What staff do with requests, in the order of the road: a call, its assessment, its decision."""

from intake.operations.assessing import assess, assign, start_assessment
from intake.operations.calls import attach_person, detach_person, log_call, undo_log_call
from intake.operations.deciding import decide, reopen, revoke_decision

__all__ = [
    "assess",
    "assign",
    "attach_person",
    "decide",
    "detach_person",
    "log_call",
    "reopen",
    "revoke_decision",
    "start_assessment",
    "undo_log_call",
]
