"""Who may do what with volunteers, activities and allowances (DESIGN.md, "Who may do what")."""

import rules

from refuge.accounts.roles import (
    is_coordinator,
    is_educator,
    is_logistics,
    is_management,
    is_psychologist,
    is_volunteer,
    is_volunteers_coordinator,
    reads_files,
)
from refuge.people.policy import is_trusted_with_intimate

rules.add_perm("volunteers.view", is_management | is_coordinator | is_psychologist | is_volunteers_coordinator)
rules.add_perm("volunteers.change", is_management | is_volunteers_coordinator)
rules.add_perm("volunteers.view_activity", reads_files | is_volunteers_coordinator)
rules.add_perm("volunteers.change_activity", is_management | is_educator | is_volunteers_coordinator)
# What somebody is paid back, and on which account.
rules.add_perm("volunteers.view_allowance", is_management | is_volunteers_coordinator)
rules.add_perm("volunteers.figures", is_management | is_coordinator | is_psychologist | is_volunteers_coordinator)
# The card of Today: those whose day it is.
rules.add_perm("volunteers.roster", is_volunteers_coordinator)
# The internal shop: a psychologist hands out and takes gifts in, the others keep it.
works_in_shop = reads_files | is_logistics | is_volunteers_coordinator
keeps_shop = is_management | is_coordinator | is_educator | is_logistics | is_volunteers_coordinator
rules.add_perm("volunteers.view_shop", works_in_shop)
rules.add_perm("volunteers.add_shop", works_in_shop)
rules.add_perm("volunteers.keep_shop", keeps_shop)
# A volunteer's own page.
rules.add_perm("volunteers.own", is_volunteer)


@rules.predicate
def theme_tells_nothing(user, activity):
    return activity is not None and not activity.is_intimate


# The address opens to who reads files; whether names are there is asked again about each activity.
rules.add_perm("volunteers.name_young", reads_files)
rules.add_perm("volunteers.see_names", reads_files & (theme_tells_nothing | is_trusted_with_intimate))


@rules.predicate
def entered_it(user, entry):
    return entry is not None and entry.by_id == user.pk


# The address opens to who works in the shop; whose line of the book it is, is asked again about each one.
rules.add_perm("volunteers.undo_shop", keeps_shop | works_in_shop & entered_it)
