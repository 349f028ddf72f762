"""What staff do with spaces and stays. Each locks the spaces it touches in id order, then the people, then checks."""

from housing.operations.after_care import note_contact, note_try, plan_contacts, undo_contact, undo_try
from housing.operations.agreements import (
    prepare_agreement,
    sign_on_paper,
    sign_on_screen,
    unsign_agreement,
    withdraw_agreement,
    withdraw_rules,
    write_rules,
)
from housing.operations.arrivals import arrive, confirm, undo_arrival
from housing.operations.departures import agree_until, depart, undo_departure
from housing.operations.extensions import ask_extension, decide_extension, revoke_decision, withdraw_extension
from housing.operations.imports import ask_undo_import, discard_import, start_import, upload_register
from housing.operations.keys import (
    add_key_set,
    hand_out,
    report_lost,
    retire_key_set,
    reuse_key_set,
    take_back,
    undo_back,
    undo_hand_out,
)
from housing.operations.maintenance import (
    add_cost,
    add_photo,
    change_ticket,
    close_for_ticket,
    comment_ticket,
    move_ticket,
    remove_cost,
    report_ticket,
    restore_cost,
)
from housing.operations.moves import exchange, move
from housing.operations.moves_undo import undo_move
from housing.operations.plans import accept, offer, restore_plan, withdraw_plan
from housing.operations.register import take_over
from housing.operations.register_stays import leave_out, take_waiting_stay, wait_again
from housing.operations.register_undo import undo_import
from housing.operations.situations import note_situation, set_earlier_care
from housing.operations.spaces import (
    change_site,
    change_space,
    change_unit,
    close_space,
    end_service,
    open_site,
    open_space,
    open_unit,
    put_in_service,
    reopen_space,
    undo_reopening,
)
from housing.operations.together import end_conflict, note_conflict, resume_conflict, set_wishes

__all__ = [
    "accept",
    "add_cost",
    "add_key_set",
    "add_photo",
    "agree_until",
    "arrive",
    "ask_extension",
    "ask_undo_import",
    "change_site",
    "change_space",
    "change_ticket",
    "change_unit",
    "close_for_ticket",
    "close_space",
    "comment_ticket",
    "confirm",
    "decide_extension",
    "depart",
    "discard_import",
    "end_conflict",
    "end_service",
    "exchange",
    "hand_out",
    "leave_out",
    "move",
    "move_ticket",
    "note_conflict",
    "note_contact",
    "note_situation",
    "note_try",
    "offer",
    "open_site",
    "open_space",
    "open_unit",
    "plan_contacts",
    "prepare_agreement",
    "put_in_service",
    "remove_cost",
    "reopen_space",
    "report_lost",
    "report_ticket",
    "restore_cost",
    "restore_plan",
    "resume_conflict",
    "retire_key_set",
    "reuse_key_set",
    "revoke_decision",
    "set_earlier_care",
    "set_wishes",
    "sign_on_paper",
    "sign_on_screen",
    "start_import",
    "take_back",
    "take_over",
    "take_waiting_stay",
    "undo_arrival",
    "undo_back",
    "undo_contact",
    "undo_departure",
    "undo_hand_out",
    "undo_import",
    "undo_move",
    "undo_reopening",
    "undo_try",
    "unsign_agreement",
    "upload_register",
    "wait_again",
    "withdraw_agreement",
    "withdraw_extension",
    "withdraw_plan",
    "withdraw_rules",
    "write_rules",
]
