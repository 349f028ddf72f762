"""What staff do with an asylum procedure."""

from casework.operations.asylum.checklist import (
    edit_checklist,
    prepare_interview,
    reset_checklist,
    take_preparation_back,
)
from casework.operations.asylum.deadlines import (
    change_deadline,
    confirm_deadline,
    end_deadline,
    remove_deadline,
    restore_deadline,
    resume_deadline,
)
from casework.operations.asylum.steps import change_step, note_step, remove_step, restore_step
from casework.operations.asylum.tasks import add_task, change_task, do_task, remove_task, restore_task, undo_task
from casework.operations.asylum.tracks import close_track, discard_track, open_track, reopen_track, set_track_note

__all__ = [
    "add_task",
    "change_deadline",
    "change_step",
    "change_task",
    "close_track",
    "confirm_deadline",
    "discard_track",
    "do_task",
    "edit_checklist",
    "end_deadline",
    "note_step",
    "open_track",
    "prepare_interview",
    "remove_deadline",
    "remove_step",
    "remove_task",
    "reopen_track",
    "reset_checklist",
    "restore_deadline",
    "restore_step",
    "restore_task",
    "resume_deadline",
    "set_track_note",
    "take_preparation_back",
    "undo_task",
]
