"""Who may open the shared pages."""

import rules

from refuge import registry
from refuge.access import allows


@rules.predicate
def may_search_something(user):
    """Somebody who may see the hits of at least one app."""
    return any(allows(user, provider.permission) for provider in registry.search_providers.entries)


rules.add_perm("ui.today", rules.is_authenticated)
rules.add_perm("ui.search", may_search_something)
