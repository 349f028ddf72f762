"""What staff do in casework: plans, goals, actions, reviews, the journal, the agenda, and handing a caseload over."""

from casework.operations.actions import add_action, change_action, do_action, remove_action, restore_action, undo_action
from casework.operations.appointments import (
    cancel_appointment,
    change_appointment,
    make_appointment,
    note_attendance,
    plan_again,
)
from casework.operations.areas import may_correct, measure_areas, remove_measurement, restore_measurement
from casework.operations.covers import arrange_cover, end_cover, restore_cover
from casework.operations.feeds import make_feed, revoke_feed
from casework.operations.goals import add_goal, change_goal, end_goal, remove_goal, restore_goal, resume_goal
from casework.operations.handover import check_nothing_in_hand, hand_over
from casework.operations.notes import add_to_note, amend_note, may_amend, restore_note, withdraw_note, write_note
from casework.operations.plans import close_plan, open_plan, reopen_plan
from casework.operations.reviews import (
    hold_review,
    make_copy,
    mark_copy,
    remove_copy,
    remove_review,
    restore_copy,
    restore_review,
)
from casework.operations.rights import note_right, remove_right, restore_right
from casework.operations.roads import (
    add_road,
    apply_road,
    edit_road,
    remove_road,
    reset_road,
    restore_road,
    take_road_back,
)

__all__ = [
    "add_action",
    "add_goal",
    "add_road",
    "add_to_note",
    "amend_note",
    "apply_road",
    "arrange_cover",
    "cancel_appointment",
    "change_action",
    "change_appointment",
    "change_goal",
    "check_nothing_in_hand",
    "close_plan",
    "do_action",
    "edit_road",
    "end_cover",
    "end_goal",
    "hand_over",
    "hold_review",
    "make_appointment",
    "make_copy",
    "make_feed",
    "mark_copy",
    "may_amend",
    "may_correct",
    "measure_areas",
    "note_attendance",
    "note_right",
    "open_plan",
    "plan_again",
    "remove_action",
    "remove_copy",
    "remove_goal",
    "remove_measurement",
    "remove_review",
    "remove_right",
    "remove_road",
    "reopen_plan",
    "reset_road",
    "restore_action",
    "restore_copy",
    "restore_cover",
    "restore_goal",
    "restore_measurement",
    "restore_note",
    "restore_review",
    "restore_right",
    "restore_road",
    "resume_goal",
    "revoke_feed",
    "take_road_back",
    "undo_action",
    "withdraw_note",
    "write_note",
]
