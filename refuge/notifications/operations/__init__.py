"""What is done with alerts: giving them, reading them, and sending their e-mails."""

from refuge.notifications.operations.giving import notify, resolve, tell_anew, unresolve
from refuge.notifications.operations.reading import mark_all_read, mark_read, mark_unread, set_preference, unread_again
from refuge.notifications.operations.sending import send_next, send_next_digest, try_all_again

__all__ = [
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "notify",
    "resolve",
    "send_next",
    "send_next_digest",
    "set_preference",
    "tell_anew",
    "try_all_again",
    "unread_again",
    "unresolve",
]
