"""Who may do what with e-mails brought in: as with calls for help, which they become."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_psychologist, reads_files

rules.add_perm("intake.view_mail", reads_files)
rules.add_perm("intake.work_on_mail", is_coordinator | is_psychologist | is_educator)
