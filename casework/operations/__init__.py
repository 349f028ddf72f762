"""What staff do in casework: plans, their goals and actions, the journal, and handing a caseload over."""

from casework.operations.actions import add_action, change_action, do_action, remove_action, restore_action, undo_action
from casework.operations.goals import add_goal, change_goal, end_goal, remove_goal, restore_goal, resume_goal
from casework.operations.handover import check_nothing_in_hand, hand_over
from casework.operations.notes import restore_note, withdraw_note, write_note
from casework.operations.plans import close_plan, open_plan, reopen_plan

__all__ = [
    "add_action",
    "add_goal",
    "change_action",
    "change_goal",
    "check_nothing_in_hand",
    "close_plan",
    "do_action",
    "end_goal",
    "hand_over",
    "open_plan",
    "remove_action",
    "remove_goal",
    "reopen_plan",
    "restore_action",
    "restore_goal",
    "restore_note",
    "resume_goal",
    "undo_action",
    "withdraw_note",
    "write_note",
]
