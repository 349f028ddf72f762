"""What staff do with requests, in the order of the road: a call, its assessment, its decision."""

from intake.operations.assessing import assess, assign, start_assessment
from intake.operations.asylum import keep_asylum_file
from intake.operations.calls import attach_person, detach_person, log_call, undo_log_call
from intake.operations.deciding import decide, reopen, revoke_decision
from intake.operations.flags import close_flag, raise_flag, reopen_flag, review_flag
from intake.operations.minors import assess_danger, follow_minor

__all__ = [
    "assess",
    "assess_danger",
    "assign",
    "attach_person",
    "close_flag",
    "decide",
    "detach_person",
    "follow_minor",
    "keep_asylum_file",
    "log_call",
    "raise_flag",
    "reopen",
    "reopen_flag",
    "review_flag",
    "revoke_decision",
    "start_assessment",
    "undo_log_call",
]
