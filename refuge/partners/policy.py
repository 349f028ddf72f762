"""Who may do what with partners and referrals (DESIGN.md, "Who may do what")."""

import rules

from refuge.accounts.models import Role
from refuge.accounts.roles import has_role, is_logistics, reads_files
from refuge.partners.choices import INTIMATE
from refuge.people.policy import accompanies, is_trusted_with_intimate

works_with_partners = reads_files | has_role(Role.VOLUNTEERS)

rules.add_perm("partners.view", works_with_partners | is_logistics)
rules.add_perm("partners.change", works_with_partners)
# A referral is part of a young person's file.
rules.add_perm("partners.view_referral", reads_files)
rules.add_perm("partners.refer", accompanies)


@rules.predicate
def tells_nothing_intimate(user, referral):
    return referral is not None and not INTIMATE & set(referral.facts)


# A letter may hold what somebody said of their orientation or gender identity: asked about each one.
rules.add_perm("partners.read_letter", reads_files & (tells_nothing_intimate | is_trusted_with_intimate))
