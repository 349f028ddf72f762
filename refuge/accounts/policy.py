"""Who may open the pages about accounts."""

import rules

from refuge.accounts.roles import is_management

rules.add_perm("accounts.manage_team", is_management)
rules.add_perm("accounts.own", rules.is_authenticated & rules.is_active)
