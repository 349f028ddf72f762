"""What staff do with the directory, and with the young people they refer."""

from refuge.partners.operations.answering import (
    answer_referral,
    note_outcome,
    restore_referral,
    take_answer_back,
    withdraw_referral,
)
from refuge.partners.operations.importing import (
    confirm_import,
    discard_import,
    read_import,
    undo_import,
)
from refuge.partners.operations.merging import merge_organisations, part_organisations
from refuge.partners.operations.organisations import (
    add_organisation,
    archive_organisation,
    change_organisation,
    restore_organisation,
)
from refuge.partners.operations.parts import add_part, change_part, remove_part, restore_part
from refuge.partners.operations.referring import (
    change_referral,
    lift_hold,
    prepare_referral,
    send_referral,
    take_sending_back,
)

__all__ = [
    "add_organisation",
    "add_part",
    "answer_referral",
    "archive_organisation",
    "change_organisation",
    "change_part",
    "change_referral",
    "confirm_import",
    "discard_import",
    "lift_hold",
    "merge_organisations",
    "note_outcome",
    "part_organisations",
    "prepare_referral",
    "read_import",
    "remove_part",
    "restore_organisation",
    "restore_part",
    "restore_referral",
    "send_referral",
    "take_answer_back",
    "take_sending_back",
    "undo_import",
    "withdraw_referral",
]
