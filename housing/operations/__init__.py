"""What staff do with spaces and stays. Each locks the spaces it touches in id order, then the people, then checks."""

from housing.operations.arrivals import arrive, confirm, undo_arrival
from housing.operations.departures import agree_until, depart, undo_departure
from housing.operations.extensions import ask_extension, decide_extension, revoke_decision, withdraw_extension
from housing.operations.moves import exchange, move
from housing.operations.plans import accept, offer, restore_plan, withdraw_plan
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
    "change_site",
    "change_space",
    "close_space",
    "confirm",
    "decide_extension",
    "depart",
    "end_service",
    "exchange",
    "move",
    "offer",
    "open_site",
    "open_space",
    "open_unit",
    "put_in_service",
    "reopen_space",
    "restore_plan",
    "revoke_decision",
    "undo_arrival",
    "undo_departure",
    "undo_reopening",
    "withdraw_extension",
    "withdraw_plan",
]
