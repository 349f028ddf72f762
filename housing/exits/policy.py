"""Exits go with the stays: who reads files reads them, the coordinator plans. Logistics sees dates on the board."""

import rules

from refuge.accounts.roles import is_coordinator, is_management, reads_files

rules.add_perm("housing.view_exits", reads_files)
rules.add_perm("housing.plan_exit", is_coordinator)
# The count of a night leaves the house without names.
rules.add_perm("housing.count_night", is_management | is_coordinator)
