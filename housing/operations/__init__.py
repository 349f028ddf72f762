"""What staff do with spaces and stays. Each locks the spaces it touches in id order, then the people, then checks."""

from housing.operations.arrivals import arrive, confirm, undo_arrival
from housing.operations.departures import agree_until, depart, undo_departure
from housing.operations.extensions import ask_extension, decide_extension, revoke_decision, withdraw_extension
from housing.operations.imports import ask_undo_import, discard_import, start_import, upload_register
from housing.operations.moves import exchange, move
from housing.operations.plans import accept, offer, restore_plan, withdraw_plan
from housing.operations.register import take_over
from housing.operations.register_stays import leave_out, take_waiting_stay, wait_again
from housing.operations.register_undo import undo_import
from housing.operations.spaces import (
    change_site,
    change_space,
    close_space,
    end_service,
    open_site,
    open_space,
    open_unit,
    put_in_service,
    reopen_space,
    undo_reopening,
)

__all__ = [
    "accept",
    "agree_until",
    "arrive",
    "ask_extension",
    "ask_undo_import",
    "change_site",
    "change_space",
    "close_space",
    "confirm",
    "decide_extension",
    "depart",
    "discard_import",
    "end_service",
    "exchange",
    "leave_out",
    "move",
    "offer",
    "open_site",
    "open_space",
    "open_unit",
    "put_in_service",
    "reopen_space",
    "restore_plan",
    "revoke_decision",
    "start_import",
    "take_over",
    "take_waiting_stay",
    "undo_arrival",
    "undo_departure",
    "undo_import",
    "undo_reopening",
    "upload_register",
    "wait_again",
    "withdraw_extension",
    "withdraw_plan",
]
