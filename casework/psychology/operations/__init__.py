"""What the psychologist does in their room."""

from casework.psychology.operations.files import add_file, remove_file, restore_file
from casework.psychology.operations.follow_ups import (
    close_follow_up,
    end_stand_in,
    hand_over_follow_up,
    name_stand_in,
    open_follow_up,
    reopen_follow_up,
    restore_stand_in,
)
from casework.psychology.operations.plans import end_safety_plan, write_safety_plan
from casework.psychology.operations.scores import record_check, record_score
from casework.psychology.operations.sessions import add_to_session, discard_draft, save_draft, sign_session
from casework.psychology.operations.succession import confirm_succession, propose_succession, withdraw_succession
from casework.psychology.operations.watching import close_flag, raise_flag, reopen_flag, review_flag

__all__ = [
    "add_file",
    "add_to_session",
    "close_flag",
    "close_follow_up",
    "confirm_succession",
    "discard_draft",
    "end_safety_plan",
    "end_stand_in",
    "hand_over_follow_up",
    "name_stand_in",
    "open_follow_up",
    "propose_succession",
    "raise_flag",
    "record_check",
    "record_score",
    "remove_file",
    "reopen_flag",
    "reopen_follow_up",
    "restore_file",
    "restore_stand_in",
    "review_flag",
    "save_draft",
    "sign_session",
    "withdraw_succession",
    "write_safety_plan",
]
