"""Who may see and set the dated settings."""

import rules


@rules.predicate
def is_management(user):
    """Asked of the user itself: this room stands below the one that knows the roles."""
    return bool(user.is_authenticated and user.is_active and user.has_role("management"))


rules.add_perm("parameters.change", is_management)
