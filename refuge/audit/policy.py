"""Who reads the history and the access log."""

import rules

from refuge.accounts.roles import is_management

rules.add_perm("audit.view", is_management)
