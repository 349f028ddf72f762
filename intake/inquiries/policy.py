"""Who may do what with inquiries: whoever is asked notes it, management decides."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_management, is_psychologist, reads_files

rules.add_perm("intake.view_inquiry", reads_files)
rules.add_perm("intake.note_inquiry", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.decide_inquiry", is_management)
