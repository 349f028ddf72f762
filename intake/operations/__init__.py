"""What staff do with requests, in the order of the road: a call, its assessment, its decision."""

from intake.operations.assessing import assess, assign, start_assessment
from intake.operations.assigning import assign_back, assign_many
from intake.operations.asylum import keep_asylum_file
from intake.operations.calls import attach_person, detach_person, log_call, undo_log_call
from intake.operations.contacting import note_contact, undo_contact
from intake.operations.deciding import decide, reopen, revoke_decision
from intake.operations.flags import close_flag, raise_flag, reopen_flag, review_flag
from intake.operations.minors import assess_danger, follow_minor
from intake.operations.viewing import remove_view, rename_view, restore_view, save_view
from intake.operations.waiting import leave_waiting_list, return_to_waiting_list

__all__ = [
    "assess",
    "assess_danger",
    "assign",
    "assign_back",
    "assign_many",
    "attach_person",
    "close_flag",
    "decide",
    "detach_person",
    "follow_minor",
    "keep_asylum_file",
    "leave_waiting_list",
    "log_call",
    "note_contact",
    "raise_flag",
    "remove_view",
    "rename_view",
    "reopen",
    "reopen_flag",
    "restore_view",
    "return_to_waiting_list",
    "review_flag",
    "revoke_decision",
    "save_view",
    "start_assessment",
    "undo_contact",
    "undo_log_call",
]
