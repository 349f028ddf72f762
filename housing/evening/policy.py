"""Who may do what in the evening. Logistics sees spaces and dates: the round, the fire list and the hand-over name
people, and are for those who read files."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_psychologist, reads_files

works_evenings = is_coordinator | is_educator

rules.add_perm("housing.view_presence", reads_files)
rules.add_perm("housing.mark_presence", works_evenings)
# A number of people, no names: read by those who read files.
rules.add_perm("housing.view_turned_away", reads_files)
rules.add_perm("housing.note_turned_away", works_evenings)
rules.add_perm("housing.record_absence", works_evenings)
# Freeing a space, and giving one again, is deciding who sleeps where.
rules.add_perm("housing.free_space", is_coordinator)
# The flat one is on duty in; whether one is, `Duty` says.
rules.add_perm("housing.address_on_duty", works_evenings)
rules.add_perm("housing.view_handover", reads_files)
rules.add_perm("housing.add_handover", is_coordinator | is_psychologist | is_educator)
rules.add_perm("housing.view_safety", reads_files)
rules.add_perm("housing.add_safety", is_coordinator | is_psychologist | is_educator)
