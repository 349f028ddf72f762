"""Who may do what in the psychologist's room. Which follow-ups are somebody's own is `FollowUp.visible_to`."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_management, is_psychologist, reads_files


@rules.predicate
def is_in_charge(user, followup):
    return followup is not None and followup.psychologist_id == user.pk


@rules.predicate
def has_lost_its_psychologist(user, followup):
    """Who is in charge has no role of psychologist any more, or no account: then the stand-in may find a successor."""
    if followup is None:
        return False
    holder = followup.psychologist
    return not (holder.is_active and is_psychologist(holder))


accompanies = is_coordinator | is_psychologist | is_educator

rules.add_perm("casework.psychology", is_psychologist)
# The first page: one's own follow-ups; for management numbers alone.
rules.add_perm("casework.psychology_page", is_psychologist | is_management)
rules.add_perm("casework.psychology_counts", is_management)
rules.add_perm("casework.psychology_exists", accompanies)
# Asked about a follow-up that the user may open.
rules.add_perm("casework.lead_followup", is_psychologist & is_in_charge)
rules.add_perm("casework.hand_over_followup", is_psychologist & (is_in_charge | has_lost_its_psychologist))
# Both holders gone: management proposes a successor, and somebody else of management or the coordinator confirms.
rules.add_perm("casework.propose_succession", is_management)
rules.add_perm("casework.confirm_succession", is_management | is_coordinator)
# The safety plan is the team's.
rules.add_perm("casework.view_safety_plan", reads_files)
rules.add_perm("casework.write_safety_plan", accompanies)
rules.add_perm("casework.end_safety_plan", is_coordinator | is_psychologist)
