"""Everybody has alerts of their own; what became of refused e-mails is management's."""

import rules

from refuge.accounts.roles import is_management

rules.add_perm("notifications.view_own", rules.is_authenticated)
rules.add_perm("notifications.view_refused", is_management)
