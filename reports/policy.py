"""Who may see figures, reports and exports (DESIGN.md, "Who may do what": "figures, funder reports" and "exports, count
night, statements")."""

import rules

from refuge import indicators
from refuge.access import allows
from refuge.accounts.roles import is_coordinator, is_management, is_psychologist
from refuge.exports import pages


@rules.predicate
def may_see_a_figure(user):
    """Somebody whose figures at least one app declares: the volunteers' coordinator sees the volunteers' alone."""
    return any(allows(user, indicator.permission) for indicator in indicators.declared())


@rules.predicate
def may_take_something(user):
    """Somebody who may export, or whom an app gives an export of its own: the coordinator takes the count night."""
    return is_management(user) or bool(pages.shown_to(user))


rules.add_perm("reports.view_figures", is_management | is_coordinator | is_psychologist)
rules.add_perm("reports.view_page", may_see_a_figure)
rules.add_perm("reports.view_reports", is_management)
rules.add_perm("reports.build_report", is_management)
rules.add_perm("reports.export", is_management)
rules.add_perm("reports.view_exports", may_take_something)
