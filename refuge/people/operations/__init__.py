"""What staff do with a young person's file. Each change of the file is told by the database's own history."""

from refuge.people.operations.agreements import (
    close_file,
    give_consent,
    remove_consent,
    reopen_file,
    restore_consent,
    undo_withdrawal,
    withdraw_consent,
)
from refuge.people.operations.contacts import (
    add_channel,
    change_channel,
    remove_channel,
    remove_outside_contact,
    restore_channel,
    restore_outside_contact,
    set_outside_contact,
)
from refuge.people.operations.dying import record_death, undo_death
from refuge.people.operations.file import (
    CHANGE,
    CORRECTION,
    assign_worker,
    change_identity,
    end_team_alert,
    open_file,
    register_person,
    rename,
    restore_team_alert,
    set_intimate,
    set_team_alert,
)
from refuge.people.operations.merging import merge_people
from refuge.people.operations.parting import part_people

__all__ = [
    "CHANGE",
    "CORRECTION",
    "add_channel",
    "assign_worker",
    "change_channel",
    "change_identity",
    "close_file",
    "end_team_alert",
    "give_consent",
    "merge_people",
    "open_file",
    "part_people",
    "record_death",
    "register_person",
    "remove_channel",
    "remove_consent",
    "remove_outside_contact",
    "rename",
    "reopen_file",
    "restore_channel",
    "restore_consent",
    "restore_outside_contact",
    "restore_team_alert",
    "set_intimate",
    "set_outside_contact",
    "set_team_alert",
    "undo_death",
    "undo_withdrawal",
    "withdraw_consent",
]
