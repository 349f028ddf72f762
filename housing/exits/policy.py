"""Exits go with the stays: who reads files reads them, the coordinator plans. Logistics sees dates on the board."""

import rules

from refuge.accounts.roles import is_coordinator, reads_files

rules.add_perm("housing.view_exits", reads_files)
rules.add_perm("housing.plan_exit", is_coordinator)
