"""What is done to accounts: inviting, giving and taking roles, switching off, preferences, drafts."""

from refuge.accounts.operations.invitations import (
    accept_invitation,
    after_acceptance,
    create_account,
    forget_invitations,
    invite,
    record_sending,
    resend_invitation,
    retry_sending,
    withdraw_invitation,
)
from refuge.accounts.operations.own import discard_draft, save_draft, set_preferences
from refuge.accounts.operations.roles import change_roles, end_role, lend_role
from refuge.accounts.operations.switching import before_switch_off, reset_second_factor, switch_off, switch_on
from refuge.accounts.operations.work import (
    add_to_colleague,
    change_of_colleague,
    remove_of_colleague,
    restore_of_colleague,
)

__all__ = [
    "accept_invitation",
    "add_to_colleague",
    "after_acceptance",
    "before_switch_off",
    "change_of_colleague",
    "change_roles",
    "create_account",
    "discard_draft",
    "end_role",
    "forget_invitations",
    "invite",
    "lend_role",
    "record_sending",
    "remove_of_colleague",
    "resend_invitation",
    "reset_second_factor",
    "restore_of_colleague",
    "retry_sending",
    "save_draft",
    "set_preferences",
    "switch_off",
    "switch_on",
    "withdraw_invitation",
]
