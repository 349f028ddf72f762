"""Predicates on roles, from which every app's policy is put together."""

import rules

from refuge.accounts.models import Role


def has_role(*roles):
    """A predicate: signed in, active, and holding one of `roles` today."""

    @rules.predicate(f"has_role:{'|'.join(roles)}")
    def holds(user):
        return bool(user and user.is_authenticated and user.is_active and user.has_role(*roles))

    return holds


is_management = has_role(Role.MANAGEMENT)
is_coordinator = has_role(Role.COORDINATOR)
is_psychologist = has_role(Role.PSYCHOLOGIST)
is_educator = has_role(Role.EDUCATOR)
is_logistics = has_role(Role.LOGISTICS)
is_volunteers_coordinator = has_role(Role.VOLUNTEERS)
is_volunteer = has_role(Role.VOLUNTEER)
# The four who read young people's files.
reads_files = has_role(Role.MANAGEMENT, Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EDUCATOR)
