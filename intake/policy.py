"""Who may do what with requests (DESIGN.md, "Who may do what", first row)."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_psychologist, reads_files

rules.add_perm("intake.view_request", reads_files)
rules.add_perm("intake.log_call", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.note_contact", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.assess_request", is_coordinator)
rules.add_perm("intake.decide_request", is_coordinator)
rules.add_perm("intake.assign_request", is_coordinator)
