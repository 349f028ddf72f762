"""Who may do what with requests and what hangs on them (DESIGN.md, "Who may do what")."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_management, is_psychologist, reads_files

rules.add_perm("intake.view_request", reads_files)
rules.add_perm("intake.log_call", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.note_contact", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.assess_request", is_coordinator)
rules.add_perm("intake.decide_request", is_coordinator)
rules.add_perm("intake.assign_request", is_coordinator)
# Why somebody had to leave, and who did it, tells who they are: read like what is intimate.
rules.add_perm("intake.view_reasons", is_coordinator | is_psychologist)
# Team risk flags.
rules.add_perm("intake.view_flags", reads_files)
rules.add_perm("intake.add_flag", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.change_flag", is_coordinator | is_psychologist)
# Asylum: management sees where it stands, and nothing of it.
rules.add_perm("intake.view_asylum_status", is_management | is_coordinator | is_psychologist)
rules.add_perm("intake.view_asylum", is_coordinator | is_psychologist)


@rules.predicate
def keeps_in_touch(user, request):
    """Whether `user` is named to keep in touch with the young person of `request`."""
    follow_up = getattr(request.person, "minor_follow_up", None) if request and request.person_id else None
    return follow_up is not None and follow_up.worker_id == user.pk


# The address opens to whoever may be named; what they may do there is asked again about the request.
rules.add_perm("intake.follow_minors", is_coordinator | is_psychologist | is_educator)
rules.add_perm("intake.follow_minor", is_coordinator | (is_psychologist | is_educator) & keeps_in_touch)
